"""What it costs to ask who may do it: one command with the question and without, and questions in a second."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from time import perf_counter, process_time
from uuid import uuid4

from domain import access
from domain.access import authorize, grants_of, visible_groups
from domain.asking import Action, Actor, Resource
from domain.calendar import day_in_london
from domain.milestone_commands import Accept
from domain.occasion import BoardReading, Occasion
from domain.presence import SIGNED_IN
from domain.programme import Programme
from domain.programme_commands import Command
from domain.roles import Role
from ops.bench.installation import installed
from ops.bench.programmes import FOUNDER, Prepared, fill, history
from ops.bench.table import Figure, Result, share
from service.assembly import Waymark, build

MORE = 0.15
HOW = (
    "One `accept` at the front door, in this process, with PostgreSQL and fsync: in turns with the question who may do "
    "it, and with that question taken out. Each question is asked of the newest state of a programme of {events} "
    "events, on one core: what its actor was given is gathered anew each time, as a request does."
)


def access_costs(*, quick: bool) -> Result:
    """How much longer a command takes because it is authorised, and how many decisions fit into a second."""
    copies, events, turns = (8, 500, 60) if quick else (40, 500, 300)
    with installed() as installation, build(installation.settings) as waymark:
        prepared = fill(waymark.store, history(events, 59), copies)
        asked = _accepts(prepared)
        for _ in prepared:
            _accept(waymark, *next(asked))
        with_it, without = _in_turns(waymark, asked, turns)
        state = waymark.front_door.programme(prepared[0].id)
    alone = _seconds(lambda: _ask(state, Accept))
    reading, looking = _seconds(lambda: _ask(state, "read-history")), _seconds(lambda: _look(state))
    return Result(
        "access",
        HOW.format(events=events),
        [
            Figure(
                "one authorised command, p50",
                f"{1000 * with_it:.2f} ms",
                f"{1000 * without:.2f} ms without the question",
                share(with_it, without),
                f"at most {100 * (1 + MORE):.0f} %",
                met=with_it <= without * (1 + MORE),
            ),
            Figure("the question itself, alone", f"{1e6 * alone:.0f} µs", "the same command", share(alone, without)),
            Figure("decisions about a command in a second", f"{1 / alone:,.0f}"),
            Figure("decisions about a reading in a second", f"{1 / reading:,.0f}"),
            Figure("everything one reader sees of a programme, in a second", f"{1 / looking:,.0f}"),
        ],
    )


def _accepts(prepared: list[Prepared]) -> Iterator[tuple[str, str]]:
    for number in range(len(prepared[0].submitted)):
        for programme in prepared:
            yield programme.id, programme.submitted[number]


def _accept(waymark: Waymark, programme: str, milestone: str) -> float:
    began = perf_counter()
    waymark.front_door.ask(programme, Accept(milestone=milestone), actor=FOUNDER, command_id=str(uuid4()))
    return perf_counter() - began


def _in_turns(waymark: Waymark, asked: Iterator[tuple[str, str]], turns: int) -> tuple[float, float]:
    with_it, without = [], []
    for _ in range(turns):
        with_it.append(_accept(waymark, *next(asked)))
        with _nobody_asks():
            without.append(_accept(waymark, *next(asked)))
    return median(with_it), median(without)


@contextmanager
def _nobody_asks() -> Iterator[None]:
    """The front door without its question: everybody may do everything, as one of the founding group."""
    kept = access.authorise

    def anybody(state: Programme | None, command: Command, occasion: Occasion) -> Role:  # noqa: ARG001 - asked as the question is
        return Role.FOUNDER

    access.authorise = anybody
    try:
        yield
    finally:
        access.authorise = kept


def _ask(state: Programme, action: Action) -> None:
    actor, resource = _asking(state)
    authorize(actor, action, resource)


def _look(state: Programme) -> None:
    visible_groups(*_asking(state))


def _asking(state: Programme) -> tuple[Actor, Resource]:
    at = datetime.now(UTC)
    actor = Actor(FOUNDER, SIGNED_IN, grants_of(FOUNDER, state, BoardReading(), at))
    return actor, Resource(day_in_london(at), programme=state.id, sharing=state.sharing)


def _seconds(ask: Callable[[], None], times: int = 5_000) -> float:
    """Processor seconds of one, the best of three rounds."""
    rounds = []
    for _ in range(3):
        began = process_time()
        for _ in range(times):
            ask()
        rounds.append((process_time() - began) / times)
    return min(rounds)
