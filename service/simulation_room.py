"""The engine room of a story: the same as everybody's, except that what is due at one moment is recorded in one order.

Without that, two timers of one moment would be recorded in the order of a race, and no story could be told twice.
"""

import asyncio
from collections.abc import Iterable
from threading import Condition

from service.assembly import Waymark
from service.clock import Clock
from service.engine_room import EngineRoom
from service.legacy_pack.shelf import PackShelf
from service.machine_faults import MachineFault
from workflows.look import Look, Wait
from workflows.ring import Ring

Key = tuple[str, str]
"""A wait: its programme and what it is about."""

PATIENCE = 120.0


class StoryStuck(MachineFault):
    """The engine did not do what the rules say it should: a fault of Waymark, not of the story."""


class StoryRoom(EngineRoom):
    """Waits until all who are due have come, and lets them record one after another. Keeps what each wait saw last."""

    def __init__(self, waymark: Waymark, clock: Clock) -> None:
        super().__init__(waymark.front_door, clock, PackShelf(waymark))
        self.looks = 0
        self.records = 0
        self._turn = Condition()
        self._due: list[Key] = []
        self._here: set[Key] = set()
        self._to_look: dict[Key, Ring] = {}
        self._seen: dict[Key, Look] = {}
        self._quiet = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._closed = False

    def look(self, wait: Wait) -> Look:
        """Look at a wait, and keep what was seen."""
        seen = super().look(wait)
        key = wait.programme, wait.about
        with self._turn:
            self.looks += 1
            self._seen[key] = seen
            if _begins_anew(wait, seen):
                # The story may not go on before the new run has looked: its timer would count from the past.
                self._to_look.setdefault(key, Ring())
            elif (asked := self._to_look.get(key)) is not None and _covers(seen.seen, asked):
                del self._to_look[key]
            self._tell()
        return seen

    def record(self, wait: Wait, command_id: str) -> bool:
        """Record what is due, when it is this wait's turn."""
        key = wait.programme, wait.about
        with self._turn:
            self._here.add(key)
            self._turn.notify_all()
            self._turn.wait_for(lambda: self._closed or (self._due[:1] == [key] and self._here >= set(self._due)))
        done = super().record(wait, command_id)
        with self._turn:
            self.records += 1
            self._here.discard(key)
            if key in self._due:
                self._due.remove(key)
            # It looks again at once, so nobody need ring it for what it has just recorded.
            self._to_look[key] = Ring()
            self._turn.notify_all()
            self._tell()
        return done

    def expect(self, due: Iterable[Key]) -> None:
        """These are due now, in this order."""
        with self._turn:
            self._due = [*self._due, *(key for key in due if key not in self._due)]
            self._turn.notify_all()

    def rung(self, key: Key, ring: Ring, *, is_open: bool) -> bool:
        """Whether a ring has to be sent: not for what a wait has seen already, or when there is nobody to hear it."""
        with self._turn:
            last = self._seen.get(key)
            running = last is not None and last.step != "over"
            if (running and last is not None and _covers(last.seen, ring)) or not (running or is_open):
                return False
            self._to_look[key] = ring
            return True

    def known(self) -> list[Key]:
        """Every wait that ever looked."""
        with self._turn:
            return sorted(self._seen)

    async def quiet(self) -> None:
        """Wait until everything that was due is recorded, and everybody who was rung has looked. Raises StoryStuck."""
        while True:
            with self._turn:
                if not self._due and not self._to_look:
                    return
                self._quiet.clear()
            try:
                await asyncio.wait_for(self._quiet.wait(), PATIENCE)
            except TimeoutError:
                raise StoryStuck(self._missing()) from None

    def close(self) -> None:
        """Let everybody go who still waits for a turn."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()

    def _missing(self) -> str:
        with self._turn:
            missing = [f"{about or 'programme'} of {programme}" for programme, about in (*self._due, *self._to_look)]
        return f"These waits did not answer in {PATIENCE:.0f} seconds: {', '.join(missing)}."

    def _tell(self) -> None:
        """Wake whoever waits for quiet, in the thread of the loop. The lock is held."""
        if not self._due and not self._to_look:
            self._loop.call_soon_threadsafe(self._quiet.set)


def _begins_anew(wait: Wait, seen: Look) -> bool:
    """Whether the run that saw this ends now, and one with a new history looks in its place."""
    return seen.step == "wait" and seen.reviews > wait.reviews


def _covers(seen: Ring, ring: Ring) -> bool:
    return not ring.is_newer_than(seen)
