"""A throw-away installation: PostgreSQL with fsync on, and whichever processes a benchmark needs, on free ports."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil

from service.assembly import build
from service.companion import Companion, waymark_command, web_answers
from service.groundwork import prepare
from service.home import Home, write_private
from service.port import free_ports
from service.postgres_server import PostgresServer
from service.process import Program
from service.settings import Settings, read_settings
from service.sign_in.desk import desk_of
from service.temporal_server import TemporalServer
from service.up import Ports

PATIENCE = 60.0
WATCHED_WORKER = "watched-worker"
"""A worker that also writes down when each wait looked (ops/bench/watched_worker.py)."""


@dataclass
class Installation:
    """What runs. `pids` are the first processes of each part."""

    settings: Settings
    postgres: PostgresServer
    ports: Ports
    pids: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, person: str) -> str:
        """An API token of a person, as they would make one. Nobody else waits for it."""
        if person not in self.tokens:
            with build(self.settings) as waymark:
                desk = desk_of(waymark)
                desk.accounts.add(person)
                ends_at = waymark.clock() + timedelta(days=1)
                self.tokens[person] = desk.tokens.keep(
                    person, 1, "benchmark", ("read", "write"), None, ends_at, second_factor=True
                )
        return self.tokens[person]

    def cpu_seconds(self, part: str) -> float:
        """How long a part has kept a processor busy so far."""
        return sum(sum(each.cpu_times()[:2]) for each in family(self.pids[part]))

    def memory(self, part: str) -> int:
        """Bytes that a part uses, shared pages counted once."""
        return sum(memory(each) for each in family(self.pids[part]))


@contextmanager
def installed(*parts: str) -> Iterator[Installation]:
    """An installation with PostgreSQL and these parts: `temporal`, and commands of Waymark such as `web`."""
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="waymark-bench-")))
        home = Home(folder / "home")
        home.open()
        ports = Ports(*free_ports(3))
        write_private(home.folder / "ports.json", asdict(ports))
        postgres = ending.enter_context(PostgresServer(home.folder))
        settings = read_settings(home.folder)
        prepare(settings)
        made = Installation(settings, postgres, ports, {"postgres": _known(postgres.pid)})
        for part in parts:
            if part == "temporal":
                temporal = TemporalServer(home.folder, port=ports.temporal, ui_port=ports.temporal_ui)
                ending.enter_context(temporal)
                made.pids[part] = _known(temporal.pid)
            else:
                companion = Companion(
                    Program(part, _command(part, home.folder)), home, web_answers(ports.web) if part == "web" else None
                )
                companion.launch()
                ending.callback(companion.stop)
                _until_ready(companion)
                made.pids[part] = _known(companion.pid)
        yield made


def family(pid: int) -> Sequence[psutil.Process]:
    """A process and everything it started that still runs."""
    first = psutil.Process(pid)
    return [first, *first.children(recursive=True)]


def memory(process: psutil.Process) -> int:
    """Bytes in use; where the machine can tell, each shared page divided among those who share it."""
    try:
        full = process.memory_full_info()
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return 0
    return int(getattr(full, "pss", full.rss))


def looks_file(home: Path) -> Path:
    """Where the watched worker writes."""
    return home / "looks.jsonl"


@dataclass(frozen=True, slots=True)
class Looked:
    """A wait looked at the store: when (seconds of the machine's own clock), what it saw, what it does next."""

    at: float
    programme: str
    about: str
    version: int
    step: str


def looks(settings: Settings) -> list[Looked]:
    """Everything the watched worker has seen so far."""
    try:
        lines = looks_file(settings.home).read_text().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    return [Looked(**json.loads(line)) for line in lines if line.endswith("\n")]


def _command(part: str, home: Path) -> tuple[str, ...]:
    if part == WATCHED_WORKER:
        return (sys.executable, "-m", "ops.bench.watched_worker", "--home", str(home))
    return waymark_command(part, home)


def _until_ready(companion: Companion) -> None:
    until = time.monotonic() + PATIENCE
    while not companion.ready():
        if not companion.alive() or time.monotonic() > until:
            msg = f"{companion.name} did not start:\n{companion.last_words()}"
            raise RuntimeError(msg)
        time.sleep(0.05)


def _known(pid: int | None) -> int:
    if pid is None:
        msg = "it was not started"
        raise RuntimeError(msg)
    return pid
