"""The real thing: `waymark up` in a session of its own, whose processes can be killed one by one."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Lock

import psutil
import pytest

from service.assembly import build
from service.home import Home
from service.pid_file import PidFile
from service.port import LOOPBACK, free_ports
from service.settings import Settings, read_settings
from service.sign_in.desk import desk_of
from tests.faults.people import FOUNDER, MENTOR, WORKER

SERVERS = ("postgres", "temporal")
PROCESSES = (*SERVERS, "worker", "relay", "projector", "signer", "web")
TO_START = 90.0
TO_STOP = 60.0


class Tree:
    """One installation, in a folder and on ports of its own. Whatever it started is ended in the end, by number."""

    def __init__(self) -> None:
        # Not under pytest's own folder: that of root is closed, and the server of the database runs as another user.
        self.folder = Path(tempfile.mkdtemp(prefix="waymark-faults-"))
        self.home = Home(self.folder / "home")
        self.web, self.temporal, self.temporal_ui = free_ports(3)
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._said = self.folder / "said"
        self._tokens: dict[str, str] = {}
        self._making = Lock()

    @property
    def settings(self) -> Settings:
        """The installation's settings, as its own processes read them."""
        return read_settings(self.home.folder)

    @property
    def said(self) -> str:
        """What the supervisor said since it began."""
        return self._said.read_text()

    def up(self) -> None:
        """Start everything, and wait until it is there."""
        ports = ("--port", self.web, "--temporal-port", self.temporal, "--temporal-ui-port", self.temporal_ui)
        command = (*waymark("up", self.home.folder), *map(str, ports))
        with self._said.open("wb") as said:
            self._supervisor = subprocess.Popen(
                command, stdout=said, stderr=subprocess.STDOUT, env=environment(), start_new_session=True
            )
        supervisor = self._supervisor
        until(lambda: "Waymark is here" in self.said or supervisor.poll() is not None, TO_START, "waymark up")
        assert supervisor.poll() is None, self.said
        for person in (MENTOR, WORKER, FOUNDER):
            self._acts(person)

    def down(self) -> None:
        """Ctrl-C, and wait until everything has stopped."""
        assert self._supervisor is not None
        self._supervisor.send_signal(signal.SIGINT)
        assert self._supervisor.wait(TO_STOP) == 0, self.said

    def run(self, *arguments: str) -> str:
        """Run a command of Waymark's on this home."""
        command = waymark(arguments[0], self.home.folder, *arguments[1:])
        return subprocess.run(command, env=environment(), check=True, capture_output=True, text=True).stdout

    def process(self, name: str) -> psutil.Process | None:
        """A process of the tree as it runs now."""
        if name == "supervisor":
            return (
                psutil.Process(self._supervisor.pid) if self._supervisor and self._supervisor.poll() is None else None
            )
        return PidFile(self.home.run / f"{name}.json").process()

    def kill(self, name: str) -> int:
        """SIGKILL. Returns its number."""
        process = self.process(name)
        assert process is not None, f"{name} does not run.\n{self.said}"
        process.kill()
        if name == "supervisor" and self._supervisor is not None:
            self._supervisor.wait()
        return process.pid

    def comes_back(self, name: str, killed: int) -> None:
        """Wait until a process runs again, by itself."""

        def back() -> bool:
            process = self.process(name)
            return process is not None and process.pid != killed

        until(back, TO_START, f"the return of {name}")

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """A process that stands still meanwhile: it is there, and does not answer."""
        process = self.process(name)
        assert process is not None
        process.suspend()
        try:
            yield
        finally:
            process.resume()

    def post(self, path: str, actor: str, key: str, body: object) -> tuple[int, dict[str, object]]:
        """Send a command over HTTP. Returns the status and the answer. Raises OSError when nobody answers."""
        connection = http.client.HTTPConnection(LOOPBACK, self.web, timeout=40)
        headers = {"Content-Type": "application/json", "Authorization": self._acts(actor), "Idempotency-Key": key}
        try:
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (http.client.HTTPException, ValueError) as fault:
            raise ConnectionError from fault
        finally:
            connection.close()

    def _acts(self, person: str) -> str:
        """What a program sends that acts for a person: a token of theirs."""
        with self._making:
            if person not in self._tokens:
                with build(self.settings) as waymark:
                    desk = desk_of(waymark)
                    desk.accounts.add(person)
                    ends_at = waymark.clock() + timedelta(days=1)
                    self._tokens[person] = "Bearer " + desk.tokens.keep(
                        person, 1, "faults", ("read", "write"), None, ends_at, second_factor=True
                    )
            return self._tokens[person]

    def end(self) -> None:
        """End everything this tree started, whatever state it is in."""
        with suppress(AssertionError, subprocess.TimeoutExpired):
            if self.process("supervisor") is not None:
                self.down()
        left = [self.process("supervisor"), *(self.process(name) for name in PROCESSES)]
        # The supervisor first, or it would start again what is killed after it.
        for process in left:
            if process is not None:
                with suppress(psutil.NoSuchProcess):
                    children = process.children(recursive=True)
                    process.kill()
                    for child in children:
                        with suppress(psutil.NoSuchProcess):
                            child.kill()
        if self._supervisor is not None:
            self._supervisor.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def waymark(command: str, home: Path, *rest: str) -> tuple[str, ...]:
    return (sys.executable, "-P", "-m", "service.cli", command, "--home", str(home), *rest)


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")}


def until(happens: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something, and fail when the deadline passes."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            pytest.fail(f"{seconds:.0f} seconds were not enough for {what}.")
        time.sleep(0.05)
