"""Plays a story: its people through the front door, its waits in real workflows on a server that skips time.

At each moment first the engine records what is due, then people act. The next moment comes when everybody has looked,
so the same seed gives the same history, on a fast machine and on a slow one.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio.testing import WorkflowEnvironment

from domain.event import Fact, Recorded
from domain.programme import SETTLED
from domain.refusals import Refusal
from service.bells import Bells
from service.clock import Clock
from service.event_store import EventStore
from service.front_door import FrontDoor
from service.machine_faults import MachineFault
from service.relay import calls_for
from service.simulation_clock import StoryClock
from service.simulation_player import Player
from service.simulation_room import StoryRoom
from service.story_agenda import Acting, Ask, Task

BATCH = 500
EARLIER = timedelta(hours=1)
Progress = Callable[[int, int, datetime], None]
"""Told how many milestones are settled, of how many, and which moment it is in the story."""


class StoryTooLong(MachineFault):
    """The story would go on past today: what has not happened yet is not told."""


class Simulation:
    """One story at play."""

    def __init__(
        self,
        store: EventStore,
        front_door: FrontDoor,
        room: StoryRoom,
        env: WorkflowEnvironment,
        clock: StoryClock,
        players: Sequence[Player],
        progress: Progress,
        real_clock: Clock,
    ) -> None:
        self._store = store
        self._front_door = front_door
        self._room = room
        self._env = env
        self._clock = clock
        self._players = {player.programme: player for player in players}
        self._progress = progress
        self._real_clock = real_clock
        self._bells = Bells(env.client)
        self._position = 0
        self.refusals: Counter[str] = Counter()
        self.rings = 0
        self.shares: defaultdict[str, float] = defaultdict(float)

    async def play(self) -> None:
        """Play it to its end. Raises StoryStuck, StoryTooLong."""
        await self._clock.begin(min(player.starts for player in self._players.values()) - EARLIER, self._env)
        while not all(player.finished for player in self._players.values()):
            await self._go_on()
            for player in self._players.values():
                if player.starts_now(self._clock()):
                    await asyncio.to_thread(self._start, player)
                    await self._settle()
                while (task := player.take(self._clock())) is not None:
                    await self._act(player, task)
            self._tell()

    async def _go_on(self) -> None:
        """Skip to the next moment, and let the engine record what is due then."""
        # Those whose story is told go on, too: what they left behind is still asked about while others play.
        moments = [player.next_moment for player in self._players.values()]
        moment = min((each for each in moments if each is not None), default=None)
        if moment is None:
            raise StoryTooLong("Nobody in this story has anything left to do, and it has not ended.")
        if moment > self._real_clock():
            raise StoryTooLong(f"The story goes on past today ({moment:%d %B %Y}). Let it begin earlier.")
        self._expect(moment)
        began = time.monotonic()
        await self._clock.go_to(moment, self._env)
        await self._room.quiet()
        self.shares["engine"] += time.monotonic() - began
        await self._settle()

    async def _act(self, player: Player, task: Task) -> None:
        acting, refusal = task.act(), None
        while (asked := _next(acting, refusal)) is not None:
            refusal = await asyncio.to_thread(self._ask, player, asked)
            player.cast.group = self._front_door.group(player.programme)
        await self._settle()

    def _start(self, player: Player) -> None:
        self._front_door.start(player.cast.start(), actor=player.cast.mentor, command_id=player.command_id)

    def _ask(self, player: Player, asked: Ask) -> Refusal | None:
        began = time.monotonic()
        try:
            self._front_door.ask(
                player.programme, asked.command, actor=asked.actor, command_id=player.next_command_id()
            )
        except Refusal as refusal:
            self.refusals[type(refusal).__name__] += 1
            return refusal
        finally:
            self.shares["people"] += time.monotonic() - began
        return None

    async def _settle(self) -> None:
        """Read what happened, let people plan, ring the waits, and let them record what became due by it."""
        while events := await asyncio.to_thread(self._store.read, self._position, BATCH):
            began = time.monotonic()
            self._position = events[-1].position
            for programme, theirs in _by_programme(events).items():
                group = self._front_door.group(programme)
                self._players[programme].seen(group, theirs, self._clock())
            self._expect(self._clock())
            calls = await asyncio.to_thread(calls_for, _as_if_live(events), self._front_door)
            sent = [
                call for call in calls if self._room.rung((call.programme, call.about), call.ring, is_open=call.open)
            ]
            self.rings += await self._bells.ring(sent)
            self.shares["ringing"] += time.monotonic() - began
            began = time.monotonic()
            await self._room.quiet()
            self.shares["engine"] += time.monotonic() - began

    def _expect(self, moment: datetime) -> None:
        self._room.expect(key for player in self._players.values() for key in player.due(moment))

    def _tell(self) -> None:
        states = [player.cast.group.programme for player in self._players.values()]
        milestones = [each for state in states if state for each in state.milestones.values()]
        total = sum(player.milestones for player in self._players.values())
        self._progress(sum(each.status in SETTLED for each in milestones), total, self._clock())


def _next(acting: Acting, refusal: Refusal | None) -> Ask | None:
    """What the person asks next, when they have heard how the last was answered; None when they are done."""
    try:
        return acting.send(refusal)
    except StopIteration:
        return None


def _by_programme(events: Sequence[Recorded[Fact]]) -> Mapping[str, list[Recorded[Fact]]]:
    theirs: dict[str, list[Recorded[Fact]]] = {}
    for event in events:
        theirs.setdefault(event.meta.ledger, []).append(event)
    return theirs


def _as_if_live(events: Sequence[Recorded[Fact]]) -> list[Recorded[Fact]]:
    """The relay leaves a story's events alone, because their waits run here and not on the live engine."""
    return [replace(event, meta=event.meta.model_copy(update={"story": None})) for event in events]
