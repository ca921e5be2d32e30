"""A table to take away: one list of columns that say what they mean, as CSV or as a workbook.

The names of columns and the codes in cells are English for every reader, on purpose: people and programs put this
month's table under last month's by them. What explains them is in the language of the reader, and so are the names of
the sheets, and in cells whatever is a sentence, a name of ours or a yes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any, Generic, Literal, TypeVar

from service.language.language import gettext as _
from service.language.language import translated
from service.past.table import BYTE_ORDER_MARK, row, safe

T = TypeVar("T")
Kind = Literal["whole number", "day", "instant", "text", "list", "yes or no"]
Cell = str | int | bool | date | datetime | None

_WIDEST = 60
_LONGEST = 32_767
"""Characters in a cell of a workbook."""
_LONGEST_NAME = 31
_A4 = 9
"""What spreadsheets call this paper."""
_FIRST_YEAR = 1900
"""Spreadsheets know no day before."""
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
"""What spreadsheets refuse in the name of a sheet."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its name, what it holds, what that means, and where it comes from. No value means: nothing known.

    `codes` are the words that its cells may hold, each with what people say for it.
    """

    name: str
    kind: Kind
    meaning: str
    cell: Callable[[T], Cell]
    codes: Mapping[str, str] = field(default_factory=dict)

    def explained(self) -> str:
        """What it means, in the language of the reader."""
        return "\n".join([translated(self.meaning), *(f"{code}: {translated(it)}" for code, it in self.codes.items())])


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
        title = translated(sheet.title)
        book.set_properties({"title": title, "author": "Waymark"})
        looks = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "body": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        }
        names = [column.name for column in sheet.columns]
        rows = ([_for_people(column.cell(line)) for column in sheet.columns] for line in lines)
        _filled(book.add_worksheet(_sheet_name(title)), names, rows, looks)
        # For translators: the name of a sheet in a spreadsheet, 31 letters at most. Another sheet has another name.
        beside = _sheet_name(_("What the columns mean"))
        meanings = ([column.name, translated(column.kind), column.explained()] for column in sheet.columns)
        _filled(book.add_worksheet(beside), [_("Column"), _("What it holds"), _("What it means")], meanings, looks)
    return file.getvalue()


def _sheet_name(title: str) -> str:
    """A name that a spreadsheet takes, whatever a translator wrote."""
    return _NOT_IN_A_NAME.sub(" ", title)[:_LONGEST_NAME].strip(" '")


def _for_people(value: Cell) -> Cell:
    """A cell of a workbook: a yes is said as the reader says it."""
    return (_("yes") if value else _("no")) if isinstance(value, bool) else value


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
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.autofilter(0, 0, last, len(titles) - 1)


def _put(page: Any, line: int, place: int, value: Cell, looks: Mapping[str, Any]) -> None:  # noqa: ANN401 - the same
    match value:
        case None:
            page.write_blank(line, place, None, looks["body"])
        case bool() | str() | datetime():
            page.write_string(line, place, safe(_written(value))[:_LONGEST], looks["body"])
        case int():
            page.write_number(line, place, value, looks["body"])
        case date() if value.year < _FIRST_YEAR:
            page.write_string(line, place, value.isoformat(), looks["body"])
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
