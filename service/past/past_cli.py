"""`waymark history` and `waymark lineage`: the operator's look at what happened, and at where a figure comes from."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.options import AsJson, InHome
from service.settings import read_settings

if TYPE_CHECKING:
    from projections.difference import Difference
    from projections.history_question import HistoryQuestion
    from projections.history_reading import HistoryEntry
    from projections.lineage import FigureView, LineageView
    from projections.totals_lineage import TotalsLineage
    from service.past.operator_look import OperatorLook

Programme = Annotated[str, typer.Argument(help="The programme's id, with or without “programme:”.")]
TOTALS = "totals"
_INSTANTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]


class Form(StrEnum):
    """How a history is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    JSONL = "jsonl"


def history(  # noqa: PLR0913 - one option each
    programme: Programme,
    home: InHome = None,
    *,
    milestone: Annotated[str | None, typer.Option(help="Only what is about this milestone.")] = None,
    person: Annotated[str | None, typer.Option(help="Only what this person did, or is named in: person:….")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Happened on this day or later.")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Happened on this day or before.")
    ] = None,
    known_at: Annotated[
        datetime | None, typer.Option(formats=_INSTANTS, help="As it was known then. A day means its end.")
    ] = None,
    true_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As it was true on this day, by all that is known.")
    ] = None,
    changed_between: Annotated[
        tuple[datetime, datetime] | None,
        typer.Option(formats=_INSTANTS, help="What was added between two instants, and what that changed."),
    ] = None,
    reminders: Annotated[bool, typer.Option(help="With the messages Waymark sent.")] = True,
    form: Annotated[
        Form, typer.Option("--as", help="Text, a JSON list, a CSV table, or the stored events as JSON Lines.")
    ] = Form.TEXT,
) -> None:
    """Tell what happened in a programme: all of it, as it was known or true at any time, or what changed in between."""
    from projections.difference import DifferenceQuestion
    from projections.history_question import HistoryQuestion, Moment
    from service.past.operator_look import operator_look

    question = HistoryQuestion(
        milestone=milestone,
        person=person,
        since=_day(since),
        until=_day(until),
        known_at=_instant(known_at),
        true_on=_day(true_on),
        reminders=reminders,
    )
    with operator_look(read_settings(home), programme) as look:
        if changed_between is None:
            _write(look, question, form)
            return
        first, second = (_instant(each) for each in changed_between)
        asked = DifferenceQuestion(before=Moment(known_at=first), after=Moment(known_at=second), limit=500)
        found = look.difference(asked)
    if form is Form.JSON:
        typer.echo(found.model_dump_json())
        return
    if form is not Form.TEXT:
        raise typer.BadParameter("What changed is told as text or as json.", param_hint="--as")
    typer.echo("\n".join(_differs(found)))


def lineage(
    programme: Annotated[
        str, typer.Argument(help="The programme's id, or the word “totals” for what all of them reached together.")
    ],
    figure: Annotated[str | None, typer.Argument(help="The figure's name. Without one: every name there is.")] = None,
    home: InHome = None,
    *,
    known_at: Annotated[
        datetime | None, typer.Option(formats=_INSTANTS, help="As it was known then. A day means its end.")
    ] = None,
    mentor: Annotated[str | None, typer.Option(help="Only totals of this mentor organisation's programmes.")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell which events a figure comes from, and count it again from these alone."""
    from domain.refusals import UnknownPart
    from projections.history_question import Moment
    from projections.lineage import LineageQuestion
    from service.past.operator_look import operator_look

    if programme == TOTALS:
        if known_at is not None:
            raise typer.BadParameter("Totals are told as they are now.", param_hint="--known-at")
        _totals(home, figure, mentor, as_json=as_json)
        return
    if mentor is not None:
        raise typer.BadParameter("This goes with the word “totals”.", param_hint="--mentor")
    with operator_look(read_settings(home), programme) as look:
        if figure is None:
            _list(look.figures(), as_json=as_json)
            return
        found = look.lineage(LineageQuestion(name=figure, moment=Moment(known_at=_instant(known_at)), limit=500))
    if found is None:
        raise UnknownPart(f"There is no figure {figure[:60]}. List them with: waymark lineage {programme}")
    typer.echo(found.model_dump_json() if as_json else "\n".join(_origin(found)))


def _totals(home: Path | None, name: str | None, mentor: str | None, *, as_json: bool) -> None:
    from domain.refusals import UnknownPart
    from projections.totals_lineage import TotalsQuestion
    from service.past.operator_look import operator_totals

    with operator_totals(read_settings(home)) as look:
        if name is None:
            _list(look.figures(mentor), as_json=as_json)
            return
        found = look.lineage(TotalsQuestion(name=name, mentor=mentor, limit=500))
    if found is None:
        raise UnknownPart(f"There is no total {name[:60]}. List them with: waymark lineage {TOTALS}")
    typer.echo(found.model_dump_json() if as_json else "\n".join(_origin_of_total(found)))


def _list(figures: Iterable["FigureView"], *, as_json: bool) -> None:
    for each in figures:
        typer.echo(each.model_dump_json() if as_json else f"{each.name}  {each.value:,}  {each.label}")


def _origin_of_total(found: "TotalsLineage") -> Iterator[str]:
    yield from _counted(found)
    programme = ""
    for each in found.events:
        if each.programme != programme:
            programme = each.programme
            yield f"{each.organisation or 'The record of this Waymark'}  [waymark audit bundle {programme}]"
        yield from _told(each.entry)
    if found.next is not None:
        yield f"Only the first {len(found.events):,} are told here."


def _counted(found: "LineageView | TotalsLineage") -> Iterator[str]:
    yield f"{found.label[:1].upper()}{found.label[1:]}: {found.value:,}"
    yield f"It comes from {found.total:,} events. Counted again from these alone: {found.counted_again:,}."


def _write(look: "OperatorLook", question: "HistoryQuestion", form: Form) -> None:
    from service.past.table import history_table

    # Text as it is: on some systems a line's end would become another.
    out: Callable[[bytes], object] = typer.get_binary_stream("stdout").write
    match form:
        case Form.JSONL:
            parts: Iterator[bytes] = look.raw(question)
        case Form.CSV:
            parts = (part.encode() for part in history_table(look.entries(question)))
        case Form.JSON:
            parts = _as_list(look.entries(question))
        case Form.TEXT:
            parts = (f"{line}\n".encode() for entry in look.entries(question) for line in _told(entry))
    for part in parts:
        out(part)


def _as_list(entries: Iterator["HistoryEntry"]) -> Iterator[bytes]:
    yield b"["
    for number, entry in enumerate(entries):
        yield (b",\n" if number else b"\n") + entry.model_dump_json().encode()
    yield b"\n]\n"


def _told(entry: "HistoryEntry") -> Iterator[str]:
    yield f"{entry.occurred_on:%d %b %Y}  {entry.sentence}  [entry {entry.source.entry}]"
    if entry.late is not None:
        yield f"             {entry.late}"
    for said in entry.words:
        yield f"             {said.label}: {said.text}"


def _differs(found: "Difference") -> Iterator[str]:
    yield f"{found.added:,} entries were added."
    if not (found.began_before and found.began_after):
        yield "The programme had not begun at one of these moments, so there is nothing to compare with."
    for change in found.changes:
        if not change.detail:
            yield change.sentence
            yield from (f"    [entry {cause.source.entry}] {cause.sentence}" for cause in change.causes)
    yield ""
    for entry in found.entries:
        yield from _told(entry)
    if found.next is not None:
        yield f"Only the first {len(found.entries):,} are told here."


def _origin(found: "LineageView") -> Iterator[str]:
    yield from _counted(found)
    for entry in found.events:
        yield from _told(entry)
    if found.next is not None:
        yield f"Only the first {len(found.events):,} are told here."


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _instant(moment: datetime | None) -> datetime | None:
    """An instant in UTC, unless it says otherwise. A day alone means its end in London."""
    from datetime import time

    from domain.calendar import LONDON

    if moment is None or moment.tzinfo is not None:
        return moment
    if moment.time() == time.min:
        return datetime.combine(moment.date(), time.max, LONDON)
    return moment.replace(tzinfo=UTC)
