"""A history as a table: RFC 4180, UTF-8, ISO dates, and no cell that a spreadsheet would run."""

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Literal, NamedTuple

from pydantic import BaseModel

from projections.history_reading import HistoryEntry
from service.language.language import gettext as _
from service.language.language import translated

BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets take UTF-8 for something else, and every apostrophe is broken."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula may begin with (OWASP, CSV injection), also in full width."""

Kind = Literal["whole number", "day", "instant", "text", "list"]


class Column(NamedTuple):
    """A column: its name, what it holds, what that means, and where it comes from."""

    name: str
    kind: Kind
    meaning: str
    cell: Callable[[HistoryEntry], object]


class Described(BaseModel, frozen=True):
    """One column or field of a file, as the data dictionary has it."""

    file: Literal["history.csv", "history.jsonl"]
    name: str
    kind: str
    meaning: str


def _words(entry: HistoryEntry) -> str:
    return "\n".join(f"{said.label}: {said.text}" for said in entry.words)


def _meeting(entry: HistoryEntry) -> str:
    met = entry.meeting
    if met is None:
        return ""
    return _(
        "%(body)s, %(day)s: %(for)s for, %(against)s against, %(present)s present",
        body=translated(met.body),
        day=met.held_on.isoformat(),
        **{"for": met.votes_for, "against": met.votes_against, "present": met.present},
    )


COLUMNS: tuple[Column, ...] = (
    Column(
        "entry",
        "whole number",
        "The number of the event in the programme’s audited record and in every bundle of it, from 0.",
        lambda e: e.source.entry,
    ),
    Column("happened_on", "day", "The day on which it happened, as it was told.", lambda e: e.occurred_on.isoformat()),
    Column(
        "true_from",
        "day",
        "The day from which it was true, by all that is known at the moment asked for.",
        lambda e: e.true_from.isoformat(),
    ),
    Column("recorded_at", "instant", "When it was written down here, in UTC.", lambda e: e.recorded_at.isoformat()),
    Column("sentence", "text", "What happened, in plain words.", lambda e: e.sentence),
    Column(
        "late",
        "text",
        "Why readers of different days know different things about it. Empty when they do not.",
        lambda e: e.late or "",
    ),
    Column(
        "words",
        "text",
        "What people wrote beside it, each on its own line after what it is. “[erased]” when it was erased.",
        _words,
    ),
    Column(
        "milestones",
        "list",
        "The milestones it is about, by id, with spaces between them.",
        lambda e: " ".join(e.milestones),
    ),
    Column(
        "recorded_by",
        "text",
        "Who wrote it down. “[erased]” when they are not kept any more; only the part they played when the group "
        "does not show you who plays it.",
        lambda e: e.actor.name,
    ),
    Column(
        "recorded_by_id",
        "text",
        "The same person without a name, “waymark” for what Waymark did by itself, or “hidden”.",
        lambda e: e.actor.ref,
    ),
    Column("role", "text", "The part they played.", lambda e: e.role),
    Column("meeting", "text", "The meeting that decided it, when one did.", _meeting),
    Column("kind", "text", "The kind of event, for machines.", lambda e: e.topic),
    Column("stream", "text", "The stream the event is stored in.", lambda e: e.source.stream),
    Column("version", "whole number", "The number of the event in its stream, from 1.", lambda e: e.source.version),
    Column(
        "position",
        "whole number",
        "The place of the event in the log of the installation that made this file.",
        lambda e: e.position,
    ),
    Column("proof", "text", "Where to see that the event was not changed.", lambda e: e.source.proof),
)

_LINES: tuple[tuple[str, str, str], ...] = (
    ("position", "whole number", "The place of the event in the log of the installation that made this file."),
    (
        "entry",
        "whole number",
        "The number of the event in the programme’s audited record and in every bundle of it, from 0.",
    ),
    ("hash", "text", "The SHA-256 hash of the event’s leaf in that record, in hexadecimal."),
    ("withheld", "yes or no", "Whether you may not see the event itself. Then the fields that follow are left out."),
    ("stream", "text", "The stream the event is stored in."),
    ("version", "whole number", "The number of the event in its stream, from 1."),
    ("topic", "text", "The kind of event."),
    ("state", "object", "The event exactly as it is stored: canonical JSON (RFC 8785). Sealed words stay sealed."),
)


def dictionary() -> tuple[Described, ...]:
    """What every column and field of the files means."""
    columns = [Described(file="history.csv", name=c.name, kind=c.kind, meaning=c.meaning) for c in COLUMNS]
    lines = [Described(file="history.jsonl", name=n, kind=k, meaning=m) for n, k, m in _LINES]
    return (*columns, *lines)


def history_table(entries: Iterable[HistoryEntry]) -> Iterator[str]:
    """A history as CSV, one row at a time."""
    yield BYTE_ORDER_MARK + row(column.name for column in COLUMNS)
    for entry in entries:
        yield row(column.cell(entry) for column in COLUMNS)


def dictionary_table() -> Iterator[str]:
    """The data dictionary as CSV."""
    yield BYTE_ORDER_MARK + row(Described.model_fields)
    for each in dictionary():
        yield row(each.model_dump().values())


def row(cells: Iterable[object]) -> str:
    """One row. Every cell is in quotation marks, so that no separator in a text begins another cell."""
    line = StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return line.getvalue()


def safe(cell: object) -> str:
    """A cell that no spreadsheet runs: what looks like a formula begins with an apostrophe."""
    text = str(cell).replace("\x00", "\ufffd")
    if isinstance(cell, int):
        return text
    begins = text.lstrip(" ")
    return f"'{text}" if begins.startswith(FORMULA) else text
