"""The engine room of a story: it goes on only when everybody who has to look has looked."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.event import ENGINE
from domain.journal_commands import HoldReview
from domain.milestone_commands import AgreePlan
from domain.programme_commands import Advance
from service.settings import Settings
from service.simulation_room import StoryRoom
from tests.service.group import FOUNDER, MENTOR, Group, Hands, group
from workflows.look import Wait


@pytest.fixture
def reviewed(settings: Settings) -> Iterator[Group]:
    """A programme whose first quarterly review was held."""
    with group(settings, Hands()) as made:
        made.start()
        made.ask(AgreePlan(), FOUNDER)
        made.hands.now += timedelta(weeks=13)
        made.ask(Advance(), ENGINE)
        made.ask(HoldReview(agreed="Go on."), MENTOR)
        yield made


async def test_a_story_stands_still_until_a_run_that_begins_anew_after_a_review_has_looked(reviewed: Group) -> None:
    made, room = reviewed, StoryRoom(reviewed.waymark, reviewed.hands)
    ending = room.look(Wait(programme=made.id, reviews=0))
    assert (ending.step, ending.reviews) == ("wait", 1)

    quiet = asyncio.create_task(room.quiet())
    await asyncio.sleep(0)
    assert not quiet.done(), "the timer of the new run would count from a moment that is over"

    room.look(Wait(programme=made.id, reviews=1))
    await quiet


async def test_a_story_goes_on_when_a_run_that_stays_has_looked(reviewed: Group) -> None:
    room = StoryRoom(reviewed.waymark, reviewed.hands)
    room.look(Wait(programme=reviewed.id, reviews=1))

    quiet = asyncio.create_task(room.quiet())
    await asyncio.sleep(0)
    assert quiet.done()
