"""A table to take away: one list of columns that say what they mean, as CSV or as a workbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Generic, Literal, TypeVar

from service.past.table import BYTE_ORDER_MARK, row, safe

T = TypeVar("T")
Kind = Literal["whole number", "day", "instant", "text", "list", "yes or no"]
Cell = str | int | bool | date | datetime | None

_WIDEST = 60
_LONGEST = 32_767
"""Characters in a cell of a workbook."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its name, what it holds, what that means, and where it comes from. No value means: nothing known."""

    name: str
    kind: Kind
    meaning: str
    cell: Callable[[T], Cell]


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """What a table is called and what is in it."""

    name: str
    title: str
    columns: tuple[Column[T], ...]


def as_csv(sheet: Sheet[T], lines: Iterable[T]) -> Iterator[str]:
    """RFC 4180, UTF-8, ISO dates, one row at a time. No cell is run by a spreadsheet."""
    yield BYTE_ORDER_MARK + row(column.name for column in sheet.columns)
    for line in lines:
        yield row(_written(column.cell(line)) for column in sheet.columns)


def as_workbook(sheet: Sheet[T], lines: Iterable[T]) -> bytes:
    """An .xlsx: the table, and beside it what its columns mean. Days are days, numbers numbers, nothing a formula."""
    # Loaded when somebody asks for one, so that the web starts quickly. It comes without types.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415

    file = BytesIO()
    safely = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with Workbook(file, safely) as book:
        book.set_properties({"title": sheet.title, "author": "Waymark"})
        looks = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "body": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        }
        titles = [column.name for column in sheet.columns]
        rows = ([column.cell(line) for column in sheet.columns] for line in lines)
        _filled(book.add_worksheet(sheet.title), titles, rows, looks)
        meanings = ([column.name, column.kind, column.meaning] for column in sheet.columns)
        _filled(
            book.add_worksheet("What the columns mean"), ["Column", "What it holds", "What it means"], meanings, looks
        )
    return file.getvalue()


def _filled(page: Any, titles: Sequence[str], rows: Iterable[Sequence[Cell]], looks: Mapping[str, Any]) -> None:  # noqa: ANN401 - the library has no types
    widths, last = [len(title) for title in titles], 0
    page.freeze_panes(1, 1)
    for place, title in enumerate(titles):
        page.write_string(0, place, title, looks["head"])
    for last, cells in enumerate(rows, start=1):
        for place, value in enumerate(cells):
            _put(page, last, place, value, looks)
            widths[place] = max(widths[place], len(str(_written(value))))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(width + 2, _WIDEST))
    page.autofilter(0, 0, last, len(titles) - 1)


def _put(page: Any, line: int, place: int, value: Cell, looks: Mapping[str, Any]) -> None:  # noqa: ANN401 - the same
    match value:
        case None:
            page.write_blank(line, place, None, looks["body"])
        case bool() | str() | datetime():
            page.write_string(line, place, safe(_written(value))[:_LONGEST], looks["body"])
        case int():
            page.write_number(line, place, value, looks["body"])
        case date():
            page.write_datetime(line, place, value, looks["day"])


def _written(value: Cell) -> str | int:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | str():
            return value
        case _:
            return value.isoformat()
