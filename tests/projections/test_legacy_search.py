"""Searching the library: words, words that were mistyped, what was chosen besides, and who may see what."""

import json
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import psycopg
import pytest
from psycopg import Connection

from projections.legacy import Legacy
from projections.legacy_search import choices, search, similar, statement
from projections.legacy_shelf import ANYBODY, LibraryReader
from projections.legacy_views import LibraryPage, LibraryQuestion
from service.postgres_server import PostgresServer
from service.schema import create_schema
from service.views import create_views
from tests.projections.left_behind import DAY, Book, programme, put

SUBJECTS = ("hall", "rota", "bank", "lift", "grant", "lease", "launch", "policy", "carer", "survey")
MANY = 5_000


@pytest.fixture(scope="module")
def shelves(postgres: PostgresServer) -> Iterator[Connection]:
    """A database whose library the tests of this module share."""
    name = "library_search"
    postgres.create_database(name)
    create_schema(postgres.url(name, "waymark_owner"))
    create_views(postgres.url(name, "waymark_owner"))
    with psycopg.connect(postgres.url(name, "waymark_app"), autocommit=True) as connection:
        put(connection, _library().events, [Legacy()])
        yield connection
    postgres.drop_database(name)


def _library() -> Book:
    book = Book()
    book.publish(
        1,
        1,
        "An access audit of a church hall",
        text="We measured doors.",
        stage="PRM",
        criteria=(7, 12),
        language="en",
    )
    book.publish(1, 2, "Finding a bank", text="Ask for the access audit of the branch.", kind="toolkit", stage="FUN")
    book.publish(2, 1, "Planning meetings for everybody", text="Send the agenda early.", easy_read="We plan together.")
    book.publish(2, 2, "Cyfarfodydd ar Ynys Môn", text="Cyfarfod bob mis.", language="cy", formats=("pdf",))
    book.publish(3, 1, "Wages of our workers", text="Only for us.", audience="programme")
    book.publish(3, 2, "Insurance quotes", text="What we were offered.", audience="waymark")
    book.publish(4, 1, "Working with Deaf people", text="Book interpreters.", constituencies=("Deaf people",))
    return book


def ask(connection: Connection, words: str = "", reader: LibraryReader = ANYBODY, **chosen: Any) -> LibraryPage:  # noqa: ANN401
    with connection.transaction():
        return search(connection, LibraryQuestion(words=words, **chosen), reader)


def titles(page: LibraryPage) -> list[str]:
    return [line.title for line in page.lines]


def test_a_title_counts_more_than_a_text(shelves: Connection) -> None:
    page = ask(shelves, "access audit")
    assert titles(page) == ["An access audit of a church hall", "Finding a bank"]
    assert (page.matched, page.found, page.message) == ("words", 2, None)


def test_a_word_is_found_in_its_other_forms(shelves: Connection) -> None:
    assert titles(ask(shelves, "plan meeting")) == ["Planning meetings for everybody"]


def test_words_of_other_languages_are_found_as_they_are_written(shelves: Connection) -> None:
    assert titles(ask(shelves, "ynys môn")) == ["Cyfarfodydd ar Ynys Môn"]
    assert titles(ask(shelves, "YNYS MÔN")) == ["Cyfarfodydd ar Ynys Môn"]


def test_words_can_be_left_out_and_phrases_kept(shelves: Connection) -> None:
    assert titles(ask(shelves, "audit -church")) == ["Finding a bank"]
    assert titles(ask(shelves, '"church hall"')) == ["An access audit of a church hall"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acess audit", "access audit"),
        ("accses audit", "access audit"),
        ("access auidt", "access audit"),
        ("accesss audt", "access audit"),
    ],
)
def test_what_was_mistyped_is_found_and_said(shelves: Connection, typed: str, meant: str) -> None:
    page = ask(shelves, typed)
    assert titles(page)[0] == "An access audit of a church hall"
    assert (page.matched, page.did_you_mean) == ("similar", meant)
    assert page.message == f"Nothing has “{typed}” as it is written. This is the nearest."


def test_when_nothing_is_found_the_nearest_words_are_said(shelves: Connection) -> None:
    page = ask(shelves, "everyplace")
    assert (page.lines, page.matched, page.did_you_mean) == ((), "nothing", "everybody")
    assert page.message == "Nothing was found for “everyplace”. Try fewer words, or other words for the same thing."
    assert ask(shelves, "xyzzyx").did_you_mean is None


def test_a_question_in_a_sentence_finds_what_has_some_of_its_words(shelves: Connection) -> None:
    page = ask(shelves, "how do we plan a first meeting with interpreters")
    assert set(titles(page)) == {"Planning meetings for everybody", "Working with Deaf people"}
    assert titles(page)[0] == "Planning meetings for everybody"
    assert (page.matched, page.did_you_mean) == ("some", None)
    assert page.message is not None
    assert page.message.endswith("This has some of it.")
    assert ask(shelves, "how do I xyzzyx").did_you_mean is None
    assert ask(shelves, "audit -church -bank").matched == "nothing"


def test_when_only_the_choices_are_too_narrow_it_says_so(shelves: Connection) -> None:
    page = ask(shelves, "audit", kind="facility")
    assert page.matched == "nothing"
    assert page.message is not None
    assert page.message.endswith("There is something without the other choices: take one of them away.")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"stage": "PRM"}, "An access audit of a church hall"),
        ({"kind": "toolkit"}, "Finding a bank"),
        ({"criterion": 12}, "An access audit of a church hall"),
        ({"constituency": "Deaf people"}, "Working with Deaf people"),
        ({"format": "easy-read"}, "Planning meetings for everybody"),
        ({"format": "pdf"}, "Cyfarfodydd ar Ynys Môn"),
        ({"language": "cy"}, "Cyfarfodydd ar Ynys Môn"),
    ],
)
def test_each_choice_narrows_what_is_shown(shelves: Connection, chosen: dict[str, Any], expected: str) -> None:
    assert titles(ask(shelves, **chosen)) == [expected]


def test_everybody_sees_only_what_is_for_them(shelves: Connection) -> None:
    def seen(reader: LibraryReader) -> set[str]:
        return set(titles(ask(shelves, reader=reader))) & {"Wages of our workers", "Insurance quotes"}

    assert seen(ANYBODY) == set()
    assert seen(LibraryReader(account=True)) == {"Insurance quotes"}
    assert seen(LibraryReader(account=True, programmes=(programme(1),))) == {"Insurance quotes"}
    assert seen(LibraryReader(account=True, programmes=(programme(3),))) == {"Wages of our workers", "Insurance quotes"}


def test_what_a_reader_may_not_see_is_not_even_guessed_at(shelves: Connection) -> None:
    for typed in ("wages", "wagse", "wagesworker", "insurances quote", "insurence"):
        page = ask(shelves, typed)
        said = f"{page.did_you_mean} {titles(page)}"
        assert "Wages" not in said
        assert "wages" not in said
        assert "insurance" not in said.lower()


def test_only_what_can_be_seen_can_be_chosen(shelves: Connection) -> None:
    offered = choices(shelves, ANYBODY)
    assert offered.stages == ("FUN", "PRM")
    assert offered.constituencies == ("Deaf people",)
    assert offered.languages == ("cy", "en")


@pytest.mark.parametrize("words", ["", "audit", "acess"])
def test_pages_follow_each_other_without_a_gap_or_a_double(shelves: Connection, words: str) -> None:
    whole = titles(ask(shelves, words))
    one_by_one, after = [], None
    for _ in range(len(whole)):
        page = ask(shelves, words, limit=1, after=after)
        one_by_one += titles(page)
        after = page.next
    assert one_by_one == whole
    assert after is None


@pytest.mark.parametrize("typed", ["'", "& | !", "a" * 200, "the of and", "%_", "(((", "\\", "🙂", "d'accord"])
def test_whatever_is_typed_is_answered(shelves: Connection, typed: str) -> None:
    assert ask(shelves, typed).found >= 0


def test_a_search_over_five_thousand_stays_on_an_index(shelves: Connection) -> None:
    dice = Random(5)  # noqa: S311 - a library's dice
    book = Book()
    for number in range(MANY):
        words = [f"word{dice.randint(0, 4_000)}" for _ in range(60)]
        title = f"How we found a {SUBJECTS[number % 10]} {words[0]}"
        on = DAY + timedelta(days=number % 700)
        book.publish(
            100 + number // 100, number % 100 + 1, title, on=on, text=" ".join(words), criteria=(number % 21 + 1,)
        )
    connection = shelves
    with connection.transaction(force_rollback=True):
        with connection.cursor() as cursor:
            Legacy().apply(cursor, book.events)
        connection.execute("ANALYZE views.legacy_resource")
        reader = LibraryReader(account=True, programmes=(programme(100),))
        connection.execute("SET LOCAL pg_trgm.strict_word_similarity_threshold = 0.5")
        asked = LibraryQuestion(words="word17 word23")
        fits, score, more = similar("wrod17")
        plans = {
            "words": _indexes(connection, *statement(asked, reader)),
            "similar": _indexes(connection, *statement(asked, reader, fits, score, **more)),
            "newest": _indexes(connection, *statement(LibraryQuestion(), reader, "TRUE", "0")),
        }
    assert "legacy_resource_words" in plans["words"]
    assert {"legacy_resource_words", "legacy_resource_letters"} <= plans["similar"]
    assert plans["newest"] & {"legacy_resource_2"}


def _indexes(connection: Connection, sql: str, asked: dict[str, object]) -> set[str]:
    """The indexes that a statement's plan looks into. It must not read the whole table."""
    row = connection.execute(f"EXPLAIN (FORMAT JSON) {sql}".encode(), asked).fetchone()
    assert row is not None
    text = json.dumps(row[0])
    parts: list[dict[str, Any]] = []

    def walk(plan: dict[str, Any]) -> None:
        parts.append(plan)
        for each in plan.get("Plans", []):
            walk(each)

    walk(row[0][0]["Plan"])
    whole = [part for part in parts if part["Node Type"] == "Seq Scan" and part["Relation Name"] == "legacy_resource"]
    assert whole == [], text
    return {part["Index Name"] for part in parts if "Index Name" in part}
