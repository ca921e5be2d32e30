"""Many live programmes on one machine: memory, time to start, time until all wait, and a command among them."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from domain.milestone_commands import AddEvidence, Submit
from domain.programme import Programme
from domain.waits import open_waits
from ops.bench.baselines import bare_saves, make_database
from ops.bench.clients import Client, Shared, Timed, post
from ops.bench.commands import LONGER, accept
from ops.bench.installation import WATCHED_WORKER, Installation, installed, looks
from ops.bench.programmes import MENTOR, WORKER, opening
from ops.bench.table import Figure, Result, times
from service.api_addresses import PROGRAMMES, address
from service.assembly import build

PARTS = ("postgres", "temporal", "worker", "relay", "projector", "web")
SENDERS = 8
FIRST = "ENG-01"
STATE = b"x" * 700
"""As large as an acceptance in the log."""
KILOBYTE, MEGABYTE = 1024, 1024 * 1024
LONGEST = 1_800.0
PAUSE = 0.1
SETTLED = 10.0
HOW = (
    "Programmes of 59 milestones, started through HTTP by {senders} clients on an installation with every process "
    "running as under `waymark up`, Temporal on its database file. Memory is what the processes of a part use, shared "
    "pages counted once: when all wait, against before the first start. The command is an `accept` by one client on "
    "programmes of these, ten a second; its baseline (b), in turns with it, is eventsourcing's own recorder."
)


@dataclass(frozen=True, slots=True)
class Grown:
    """How a number of programmes came to live. Times in seconds, memory in bytes by part."""

    programmes: Sequence[str]
    waits: int
    starting: float
    waiting: float
    before: dict[str, int]
    after: dict[str, int]

    def each(self, part: str) -> float:
        """Bytes of a part for one programme."""
        return (self.after[part] - self.before[part]) / len(self.programmes)


def live(*, quick: bool) -> Result:
    """Two thousand of them."""
    many, tried = (40, 20) if quick else (2_000, 200)
    parts = ("temporal", WATCHED_WORKER, "relay", "projector", "web")
    with installed(*parts) as installation, build(installation.settings) as waymark:
        make_database(installation.postgres)
        installation.pids["worker"] = installation.pids.pop(WATCHED_WORKER)
        grown = _grow(installation, many, waymark.front_door.programme)
        kept = sum(file.stat().st_size for file in installation.settings.folders.temporal.iterdir()) / many
        ours, bare = _commands(installation, grown.programmes[:tried])
    return Result("live programmes", HOW.format(senders=SENDERS), _figures(grown, kept, ours, bare))


def _grow(installation: Installation, many: int, state_of: Callable[[str], Programme]) -> Grown:
    before = {part: installation.memory(part) for part in PARTS}
    began = time.monotonic()
    programmes = _start(installation, many)
    started = time.monotonic()
    wanted = {(programme, about) for programme in programmes for about in open_waits(state_of(programme))}
    waiting = _until_all_wait(installation, wanted)
    after = {part: installation.memory(part) for part in PARTS}
    return Grown(programmes, len(wanted), started - began, waiting - began, before, after)


def _start(installation: Installation, many: int) -> list[str]:
    """Start them all, and give their ids."""
    shared, web, token = Shared(range(many)), installation.ports.web, installation.token(MENTOR)

    def sender(_: int) -> list[str]:
        with Client(web) as client:
            return [client.command(post(web, PROGRAMMES, opening(), token))[0] for _ in shared]

    with ThreadPoolExecutor(SENDERS) as senders:
        return [each for started in senders.map(sender, range(SENDERS)) for each in started]


def _until_all_wait(installation: Installation, wanted: set[tuple[str, str]]) -> float:
    """The moment at which the last of the wanted waits began to wait. Raises TimeoutError."""
    until = time.monotonic() + LONGEST
    first: dict[tuple[str, str], float] = {}
    while time.monotonic() < until:
        first.clear()
        for look in looks(installation.settings):
            if look.step == "wait":
                first.setdefault((look.programme, look.about), look.at)
        if wanted <= first.keys():
            return max(first[each] for each in wanted)
        time.sleep(1.0)
    msg = f"{len(wanted - first.keys())} waits did not begin in {LONGEST:.0f} seconds"
    raise TimeoutError(msg)


def _commands(installation: Installation, programmes: Sequence[str]) -> tuple[Timed, Timed]:
    """Accept the first milestone of some of them, in turns with the library's own saves."""
    web, ours, bare = installation.ports.web, Timed(), Timed()
    note = AddEvidence(milestone=FIRST, note="The signed minutes are in the red folder.")
    token = installation.token(WORKER)
    with Client(web) as client:
        for programme in programmes:
            client.send(post(web, f"{address(programme)}/evidence", note, token))
            client.send(post(web, f"{address(programme)}/submissions", Submit(milestone=FIRST), token))
    time.sleep(SETTLED)
    with Client(web) as client, bare_saves(installation.postgres, STATE, 1) as (save,):
        for programme in programmes:
            request = accept(installation, programme, FIRST)
            began = time.perf_counter()
            save()
            saved = time.perf_counter()
            client.send(request)
            ours.seconds.append(time.perf_counter() - saved)
            bare.seconds.append(saved - began)
            time.sleep(PAUSE)
    return ours, bare


def _figures(grown: Grown, kept: float, ours: Timed, bare: Timed) -> list[Figure]:
    many = len(grown.programmes)
    return [
        Figure(
            f"{many:,} programmes with {grown.waits:,} waits: time to start them",
            f"{grown.starting:.0f} s",
            ratio=f"{many / grown.starting:.0f} a second",
        ),
        Figure(
            "until all are waiting, from the first start",
            f"{grown.waiting:.0f} s",
            ratio=f"{grown.waits / grown.waiting:.0f} waits a second",
        ),
        Figure("memory for each programme, all parts", f"{sum(map(grown.each, PARTS)) / KILOBYTE:.0f} KB"),
        *(
            Figure(
                f"memory of {part}",
                f"{grown.after[part] / MEGABYTE:.0f} MB",
                f"before the first: {grown.before[part] / MEGABYTE:.0f} MB",
                f"{grown.each(part) / KILOBYTE:.0f} KB each",
            )
            for part in PARTS
        ),
        Figure("Temporal's database, for each programme", f"{kept / KILOBYTE:.0f} KB"),
        Figure(
            "a command among them: p50",
            f"{ours.p50:.1f} ms",
            f"(b) {bare.p50:.1f} ms",
            times(ours.p50, bare.p50),
            f"≤ {LONGER:.0f} × (b)",
            ours.p50 <= LONGER * bare.p50,
        ),
        Figure("a command among them: p99", f"{ours.p99:.1f} ms", f"(b) {bare.p99:.1f} ms", times(ours.p99, bare.p99)),
    ]
