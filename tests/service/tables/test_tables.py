"""Tables to take away: the same rows as CSV and as a workbook, for each reader theirs, and nothing that runs."""

import csv
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.milestone_commands import AddEvidence
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from tests.service.conftest import face
from tests.service.face import STRANGER, Face
from tests.service.reports.conftest import programme

__all__ = ["face", "programme"]
TABLES = ("milestones", "agenda", "duties", "people", "history")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def sheet(content: bytes) -> list[dict[str, Any]]:
    book = load_workbook(BytesIO(content))
    assert [page.title for page in book][1:] == ["What the columns mean"]
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    meant = {str(line[0]) for line in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    assert meant == set(lines[0])
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]


@pytest.mark.parametrize("table", TABLES)
def test_a_workbook_has_the_rows_of_the_csv(face: Face, programme: str, table: str) -> None:
    text = face.get(f"{programme}/tables/{table}.csv", FOUNDER)
    book = face.get(f"{programme}/tables/{table}.xlsx", FOUNDER)
    assert (text.status_code, book.status_code) == (200, 200)
    one, other = rows(text.text), sheet(book.content)
    assert len(one) == len(other)
    assert [list(each) for each in one] == [list(each) for each in other]


def test_days_are_days_and_numbers_are_numbers(face: Face, programme: str) -> None:
    found = sheet(face.get(f"{programme}/tables/milestones.xlsx", FOUNDER).content)
    first = next(each for each in found if each["milestone"] == "ENG-01")
    assert first["accepted_on"] == datetime(2026, 3, 30)  # noqa: DTZ001 - a workbook knows no zones
    assert first["evidence"] == 1
    assert first["overdue"] == "no"
    assert len(found) == 59


def test_the_days_of_a_history_are_days_too(face: Face, programme: str) -> None:
    found = sheet(face.get(f"{programme}/tables/history.xlsx", FOUNDER).content)
    written = rows(face.get(f"{programme}/tables/history.csv", FOUNDER).text)
    assert all(isinstance(each["happened_on"], datetime) for each in found)
    days = [(day.date().isoformat() if day else "") for day in (each["true_from"] for each in found)]
    assert days == [each["true_from"] for each in written]


def test_a_workbook_prints_with_its_headings_on_each_page(face: Face, programme: str) -> None:
    page = load_workbook(BytesIO(face.get(f"{programme}/tables/milestones.xlsx", FOUNDER).content)).worksheets[0]
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    fitted = page.sheet_properties.pageSetUpPr
    assert fitted is not None
    assert fitted.fitToPage


def test_no_cell_is_run_by_a_spreadsheet(face: Face, programme: str) -> None:
    bad = {"milestone": "ENG-02", "note": '=HYPERLINK("http://evil.example","x")'}
    face.post(AddEvidence, WORKER, programme, bad)
    at = face.start(organisation="=1+1")
    face.catch_up()
    book = load_workbook(BytesIO(face.get(f"{programme}/tables/history.xlsx", FOUNDER).content))
    mine = load_workbook(BytesIO(face.get("/api/programmes.xlsx", COORDINATOR).content))
    cells = [cell for each in (book, mine) for page in each for line in page.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell.value for cell in cells if str(cell.value).startswith("=")]
    assert "'=1+1" in {cell.value for cell in cells}
    assert at


def test_a_reader_gets_the_columns_and_only_what_they_are_shown(face: Face, programme: str) -> None:
    blocked = {
        each["milestone"]: each["blocked_by"]
        for each in rows(face.get(f"{programme}/tables/milestones.csv", FOUNDER).text)
    }
    assert blocked["ENG-02"] == "money"
    seen = rows(face.get(f"{programme}/tables/milestones.csv", FUNDER).text)
    assert {each["blocked_by"] for each in seen} == {""}
    assert rows(face.get(f"{programme}/tables/duties.csv", FUNDER).text) == []


@pytest.mark.usefixtures("programme")
def test_a_portfolio_is_a_row_for_each_programme(face: Face) -> None:
    (line,) = rows(face.get("/api/programmes.csv", COORDINATOR).text)
    assert (line["organisation"], line["accepted"], line["milestones"]) == ("Making All Possible", "1", "59")
    assert rows(face.get("/api/programmes.csv", STRANGER).text) == []


def test_who_has_no_part_gets_no_table(face: Face, programme: str) -> None:
    assert {face.get(f"{programme}/tables/{table}.csv", STRANGER).status_code for table in TABLES} == {404}
