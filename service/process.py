"""One program of ours as a process: started with its log, watched, and ended politely before it is ended."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from service.account import Account
from service.home import Home
from service.pid_file import PidFile

KEPT_LOGS = 5
LAST_LINES = 12


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. `patience` is in seconds, from the stop signal until it is killed."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    account: Account | None = None
    descriptors: tuple[int, ...] = ()
    talks: bool = False
    """True if what it says belongs on the console, not in a log."""


class ManagedProcess:
    """A program in a session of its own, so that Ctrl-C in the terminal reaches only the one that asks it to stop."""

    def __init__(self, program: Program, home: Home) -> None:
        self.program = program
        self.log = home.logs / f"{program.name}.log"
        self._pid_file = PidFile(home.run / f"{program.name}.json")
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process, if it was started."""
        return self._child.pid if self._child else None

    def launch(self) -> None:
        """Start it. Its output is added to its log."""
        account = self.program.account
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(  # noqa: S603 - the command is ours
                self.program.command,
                stdin=subprocess.DEVNULL,
                stdout=None if self.program.talks else log,
                stderr=None if self.program.talks else subprocess.STDOUT,
                env={**os.environ, **self.program.environment},
                cwd="/",
                start_new_session=True,
                pass_fds=self.program.descriptors,
                user=account.user if account else None,
                group=account.group if account else None,
                extra_groups=() if account else None,
            )
        # A process that has already ended leaves nothing to remember.
        with suppress(psutil.NoSuchProcess):
            self._pid_file.write(self._child.pid)

    def exit_code(self) -> int | None:
        """How it ended: a code, minus a signal, or None while it runs."""
        return self._child.poll() if self._child else None

    def alive(self) -> bool:
        """Whether it was started and has not ended."""
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """Ask it to stop, wait, and kill it if it does not."""
        if self._child is None:
            return
        if self._child.poll() is None:
            self._child.send_signal(self.program.stop_signal)
            try:
                self._child.wait(self.program.patience)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        self._pid_file.forget()

    def kill(self) -> None:
        """End it without asking."""
        if self.alive() and self._child is not None:
            self._child.kill()

    def sweep(self) -> bool:
        """End what an earlier Waymark left running under this name. Says whether there was anything."""
        left = self._pid_file.process()
        if left is not None:
            end(left, self.program.stop_signal, self.program.patience)
        if self._child is not None:
            self._child.poll()
        self._pid_file.forget()
        return left is not None

    def turn_log(self) -> None:
        """Begin a new log and keep the last few."""
        names = [self.log, *(self.log.with_name(f"{self.log.name}.{n}") for n in range(1, KEPT_LOGS + 1))]
        for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)

    def last_words(self) -> str:
        """The end of its log, for a person who must find out why it ended."""
        return tail(self.log)


def end(process: psutil.Process, stop_signal: signal.Signals, patience: float) -> None:
    """End a process that is not our child: ask, wait `patience` seconds, kill."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(stop_signal)
        if not _ended(process, patience):
            process.kill()
            _ended(process, patience)


def _ended(process: psutil.Process, patience: float) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def tail(log: Path) -> str:
    """The last lines of a log file; empty when there is none."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return ""
    return "\n".join(lines[-LAST_LINES:])
