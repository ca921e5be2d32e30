"""The installation's own waits: what is too old goes on its day, and people are asked again what they need."""

import asyncio
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.access_needs import AccessNeeds
from service.assembly import Waymark, build
from service.bells import Bells
from service.invariants_waits import check_waits
from service.mail_carrier import MailAway
from service.privacy.erasure import finish
from service.privacy.needs import NeedsBook
from service.privacy.needs_letters import NeedsLetters
from service.privacy.standing_waits import Keeper, StandingWaits
from service.reconcile import reconcile
from service.settings import Settings
from tests.workflows.standing import INVITATION, OF_FOUNDER, invite, on_years, populate, ring
from tests.workflows.years import FIRST_DAY, FOUNDER, until
from workflows.catalogue import SERVICE, workflow_id


class Hands:
    """A clock."""

    def __init__(self) -> None:
        self.now = FIRST_DAY

    def __call__(self) -> datetime:
        return self.now


class Carrier:
    """Keeps letters in memory, and may be away."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.away = False

    def send(self, letter: EmailMessage) -> None:
        if self.away:
            raise MailAway(certain=True)
        self.letters.append(letter)

    def to(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.letters)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


@pytest.fixture
def needy(settings: Settings, hands: Hands) -> Iterator[Waymark]:
    with build(settings, clock=hands) as made:
        populate(made)
        yield made


def test_after_a_year_those_who_must_meet_needs_are_told_and_no_letter_says_what_is_needed(
    needy: Waymark, hands: Hands, carrier: Carrier
) -> None:
    waits = StandingWaits(needy, NeedsLetters(needy, carrier))
    assert OF_FOUNDER in waits.open()
    first = waits.look(OF_FOUNDER)
    assert (first.step, first.seconds) == ("wait", timedelta(days=1).total_seconds())
    assert not waits.record(OF_FOUNDER)

    hands.now = FIRST_DAY + timedelta(weeks=52)
    due = waits.look(OF_FOUNDER)
    assert (due.step, due.command_id) == ("record", f"{OF_FOUNDER}/{FIRST_DAY.date() + timedelta(weeks=52)}")
    assert waits.record(OF_FOUNDER)
    assert carrier.to() == ["fay@example.org", "mia@example.org"]
    for letter in carrier.letters:
        assert "interpreter" not in letter.as_string()
        assert "year ago" in letter.get_content()
    assert waits.look(OF_FOUNDER).step == "wait"
    assert not waits.record(OF_FOUNDER)


def test_a_letter_that_could_not_leave_is_sent_later_and_is_the_same(
    needy: Waymark, hands: Hands, carrier: Carrier
) -> None:
    waits = StandingWaits(needy, NeedsLetters(needy, carrier))
    hands.now = FIRST_DAY + timedelta(weeks=60)
    carrier.away = True
    assert not waits.record(OF_FOUNDER)
    carrier.away = False
    assert waits.record(OF_FOUNDER)
    names = [letter["Message-ID"] for letter in carrier.letters]
    assert len(set(names)) == len(names) == 2


def test_nobody_is_written_to_at_night(needy: Waymark, hands: Hands, carrier: Carrier) -> None:
    waits = StandingWaits(needy, NeedsLetters(needy, carrier))
    hands.now = (FIRST_DAY + timedelta(weeks=60)).replace(hour=22)
    look = waits.look(OF_FOUNDER)
    assert look.step == "wait"
    assert look.seconds == timedelta(hours=11).total_seconds()


def test_who_is_erased_has_no_wait_and_no_letter_names_them(needy: Waymark, hands: Hands) -> None:
    waits = StandingWaits(needy)
    hands.now = FIRST_DAY + timedelta(weeks=53)
    assert waits.record(OF_FOUNDER)
    folder = needy.settings.mail_folder
    assert any(b"Fay" in file.read_bytes() for file in folder.glob("*.eml"))
    finish(needy, FOUNDER)
    assert not any(b"Fay" in file.read_bytes() for file in folder.glob("*.eml"))
    assert waits.look(OF_FOUNDER).step == "over"
    assert OF_FOUNDER not in waits.open()


def test_what_was_saved_again_is_asked_a_year_after_that(needy: Waymark, hands: Hands, carrier: Carrier) -> None:
    letters = NeedsLetters(needy, carrier)
    hands.now = FIRST_DAY + timedelta(weeks=30)
    NeedsBook(needy.pool, needy.clock).keep(FOUNDER, AccessNeeds())
    due = letters.due(FOUNDER)
    assert due is not None
    assert due.date() == FIRST_DAY.date() + timedelta(weeks=82) > date(2021, 7, 1)


def test_each_class_waits_for_the_day_on_which_something_of_it_is_too_old(needy: Waymark, hands: Hands) -> None:
    waits = StandingWaits(needy)
    invite(needy)
    hands.now += timedelta(days=32, hours=12)
    look = waits.look(INVITATION)
    assert look.step == "wait"
    assert look.seconds == timedelta(hours=12, seconds=1).total_seconds()
    hands.now += timedelta(hours=13)
    assert waits.look(INVITATION).step == "record"
    assert waits.record(INVITATION)
    assert not waits.record(INVITATION)


async def test_years_pass_and_each_is_done_in_its_time(skipping: WorkflowEnvironment, settings: Settings) -> None:
    async with on_years(skipping, settings) as waymark:
        waits = StandingWaits(waymark)
        await asyncio.to_thread(invite, waymark)
        for about in (INVITATION, OF_FOUNDER):
            await ring(skipping, waits, about)

        await skipping.sleep(timedelta(days=30))
        assert count(waymark, "invitation") == 1
        await skipping.sleep(timedelta(days=5))
        await until(lambda: count(waymark, "invitation") == 0)

        folder = waymark.settings.mail_folder
        assert list(folder.glob("*.eml")) == []
        await skipping.sleep(timedelta(days=335))
        await until(lambda: len(list(folder.glob("*.eml"))) == 2)
        handle = skipping.client.get_workflow_handle(workflow_id(SERVICE, OF_FOUNDER))
        assert FOUNDER.removeprefix("person:") in handle.id
        # As it is kept: written as JSON, what a workflow was given is base64, in which no word is found but by chance.
        history = b"".join(event.SerializeToString() for event in (await handle.fetch_history()).events)
        assert FOUNDER.removeprefix("person:").encode() in history
        assert b"interpreter" not in history
        assert not re.search(rb"\bFay\b|fay@", history)

        await asyncio.to_thread(waymark.people.erase, FOUNDER)
        await ring(skipping, waits, OF_FOUNDER)
        await handle.result()
        assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED


def count(waymark: Waymark, table: str) -> int:
    with waymark.pool.connection() as connection:
        return connection.execute(f"SELECT count(*) FROM store.{table}").fetchall()[0][0]  # type: ignore[no-any-return] # noqa: S608


async def test_the_relay_and_reconcile_bring_them_back_when_temporals_data_is_gone(
    dev: WorkflowEnvironment, needy: Waymark
) -> None:
    waits = StandingWaits(needy)
    wanted = {workflow_id(SERVICE, about) for about in waits.open()}

    async def all_run() -> bool:
        return await running(dev) == wanted

    keeper = Keeper(waits, Bells(dev.client))
    assert await keeper.once() == len(wanted)
    assert await keeper.once() == 0
    await until(all_run)
    settings = needy.settings.model_copy(update={"temporal_address": dev.client.service_client.config.target_host})
    await dev.client.get_workflow_handle(workflow_id(SERVICE, INVITATION)).terminate()

    async def told() -> set[str]:
        report = await check_waits(settings, needy.store, needy.front_door, needy.clock, waits)
        return {each.sentence for each in report.findings if each.sentence.startswith("service/")}

    missing = {f"{workflow_id(SERVICE, INVITATION)}: this wait is open, and no workflow keeps it."}

    async def missing_is_told() -> bool:
        return await told() == missing

    await until(missing_is_told)
    done = await reconcile(dev.client, needy.store, needy.front_door, standing=waits)
    assert done.standing == len(wanted)
    await until(all_run)
    await reconcile(dev.client, needy.store, needy.front_door, restart=True)
    await until(all_run)

    needy.people.erase(FOUNDER)
    assert await reconcile(dev.client, needy.store, needy.front_door, standing=waits)
    wanted.discard(workflow_id(SERVICE, OF_FOUNDER))
    await until(all_run)


async def running(dev: WorkflowEnvironment) -> set[str]:
    listed = dev.client.list_workflows("ExecutionStatus = 'Running'")
    return {each.id async for each in listed if each.id.startswith(f"{SERVICE}/")}
