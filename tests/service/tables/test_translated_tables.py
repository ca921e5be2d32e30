"""A workbook explains itself in the language of its reader, and its columns and codes are the same for everybody."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from service.api import build_app
from service.api_examples import FOUNDER
from service.assembly import build
from service.language.language import ENGLISH, Language, speaking
from service.language.shelf import Shelf
from service.settings import Settings
from service.tables import sheets
from service.tables.sheet import Column, Sheet, as_workbook
from tests.service.face import Face, MovedClock
from tests.service.language.pseudo import pseudo
from tests.service.language.test_every_text import untranslated
from tests.service.reports.conftest import told

TABLES = ("milestones", "agenda", "duties", "people", "history")
GREEK = {"Accept-Language": "en-XA", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def told_face(settings: Settings) -> Iterator[tuple[Face, str]]:
    clock = MovedClock()
    with (
        build(settings.model_copy(update={"demonstration": True}), clock=clock, pool_size=4) as waymark,
        TestClient(build_app(waymark, Shelf((ENGLISH, pseudo()))), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        programme = told(face).removeprefix("/api")
        client.post("/who", data={"person": FOUNDER}, headers=GREEK)
        yield face, programme


def workbooks(told_face: tuple[Face, str]) -> Iterator[tuple[str, list[list[tuple[object, ...]]], list[str]]]:
    face, programme = told_face
    for address in (*(f"{programme}/tables/{table}.xlsx" for table in TABLES), "/programmes.xlsx"):
        answer = face.client.get(address, headers=GREEK)
        assert answer.status_code == 200
        book = load_workbook(BytesIO(answer.content))
        yield address, [list(page.iter_rows(values_only=True)) for page in book], book.sheetnames


def test_what_the_columns_mean_is_told_in_the_language_of_the_reader(told_face: tuple[Face, str]) -> None:
    for address, (table, meanings), names in workbooks(told_face):
        columns = {str(line[0]) for line in meanings[1:]}
        assert columns == set(map(str, table[0])), address
        codes = {code for sheet in sheets.SHEETS for column in sheet.columns for code in column.codes}
        said = [*names, *map(str, meanings[0])]
        for _, kind, meaning in meanings[1:]:
            first, *explained = str(meaning).split("\n")
            said += [str(kind), first, *(each.partition(": ")[2] for each in explained)]
            assert {each.partition(": ")[0] for each in explained} <= codes
        assert [left for each in said for left in untranslated(each)] == [], address


def test_words_of_ours_in_cells_are_translated_and_codes_are_not(told_face: tuple[Face, str]) -> None:
    books = {address.rpartition("/")[2]: table for address, (table, _), _ in workbooks(told_face)}
    head, *lines = books["milestones.xlsx"]
    blocked = next(dict(zip(head, each, strict=True)) for each in lines if each[0] == "ENG-02")
    assert blocked["status"] == "open"
    assert untranslated(f"{blocked['blocked_by']} {blocked['overdue']}") == []
    assert untranslated(" ".join(str(each[0]) for each in books["people.xlsx"][1:])) == []
    agenda = [dict(zip(books["agenda.xlsx"][0], each, strict=True)) for each in books["agenda.xlsx"][1:]]
    assert {each["standing"] for each in agenda} <= {"to do", "late", "cannot go on"}
    assert untranslated(" ".join(str(each["waits_for"]) for each in agenda)) == []


def test_a_csv_has_the_same_columns_and_codes_in_every_language(told_face: tuple[Face, str]) -> None:
    face, programme = told_face
    address = f"{programme}/tables/milestones.csv"
    greek, english = (
        list(csv.DictReader(StringIO(face.client.get(address, headers=asked).text.removeprefix("\ufeff"))))
        for asked in (GREEK, {"Accept-Language": "en-GB"})
    )
    assert list(greek[0]) == list(english[0]) == [column.name for column in sheets.MILESTONES.columns]
    codes = ("status", "overdue", "due", "depends_on")
    assert [[each[name] for name in codes] for each in greek] == [[each[name] for name in codes] for each in english]


def test_a_sheet_has_a_name_that_every_spreadsheet_takes_whatever_a_translator_wrote() -> None:
    class Long(type(ENGLISH.texts)):  # type: ignore[misc]
        def gettext(self, message: str) -> str:
            return f"'{message}: [a/b]? {'long ' * 9}'"

    column: Column[str] = Column("a", "text", "What it is called.", str)
    with speaking(Language("en-XB", ENGLISH.locale, Long())):
        book = load_workbook(BytesIO(as_workbook(Sheet("a", "Milestones", (column,)), ["x"])))
    assert [len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames] == [True, True]


def test_no_sheet_is_called_what_a_spreadsheet_keeps_for_itself() -> None:
    assert "history" not in {sheet.title.lower() for sheet in sheets.SHEETS}
