"""Commands through HTTP: accept a milestone, from the request's first byte to the answer's last."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random

import psutil

from domain.milestone_commands import Accept
from ops.bench.baselines import bare_saves, make_database, raw_inserts
from ops.bench.clients import Client, Shared, Timed, at_once, get, post
from ops.bench.installation import Installation, installed
from ops.bench.programmes import FOUNDER, Prepared, fill, history
from ops.bench.table import Figure, Result, share, times
from service.api_addresses import address
from service.assembly import Waymark, build

NOTE = "We agreed at the meeting that this is done."
SHARE, LONGER, SIZE = 0.35, 3.0, 1.5
HOW = (
    "Each measured command is a real `accept` of a submitted milestone, sent by a thread with a connection of its own "
    "to `waymark web` in its own process; {programmes} programmes of {events} events, PostgreSQL with fsync on, "
    "nothing else of Waymark running. In turns with it, at the same number of clients: (a) one INSERT of an event of "
    "the same size and its commit by psycopg, and (b) one event saved by eventsourcing's own PostgreSQL recorder, each "
    "from threads of one process. Ratios are against (b)."
)


@dataclass
class Level:
    """What was measured with so many clients. `busy` is processor seconds by part, over all of our commands."""

    clients: int
    ours: Timed = field(default_factory=Timed)
    raw: Timed = field(default_factory=Timed)
    bare: Timed = field(default_factory=Timed)
    busy: dict[str, float] = field(default_factory=dict)


def commands(*, quick: bool) -> Result:
    """Throughput and answer times with 1, 8 and 32 clients, and of long programmes against short ones."""
    copies, events, rounds, seconds = (24, 500, 2, 1.0) if quick else (200, 500, 3, 3.0)
    with installed("web") as installation, build(installation.settings) as waymark:
        make_database(installation.postgres)
        prepared = fill(waymark.store, history(events, 59), copies)
        state = _state(waymark)
        requests = accepts(installation, prepared)
        cold = _one_by_one(installation, [next(requests) for _ in prepared])
        levels = [_level(installation, state, requests, clients, rounds, seconds) for clients in (1, 8, 32)]
        nothing = _nothing(installation, seconds)
        short, long = _sizes(installation, waymark, 4 if quick else 12)
    figures = [figure for level in levels for figure in _figures(level)]
    figures += [
        Figure("the same server answering a request that does nothing, 1 client: p50", f"{nothing.p50:.1f} ms"),
        Figure("the first command of a process on a programme (it reads all its events): p50", f"{cold.p50:.1f} ms"),
        _size("programmes of 5,000 events, p50", long[1:], short[1:], "the same, of 50 events"),
        _size("the first command on one of 5,000 events, p50", long[:1], short[:1], "the same, of 50 events"),
    ]
    return Result(
        "commands through HTTP",
        HOW.format(programmes=copies, events=events),
        figures,
        [_limits(level) for level in levels],
    )


def accepts(installation: Installation, prepared: Sequence[Prepared]) -> Iterator[bytes]:
    """Every accept that these programmes wait for: all programmes in turn, in a shuffled order."""
    order = list(prepared)
    for number in range(len(prepared[0].submitted)):
        Random(number).shuffle(order)  # noqa: S311 - nobody is to be kept from guessing it
        for programme in order:
            yield accept(installation, programme.id, programme.submitted[number])


def accept(installation: Installation, programme: str, milestone: str) -> bytes:
    """One accept, as it goes over the wire."""
    path = f"{address(programme)}/acceptances"
    return post(installation.ports.web, path, Accept(milestone=milestone, note=NOTE), installation.token(FOUNDER))


def _level(
    installation: Installation, state: bytes, requests: Iterator[bytes], clients: int, rounds: int, seconds: float
) -> Level:
    level = Level(clients)
    with (
        raw_inserts(installation.postgres, state, clients) as raw,
        bare_saves(installation.postgres, state, clients) as bare,
    ):
        for _ in range(rounds):
            level.raw.add(at_once(raw, seconds))
            level.bare.add(at_once(bare, seconds))
            # Connected for this round only: the web process closes a connection that is idle for five seconds.
            with ExitStack() as ending:
                connections = [ending.enter_context(Client(installation.ports.web)) for _ in range(clients)]
                shared, before = Shared(requests), _busy(installation)
                level.ours.add(at_once([_next(each, iter(shared)) for each in connections], seconds))
            for part, after in _busy(installation).items():
                level.busy[part] = level.busy.get(part, 0.0) + after - before[part]
    return level


def _next(connection: Client, requests: Iterator[bytes]) -> Callable[[], object]:
    return lambda: connection.send(next(requests))


def _one_by_one(installation: Installation, requests: Sequence[bytes]) -> Timed:
    timed = Timed()
    with Client(installation.ports.web) as client:
        for request in requests:
            began = time.perf_counter()
            client.send(request)
            timed.seconds.append(time.perf_counter() - began)
    timed.lasted = sum(timed.seconds)
    return timed


def _nothing(installation: Installation, seconds: float) -> Timed:
    request = get(installation.ports.web, "/api/problems")
    with Client(installation.ports.web) as client:
        return at_once([lambda: client.send(request)], seconds)


def _sizes(installation: Installation, waymark: Waymark, copies: int) -> tuple[list[Timed], list[Timed]]:
    """The first command on each short and each long programme, and then the later ones, in turns."""
    short = fill(waymark.store, history(50, 14), copies)
    long = fill(waymark.store, history(5_000, 14), copies)
    measured: tuple[list[Timed], list[Timed]] = ([], [])
    for number in range(len(short[0].submitted)):
        for kept, programmes in zip(measured, (short, long), strict=True):
            asked = [accept(installation, each.id, each.submitted[number]) for each in programmes]
            kept.append(_one_by_one(installation, asked))
    return measured


def _busy(installation: Installation) -> dict[str, float]:
    own = psutil.Process().cpu_times()
    parts = {part: installation.cpu_seconds(part) for part in ("web", "postgres")}
    return {**parts, "clients": own.user + own.system}


def _state(waymark: Waymark) -> bytes:
    """An event as large as the ones we record."""
    return next(raw.state for raw in waymark.store.read_raw(0, 1_000) if raw.topic.endswith("submitted.v1"))


def _figures(level: Level) -> list[Figure]:
    ours, bare, raw = level.ours, level.bare, level.raw
    who = _who(level)
    return [
        Figure(
            f"{who}: commands/s",
            f"{ours.rate:,.0f}",
            f"(a) {raw.rate:,.0f}, (b) {bare.rate:,.0f}",
            share(ours.rate, bare.rate),
            f"≥ {SHARE:.0%} of (b)".replace("%", " %"),
            ours.rate >= SHARE * bare.rate,
        ),
        Figure(
            f"{who}: p50",
            f"{ours.p50:.1f} ms",
            f"(a) {raw.p50:.1f} ms, (b) {bare.p50:.1f} ms",
            times(ours.p50, bare.p50),
            f"≤ {LONGER:.0f} × (b)",
            ours.p50 <= LONGER * bare.p50,
        ),
        Figure(
            f"{who}: p99",
            f"{ours.p99:.1f} ms",
            f"(a) {raw.p99:.1f} ms, (b) {bare.p99:.1f} ms",
            times(ours.p99, bare.p99),
        ),
    ]


def _size(what: str, long: Sequence[Timed], short: Sequence[Timed], baseline: str) -> Figure:
    ours = Timed([each for timed in long for each in timed.seconds]).p50
    theirs = Timed([each for timed in short for each in timed.seconds]).p50
    return Figure(
        what,
        f"{ours:.1f} ms",
        f"{baseline}: {theirs:.1f} ms",
        times(ours, theirs),
        f"≤ {SIZE} ×",
        ours <= SIZE * theirs,
    )


def _limits(level: Level) -> str:
    done = len(level.ours.seconds) or 1
    parts = ", ".join(f"{part} {1000 * seconds / done:.2f} ms" for part, seconds in level.busy.items())
    whole = sum(level.busy.values()) / (level.ours.lasted * (psutil.cpu_count() or 1))
    return f"{_who(level)}: a processor was busy for a command with {parts}; {whole:.0%} of the machine."


def _who(level: Level) -> str:
    return "1 client" if level.clients == 1 else f"{level.clients} clients"
