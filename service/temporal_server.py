"""The Temporal dev server that Waymark brings along, with its database file in the home."""

import os
import subprocess
import sysconfig
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from service.home import Home
from service.machine_faults import CannotStart
from service.port import LOOPBACK, answers
from service.process import ManagedProcess, Program

PATIENCE = 60.0


class TemporalServer:
    """One dev server. `search_attributes` maps a name to its Temporal type, such as `{"Programme": "Keyword"}`."""

    name = "temporal"

    def __init__(
        self, home_folder: Path, *, port: int, ui_port: int, search_attributes: Mapping[str, str] | None = None
    ) -> None:
        self._home = Home(home_folder)
        self.address = f"{LOOPBACK}:{port}"
        self._port = port
        attributes = [
            part
            for name, kind in (search_attributes or {}).items()
            for part in ("--search-attribute", f"{name}={kind}")
        ]
        program = Program(
            name=self.name,
            command=(
                *(_program(), "server", "start-dev", "--ip", LOOPBACK, "--port", str(port), "--ui-port", str(ui_port)),
                *("--db-filename", str(self._home.temporal / "temporal.db")),
                # 2.5 times faster; the last commits may be lost with the machine's power, and can be rebuilt.
                *("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=1"),
                *("--log-level", "error"),
                *attributes,
            ),
            environment={"NO_COLOR": "1"},
            patience=15.0,
        )
        self._process = ManagedProcess(program, self._home)

    def start(self) -> None:
        """Start it and wait until it answers. Raises CannotStart with the end of its log."""
        self._home.open()
        self.sweep()
        self.launch()
        until = time.monotonic() + PATIENCE
        while not self.ready():
            if not self.alive() or time.monotonic() > until:
                self.stop()
                raise CannotStart(f"Temporal did not start. The end of its log:\n{self.last_words()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it."""
        self._process.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """The number of its process."""
        return self._process.pid

    def launch(self) -> None:
        """Start the process; does not wait."""
        self._process.launch()

    def ready(self) -> bool:
        """Whether its namespace can be used."""
        if not answers(self._port):
            return False
        asked = subprocess.run(  # noqa: S603 - our own program and address
            [_program(), "operator", "namespace", "describe", "-n", "default", "--address", self.address],
            capture_output=True,
            env={**os.environ, "NO_COLOR": "1"},
            check=False,
        )
        return asked.returncode == 0

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.alive()

    def exit_code(self) -> int | None:
        """How it ended."""
        return self._process.exit_code()

    def kill(self) -> None:
        """End it without asking."""
        self._process.kill()

    def last_words(self) -> str:
        """The end of its log."""
        return self._process.last_words()

    def turn_log(self) -> None:
        """Begin a new log."""
        self._process.turn_log()

    def sweep(self) -> bool:
        """Stop a server that an earlier Waymark left running on this home."""
        return self._process.sweep()


def _program() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "temporal")
