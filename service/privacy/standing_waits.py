"""The waits of the installation itself: what is too old is taken away, and people are asked again what they need.

They are durable timers as those of programmes are, and disposable too: what is due is asked of the tables each time.
Neither is an event, because what can be erased may not be in the log; so the relay looks now and then which are wanted.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

import psycopg
import structlog

from domain.event import PersonRef
from service.assembly import Waymark
from service.bells import Bells, Call
from service.log_reader import Unavailable
from service.post import carrier_of
from service.privacy.needs_letters import NeedsLetters
from service.privacy.retention import CLASSES, next_due, retain_class
from workflows.catalogue import SERVICE
from workflows.look import Look
from workflows.ring import Ring

RETENTION = "retention/"
NEEDS = "needs-review/"
LONGEST = timedelta(days=1)
"""What is kept is no event, so nobody rings for it: every wait looks at least once a day."""

EVERY = 60.0
"""Seconds between two looks at which waits are wanted."""

ALL_EVERY = 3600.0
"""Seconds after which all of them are started again, should Temporal have lost one. Starting twice is harmless."""


class StandingWaits:
    """What the waits of the installation see and do."""

    def __init__(self, waymark: Waymark, letters: NeedsLetters | None = None) -> None:
        self._waymark = waymark
        self._letters = letters or NeedsLetters(waymark, carrier_of(waymark))

    def open(self) -> frozenset[str]:
        """Every wait that should be running now."""
        people = {f"{NEEDS}{person}" for person in self._letters.people()}
        return frozenset(people | {f"{RETENTION}{each}" for each in CLASSES})

    def look(self, about: str) -> Look:
        """Look at one of them. One that is not wanted any more is over."""
        now = self._waymark.clock()
        seen = self.ring
        if about.startswith(NEEDS):
            due = self._letters.due(_person(about))
            if due is None:
                return Look(seen=seen, step="over")
            at = self._letters.by_day(max(due, now))
        elif about.removeprefix(RETENTION) in CLASSES:
            found = next_due(self._waymark, about.removeprefix(RETENTION))
            # Not at the very moment: what ends then may still be there.
            at = due = min(found + timedelta(seconds=1) if found else now + LONGEST, now + LONGEST)
        else:
            return Look(seen=seen, step="over")
        if at <= now:
            return Look(seen=seen, step="record", command_id=f"{about}/{due.date()}", why=about.partition("/")[0])
        return Look(seen=seen, step="wait", seconds=(min(at, now + LONGEST) - now).total_seconds(), why="the next look")

    def record(self, about: str) -> bool:
        """Do what is due. False when there was nothing to do, or it could not be done yet."""
        if about.startswith(NEEDS):
            return self._letters.send(_person(about))
        return retain_class(self._waymark, about.removeprefix(RETENTION)) > 0

    @property
    def ring(self) -> Ring:
        """How new a look or a ring is: nothing here has a version, so that its moment stands for it."""
        return Ring(programme=int(self._waymark.clock().timestamp()))


@dataclass(slots=True)
class Keeper:
    """Sees to it that each wanted wait runs, and that one nobody needs any more looks once more and ends."""

    waits: StandingWaits
    bells: Bells
    running: set[str] = field(default_factory=set)
    _all_at: float = 0.0

    async def once(self) -> int:
        """Start what is wanted and not known to run. Raises Unavailable. Returns how many were rung."""
        if monotonic() >= self._all_at:
            self.running, self._all_at = set(), monotonic() + ALL_EVERY
        wanted = await asyncio.to_thread(self.waits.open)
        ring = self.waits.ring
        calls = [Call(SERVICE, about, ring, open=True) for about in sorted(wanted - self.running)]
        calls += [Call(SERVICE, about, ring, open=False) for about in sorted(self.running - wanted)]
        await self.bells.ring(calls)
        self.running = set(wanted)
        return len(calls)


async def keep_on(keeper: Keeper, stop: asyncio.Event, every: float = EVERY) -> None:
    """Keep them until `stop`. What cannot be reached now is tried the next time."""
    while not stop.is_set():
        try:
            await keeper.once()
        except (Unavailable, psycopg.OperationalError, psycopg.InterfaceError) as away:
            structlog.get_logger().warning("the standing waits were not looked at", fault=type(away).__name__)
        try:
            await asyncio.wait_for(stop.wait(), every)
        except TimeoutError:
            continue


def _person(about: str) -> PersonRef:
    return f"person:{about.removeprefix(NEEDS)}"
