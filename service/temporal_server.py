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


class TemporalServer(ManagedProcess):
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
        super().__init__(program, self._home)

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

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

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


def _program() -> str:
    return str(Path(sysconfig.get_path("scripts")) / "temporal")
