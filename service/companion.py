"""A process of Waymark itself, such as the worker or the web, as the supervisor sees it."""

import http.client
import sys
from collections.abc import Callable
from pathlib import Path

from service.home import Home
from service.port import LOOPBACK
from service.process import ManagedProcess, Program


class Companion:
    """One program of ours. `is_ready` is asked until it says yes; without it, running is enough."""

    def __init__(self, program: Program, home: Home, is_ready: Callable[[], bool] | None = None) -> None:
        self.name = program.name
        self._process = ManagedProcess(program, home)
        self._is_ready = is_ready

    @property
    def pid(self) -> int | None:
        """The number of its process."""
        return self._process.pid

    def launch(self) -> None:
        """Start the process; does not wait."""
        self._process.launch()

    def ready(self) -> bool:
        """Whether it does its work."""
        return self.alive() and (self._is_ready is None or self._is_ready())

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.alive()

    def exit_code(self) -> int | None:
        """How it ended."""
        return self._process.exit_code()

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self._process.stop()

    def kill(self) -> None:
        """End it without asking."""
        self._process.kill()

    def sweep(self) -> bool:
        """End one that an earlier Waymark left running on this home."""
        return self._process.sweep()

    def turn_log(self) -> None:
        """Begin a new log."""
        self._process.turn_log()

    def last_words(self) -> str:
        """The end of its log."""
        return self._process.last_words()


def waymark_command(command: str, home_folder: Path) -> tuple[str, ...]:
    """How one of our own commands is started, whatever folder we are in."""
    return (sys.executable, "-P", "-m", "service.cli", command, "--home", str(home_folder))


def web_answers(port: int) -> Callable[[], bool]:
    """A question for `Companion`: does the first page answer?"""

    def asks() -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return asks
