"""Keeps a handful of processes running as one: started in order, begun again when one falls, stopped in reverse."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from service.machine_faults import CannotStart
from service.stop_request import StopRequest


class Supervised(Protocol):
    """Something that runs."""

    name: str

    def launch(self) -> None:
        """Start it; do not wait."""
        ...

    def ready(self) -> bool:
        """Whether it can be used."""
        ...

    def alive(self) -> bool:
        """Whether it runs."""
        ...

    def exit_code(self) -> int | None:
        """How it ended: a code, or minus a signal."""
        ...

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        ...

    def kill(self) -> None:
        """End it without asking."""
        ...

    def sweep(self) -> bool:
        """End what an earlier run left behind; say whether there was anything."""
        ...

    def turn_log(self) -> None:
        """Begin a new log."""
        ...

    def last_words(self) -> str:
        """The end of its log."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds."""

    to_be_ready: float = 60.0
    first_pause: float = 0.5
    longest_pause: float = 30.0
    well_after: float = 60.0
    """A process that ran this long had not failed at once: its pauses begin anew."""
    glance: float = 0.1
    first_glance: float = 0.03
    falls_at_start: int = 3
    """How often a process may fall before it was ever ready."""


@dataclass(slots=True)
class _Watch:
    """What the supervisor remembers of one process."""

    member: Supervised
    began: float = 0.0
    falls: int = 0
    again_at: float | None = None


class Supervisor:
    """Runs its members until asked to stop. `say` gets one plain sentence at a time.

    `afterwards` is launched when all are ready and not begun again when it ends. A second request to stop ends the
    waiting: what has not stopped is killed.
    """

    def __init__(
        self,
        members: Sequence[Supervised],
        say: Callable[[str], None],
        stopping: StopRequest,
        afterwards: Supervised | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._watches = [_Watch(member) for member in members]
        self._say = say
        self._stopping = stopping
        self._afterwards = afterwards
        self._patience = patience or Patience()

    def sweep(self) -> None:
        """End what an earlier run left behind, last started first."""
        for member in self._in_reverse():
            if member.sweep():
                self._say(f"Ended {member.name}, which an earlier Waymark had left running.")

    def start(self) -> bool:
        """Start all, each when the one before is ready; False if asked to stop meanwhile.

        Raises CannotStart. Either way the caller calls `stop` in the end.
        """
        for watch in self._watches:
            if not self._bring_up(watch):
                return False
        if self._afterwards:
            self._afterwards.turn_log()
            self._afterwards.launch()
        return True

    def watch(self) -> None:
        """Begin again whatever falls, until asked to stop."""
        to_come = self._afterwards
        while not self._stopping.wait(self._patience.glance):
            self._look_after()
            if to_come and not to_come.alive():
                if to_come.exit_code() != 0:
                    self._say(f"{to_come.name} ended {_how(to_come)}. Everything else goes on.")
                to_come = None

    def stop(self) -> None:
        """Stop all, last started first."""
        for member in self._in_reverse():
            stopper = threading.Thread(target=member.stop)
            stopper.start()
            while stopper.is_alive():
                stopper.join(0.05)
                if self._stopping.times > 1:
                    member.kill()

    def _in_reverse(self) -> list[Supervised]:
        members = [watch.member for watch in reversed(self._watches)]
        return [self._afterwards, *members] if self._afterwards else members

    def _bring_up(self, watch: _Watch) -> bool:
        began = time.monotonic()
        watch.member.turn_log()
        self._launch(watch)
        while not watch.member.ready():
            if self._stopping.wait(self._patience.first_glance):
                return False
            self._look_after()
            for fallen in self._watches:
                if fallen.falls >= self._patience.falls_at_start:
                    raise CannotStart(
                        f"{fallen.member.name} ended {_how(fallen.member)} as often as it was started.{_log(fallen)}"
                    )
            if time.monotonic() - began > self._patience.to_be_ready:
                raise CannotStart(
                    f"{watch.member.name} was not ready after {self._patience.to_be_ready:.0f} seconds.{_log(watch)}"
                )
        self._say(f"{watch.member.name} started ({time.monotonic() - began:.1f} s).")
        return True

    def _launch(self, watch: _Watch) -> None:
        watch.again_at = None
        watch.began = time.monotonic()
        watch.member.launch()

    def _look_after(self) -> None:
        now = time.monotonic()
        for watch in self._watches:
            if watch.began == 0.0 or watch.member.alive():
                continue
            if watch.again_at is None:
                self._fell(watch, now)
            elif now >= watch.again_at:
                # What cannot start now (a full disk, a memory block still held) may start at the next try.
                with suppress(CannotStart, OSError):
                    self._launch(watch)

    def _fell(self, watch: _Watch, now: float) -> None:
        if now - watch.began > self._patience.well_after:
            watch.falls = 0
        pause = min(self._patience.first_pause * 2**watch.falls, self._patience.longest_pause)
        watch.falls += 1
        watch.again_at = now + pause
        self._say(f"{watch.member.name} ended {_how(watch.member)}; it is started again in {pause:.1f} s.")


def _how(member: Supervised) -> str:
    code = member.exit_code()
    if code is None:
        return "unexpectedly"
    return f"with code {code}" if code >= 0 else f"by signal {-code}"


def _log(watch: _Watch) -> str:
    words = watch.member.last_words()
    return f" The end of its log:\n{words}" if words else ""
