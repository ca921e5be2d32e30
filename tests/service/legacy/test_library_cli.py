"""The library and the totals from the command line, at a real store and its views."""

import json

import pytest
from typer.testing import CliRunner

from projections.legacy import Legacy
from service.assembly import build
from service.cli import app
from service.legacy import library_cli
from service.settings import Settings
from tests.projections.left_behind import Book, put, shelf


@pytest.fixture(autouse=True)
def library(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_cli, "read_settings", lambda _: settings)
    book = Book()
    book.start(1, "Group 1")
    book.publish(1, 1, "An access audit")
    book.publish(1, 2, "A key list", kind="toolkit")
    book.publish(1, 3, "Our own wages", audience="programme")
    with build(settings) as waymark, waymark.pool.connection() as connection:
        put(connection, book.events, [Legacy()])


def said(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def test_a_search_says_what_it_found_and_what_was_meant() -> None:
    assert "An access audit  [Lesson from Group 1, 03 March 2025]" in said("library", "search", "access")
    mistyped = said("library", "search", "acess audit")
    assert "Did you mean “access audit”?" in mistyped
    assert f"{shelf(1)}/1" in mistyped
    everything = json.loads(said("library", "search", "--kind", "toolkit", "--json"))
    assert [line["title"] for line in everything["lines"]] == ["A key list"]
    assert "wages" not in said("library", "search")
    said("library", "search", "--kind", "rumour", code=2)


def test_one_thing_is_shown_with_its_words() -> None:
    assert "We asked everybody we knew" in said("library", "show", f"{shelf(1)}/1")
    assert json.loads(said("library", "show", f"{shelf(1)}/1", "--json"))["line"]["title"] == "An access audit"
    said("library", "show", f"{shelf(1)}/9", code=1)


def test_totals_are_counts() -> None:
    assert "programmes started: 1" in said("totals")
    counted = json.loads(said("totals", "--mentor", "Disability Solutions", "--json"))
    assert (counted["programmes_started"], counted["resources_published"]) == (1, 3)
