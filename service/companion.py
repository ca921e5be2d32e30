"""A process of Waymark itself, such as the worker or the web, as the supervisor sees it."""

import http.client
import sys
from collections.abc import Callable
from pathlib import Path

from service.home import Home
from service.port import LOOPBACK
from service.process import ManagedProcess, Program


class Companion(ManagedProcess):
    """One program of ours. `is_ready` is asked until it says yes; without it, running is enough."""

    def __init__(self, program: Program, home: Home, is_ready: Callable[[], bool] | None = None) -> None:
        super().__init__(program, home)
        self.name = program.name
        self._is_ready = is_ready

    def ready(self) -> bool:
        """Whether it does its work."""
        return self.alive() and (self._is_ready is None or self._is_ready())


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
