"""A group that leaves three things behind: one for everybody, one for people with an account, one for itself."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.programme_commands import CloseProgramme
from domain.resource_commands import CheckResource, DraftResource, NameOwner, PublishResource
from service.settings import Settings
from tests.service.group import FOUNDER, OTHER, WORKER, Group, Hands, group

EASY = "Look at the room first.\nCan everybody get in?"
TEXT = "Look at the room before you book it. Count the steps, and ask about the lift.\n<script>alert(1)</script>"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def leaving(settings: Settings, hands: Hands) -> Iterator[Group]:
    """A closed programme with its legacy."""
    with group(settings, hands) as made:
        made.start()
        publish(
            made,
            1,
            DraftResource(kind="lesson", title="Ask before you book", text=TEXT, easy_read=EASY, milestone="ENG-01"),
        )
        publish(
            made,
            2,
            DraftResource(kind="toolkit", title="Our access check", text="Ten questions about a building."),
            link="https://example.org/check",
            licence="CC-BY-SA-4.0",
            contact=WORKER,
            consented_on=hands.now.date(),
        )
        made.ask(NameOwner(resource=2, organisation="Our Own Voice", agreed_on=hands.now.date()))
        publish(
            made, 3, DraftResource(kind="lesson", title="For us alone", text="Our own affair."), audience="programme"
        )
        publish(made, 4, DraftResource(kind="facility", title="A room", text="A room to meet in."), audience="waymark")
        made.ask(NameOwner(resource=4, organisation="The Town Hall", agreed_on=hands.now.date()))
        hands.now += timedelta(days=40)
        made.ask(CloseProgramme(ending="stopped-early", reason="We joined another group."))
        yield made


def publish(made: Group, number: int, draft: DraftResource, **how: object) -> None:
    """Write, check and publish a resource, as three people."""
    made.ask(draft, WORKER)
    made.ask(CheckResource(resource=number, agreed=True), OTHER)
    made.ask(PublishResource(resource=number, **how), FOUNDER)  # type: ignore[arg-type]  # what a test says
