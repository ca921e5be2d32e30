"""The five workflows on a server on which time is skipped, against a real store."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest_asyncio
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.duty_events import Prompted
from domain.event import Fact
from domain.journal_commands import HoldReview, RaiseDuty
from domain.journal_events import ReviewOpened
from domain.milestone_commands import Accept, AddEvidence, AgreePlan, Block, Reschedule, Submit
from domain.milestone_events import MilestoneOpened
from domain.programme_commands import Appointment, Command, Pause, StartProgramme
from domain.programme_events import Mentor
from domain.roles import Role
from service.assembly import build
from service.bells import Bells
from service.front_door import FrontDoor
from service.relay import calls_for
from service.settings import Settings
from service.worker import make_worker
from workflows.catalogue import workflow_id

MENTOR = "person:00000000-0000-4000-8000-000000000001"
WORKER = "person:00000000-0000-4000-8000-000000000002"
FOUNDER = "person:00000000-0000-4000-8000-000000000003"
FIRST_DAY = datetime(2020, 1, 6, 10, 0, tzinfo=UTC)

F = TypeVar("F", bound=Fact)


class Years:
    """A programme whose waits run on the skipping server. Its clock is the server's, moved to `FIRST_DAY`."""

    def __init__(self, environment: WorkflowEnvironment, front_door: FrontDoor, began: datetime) -> None:
        self.environment = environment
        self.front_door = front_door
        self.began = began
        self.position = 0
        self.asked = 0
        self.programme = front_door.start(
            StartProgramme(
                organisation="A new group",
                locality="A town",
                mentor=Mentor(organisation="An older group", coordinator=MENTOR),
                template="ulo-from-scratch",
                start_on=FIRST_DAY.date(),
                people=(
                    Appointment(person=WORKER, role=Role.WORKER),
                    Appointment(person=FOUNDER, role=Role.FOUNDER),
                ),
            ),
            actor=MENTOR,
            command_id="start",
        ).programme

    async def ask(self, command: Command, actor: str = WORKER) -> None:
        """Ask, and let the relay ring for what happened."""
        self.asked += 1
        name = f"ask-{self.asked}"
        await asyncio.to_thread(lambda: self.front_door.ask(self.programme, command, actor=actor, command_id=name))
        await self.settle()

    async def reach(self, milestone: str) -> None:
        """Evidence, submission, acceptance."""
        await self.ask(AddEvidence(milestone=milestone, note="Done."))
        await self.ask(Submit(milestone=milestone))
        await self.ask(Accept(milestone=milestone), FOUNDER)

    async def pass_days(self, days: int) -> None:
        """Let time pass, a week at a time, with the relay at work."""
        for _ in range(0, days, 7):
            await self.environment.sleep(timedelta(days=min(7, days)))
            await self.settle()

    async def settle(self) -> None:
        """Ring for everything new, until nothing more is recorded."""
        for _ in range(50):
            events = await asyncio.to_thread(self.front_door._store.read, self.position, 500)  # noqa: SLF001 - the log
            if not events:
                await asyncio.sleep(0.1)
                if await asyncio.to_thread(self.front_door._store.end) == self.position:  # noqa: SLF001 - the log
                    return
                continue
            self.position = events[-1].position
            await Bells(self.environment.client).ring(await asyncio.to_thread(calls_for, events, self.front_door))

    def facts(self, kind: type[F]) -> list[F]:
        """Every fact of a kind in the programme's stream."""
        events = self.front_door._store.load(self.programme)  # noqa: SLF001 - the log
        return [event.fact for event in events if isinstance(event.fact, kind)]

    async def is_running(self, about: str) -> bool:
        """Whether a wait has a running workflow."""
        handle = self.environment.client.get_workflow_handle(workflow_id(self.programme, about))
        return (await handle.describe()).status is WorkflowExecutionStatus.RUNNING

    async def ends(self, about: str) -> None:
        """Wait until a wait's workflow has completed."""
        await _until(lambda: self._completed(about))

    async def _completed(self, about: str) -> bool:
        handle = self.environment.client.get_workflow_handle(workflow_id(self.programme, about))
        return (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED


async def _until(asks: Callable[[], object]) -> None:
    for _ in range(200):
        answer = asks()
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return
        await asyncio.sleep(0.05)
    msg = "it did not happen"
    raise AssertionError(msg)


@pytest_asyncio.fixture
async def years(skipping: WorkflowEnvironment, settings: Settings) -> AsyncIterator[Years]:
    loop = asyncio.get_running_loop()
    began = await skipping.get_current_time()

    def clock() -> datetime:
        asking = asyncio.run_coroutine_threadsafe(skipping.get_current_time(), loop)
        return asking.result() - began + FIRST_DAY

    with build(settings, clock=clock, pool_size=6) as waymark, ThreadPoolExecutor(8) as executor:
        async with make_worker(skipping.client, waymark.front_door, clock, executor):
            made = await asyncio.to_thread(Years, skipping, waymark.front_door, began)
            await made.settle()
            yield made


async def test_an_open_milestone_is_reminded_of_and_the_mentor_hears_when_it_stays_late(years: Years) -> None:
    await years.pass_days(70)

    said = [(prompt.kind, prompt.number) for prompt in years.facts(Prompted) if prompt.about == "milestone/ENG-01"]
    assert said == [
        ("reminder", 1),
        ("reminder", 2),
        ("due", 1),
        ("overdue", 1),
        ("escalation", 1),
    ]
    told = {prompt.kind: prompt.to for prompt in years.facts(Prompted)}
    assert told["reminder"] == (WORKER,)
    assert told["escalation"] == (MENTOR,)


async def test_what_has_become_ready_opens_by_itself_and_a_reached_milestone_stops_its_wait(years: Years) -> None:
    await years.reach("ENG-01")

    await _until(lambda: "ENG-02" in {opened.milestone for opened in years.facts(MilestoneOpened)})
    await years.ends("milestone/ENG-01")
    await years.settle()
    assert await years.is_running("milestone/ENG-02")


async def test_a_rescheduled_milestone_reminds_again(years: Years) -> None:
    await years.pass_days(28)
    before = len(years.facts(Prompted))
    later = years.front_door.programme(years.programme).milestones["ENG-01"].due
    assert later is not None
    await years.ask(Reschedule(milestone="ENG-01", due=later + timedelta(days=60), reason="Illness in the group."))
    await years.pass_days(60)

    again = [prompt for prompt in years.facts(Prompted)[before:] if prompt.about == "milestone/ENG-01"]
    assert [(prompt.kind, prompt.number) for prompt in again] == [("reminder", 1), ("reminder", 2), ("due", 1)]


async def test_a_blocked_milestone_is_followed_up_with_the_mentor_only(years: Years) -> None:
    await years.ask(Block(milestone="ENG-01", kind="someone-outside"))
    await years.pass_days(49)

    said = [prompt for prompt in years.facts(Prompted) if prompt.about == "milestone/ENG-01"]
    assert [prompt.kind for prompt in said] == ["blocked-follow-up", "blocked-follow-up"]
    assert {prompt.to for prompt in said} == {(MENTOR,)}


async def test_reviews_are_called_each_quarter_and_the_programme_begins_its_history_anew(years: Years) -> None:
    await years.ask(AgreePlan(), FOUNDER)
    handle = years.environment.client.get_workflow_handle(workflow_id(years.programme, ""))
    first_run = (await handle.describe()).run_id
    await years.pass_days(91)
    assert [opened.review for opened in years.facts(ReviewOpened)] == [1]
    await years.ask(HoldReview(agreed="Go on as planned."), MENTOR)
    await years.ends("review/1")

    async def began_anew() -> bool:
        return (await handle.describe()).run_id != first_run

    await _until(began_anew)
    await years.pass_days(91)
    assert [opened.review for opened in years.facts(ReviewOpened)] == [1, 2]


async def test_a_pause_stops_our_own_clocks_but_not_a_legal_date(years: Years) -> None:
    for duty, legal in (("lease-end", True), ("newsletter", False)):
        await years.ask(RaiseDuty(duty=duty, title=duty, due=date(2020, 3, 2), remind_weeks=2, legal=legal), WORKER)
    await years.ask(Pause(reason="The worker is away."), FOUNDER)
    await years.pass_days(56)

    assert {prompt.about for prompt in years.facts(Prompted)} == {"duty/lease-end"}
