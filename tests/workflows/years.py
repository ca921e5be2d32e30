"""A programme whose waits run on a server on which years pass in seconds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TypeVar

from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.calendar import day_in_london
from domain.event import Fact
from domain.milestone_commands import Accept, AddEvidence, Submit
from domain.programme_commands import Appointment, Command, StartProgramme
from domain.programme_events import Mentor
from domain.resource_commands import CheckResource, DraftResource, NameOwner, PublishResource
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
OWNER = "person:00000000-0000-4000-8000-000000000004"
"""Who looks after what is left behind, and has no other part in the programme."""
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

    async def publish(self, *, owner: str, review_weeks: int = 104) -> None:
        """Leave a toolkit behind: written, checked, offered, and somebody looks after it."""
        today = day_in_london(await self.now())
        await self.ask(DraftResource(kind="toolkit", title="A toolkit", text="How to begin."))
        await self.ask(CheckResource(resource=1, agreed=True), FOUNDER)
        await self.ask(PublishResource(resource=1, review_on=today + timedelta(weeks=review_weeks)), FOUNDER)
        await self.ask(NameOwner(resource=1, organisation="An older group", person=owner, agreed_on=today))

    async def now(self) -> datetime:
        """The time on the programme's clock."""
        return await self.environment.get_current_time() - self.began + FIRST_DAY

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
        await until(lambda: self._completed(about))

    async def _completed(self, about: str) -> bool:
        handle = self.environment.client.get_workflow_handle(workflow_id(self.programme, about))
        return (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED


async def until(asks: Callable[[], object]) -> None:
    """Wait for something. It takes as long as it takes on a busy machine; what never happens fails all the same."""
    ends = monotonic() + 120
    while True:
        answer = asks()
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return
        assert monotonic() < ends, "it did not happen"
        await asyncio.sleep(0.05)


@asynccontextmanager
async def live_years(skipping: WorkflowEnvironment, settings: Settings) -> AsyncIterator[Years]:
    """Start a programme on this server, with a worker and a relay at its side."""
    loop = asyncio.get_running_loop()
    began = await skipping.get_current_time()

    def clock() -> datetime:
        asking = asyncio.run_coroutine_threadsafe(skipping.get_current_time(), loop)
        return asking.result() - began + FIRST_DAY

    with build(settings, clock=clock, pool_size=6) as waymark, ThreadPoolExecutor(8) as executor:
        async with make_worker(skipping.client, waymark, executor):
            made = await asyncio.to_thread(Years, skipping, waymark.front_door, began)
            await made.settle()
            yield made
