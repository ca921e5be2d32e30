"""A programme with a very long history: one page of it, all of it as a file, a difference, and a figure's events."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from uuid import uuid4

from domain.event import Fact, Recorded
from domain.journal_events import LessonRecorded, MentoringSessionHeld
from domain.milestone_events import EvidenceAdded
from ops.bench.installation import installed
from ops.bench.programmes import History, fill
from ops.bench.programmes import history as told
from ops.bench.table import Figure, Result
from projections.difference import DifferenceQuestion
from projections.history_question import HistoryQuestion, Moment
from projections.lineage import LineageQuestion
from service.assembly import build
from service.past.operator_look import OperatorLook, operator_look
from service.past.table import history_table
from service.projector import rebuild

EVENTS, FEW = 100_000, 1_000
HOW = (
    "One programme with {many:,} events beside one with {few:,}, decided by the rules for the first part and then the "
    "same daily work again and again; the views built. Each reading as `waymark history` and `waymark lineage` do it, "
    "the best of three, in the same process. The baseline is the short programme: a page, and what stands at the end, "
    "should cost the same in both."
)
MILESTONE = "ENG-03"


def histories(*, quick: bool) -> Result:
    """Milliseconds and rows a second."""
    many = 10_000 if quick else EVENTS
    with installed() as installation, build(installation.settings) as waymark:
        long, short = (fill(waymark.store, History(tuple(_events(number)), ()), 1)[0].id for number in (many, FEW))
        rebuild(installation.settings.database_url, waymark.store)
        with (
            operator_look(installation.settings, long) as at_long,
            operator_look(installation.settings, short) as at_short,
        ):
            figures = [_figure(name, look, at_long, at_short) for name, look in _LOOKS.items()]
            figures += _files(at_long, many)
    return Result("a long history", HOW.format(many=many, few=FEW), figures)


def _page(**asked: object) -> Callable[[OperatorLook], object]:
    question = HistoryQuestion.model_validate(asked)
    return lambda look: next(look.pages(question))


_LOOKS: dict[str, Callable[[OperatorLook], object]] = {
    "the newest page (100 entries): ms": _page(newest_first=True),
    "the first page: ms": _page(),
    "the newest page of one milestone: ms": _page(milestone=MILESTONE, newest_first=True),
    "where “milestones reached” comes from: ms": lambda look: look.lineage(LineageQuestion(name="counts.accepted")),
    "where “lessons” comes from (one event in nine): ms": lambda look: look.lineage(LineageQuestion(name="lessons")),
    "what changed since the last hundred events: ms": lambda look: look.difference(
        DifferenceQuestion(before=Moment(known_at=next(look.pages(HistoryQuestion(newest_first=True)))[-1].recorded_at))
    ),
}


def _figure(name: str, look: Callable[[OperatorLook], object], long: OperatorLook, short: OperatorLook) -> Figure:
    ours, theirs = _best(lambda: look(long)), _best(lambda: look(short))
    return Figure(name, f"{1000 * ours:,.1f}", f"{1000 * theirs:,.1f}", f"{ours / theirs:.1f} ×")


def _files(look: OperatorLook, events: int) -> list[Figure]:
    table = _best(lambda: sum(1 for _ in history_table(look.entries(HistoryQuestion()))), 1)
    lines = _best(lambda: sum(1 for _ in look.raw(HistoryQuestion())), 1)
    tracemalloc.start()
    for _ in history_table(look.entries(HistoryQuestion(limit=100))):
        if tracemalloc.get_traced_memory()[1] > _LIMIT:
            break
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return [
        Figure("the whole as a table (CSV): entries/s", f"{events / table:,.0f}"),
        Figure("the whole as stored events (JSON Lines): events/s", f"{events / lines:,.0f}"),
        Figure("most memory while the table is made: MiB", f"{peak / 2**20:,.1f}", aim="≤ 32", met=peak <= _LIMIT),
    ]


_LIMIT = 32 * 2**20


def _best(look: Callable[[], object], tries: int = 3) -> float:
    took = []
    for _ in range(tries):
        began = time.perf_counter()
        look()
        took.append(time.perf_counter() - began)
    return min(took)


def _events(number: int) -> Iterator[Recorded[Fact]]:
    """So many events: those the rules decided, then what they say of every day again."""
    decided = told(min(number, 3_000), 59).events
    yield from decided[:number]
    last = decided[-1]
    daily = [each for each in decided if isinstance(each.fact, EvidenceAdded | LessonRecorded | MentoringSessionHeld)]
    for version, event in zip(range(last.version + 1, number + 1), cycle(daily), strict=False):
        at = last.meta.recorded_at + timedelta(seconds=version - last.version)
        meta = event.meta.model_copy(update={"id": uuid4(), "recorded_at": at, "command_id": f"prepared/{version}"})
        yield replace(event, version=version, meta=meta)
