"""A hundred thousand events in one programme: a page reads its own rows and few others, wherever in them it is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import Connection, Cursor

from domain.duty_events import Prompted
from domain.milestone_events import EvidenceAdded
from projections.history_question import HistoryQuestion, places
from tests.projections.conftest import Log

PROGRAMME = "programme:00000000-0000-4000-8000-00000000000a"
PERSON = "person:00000000-0000-4000-8000-00000000000b"
EVENTS = 100_000
BEGAN = date(2024, 1, 1)
MIDDLE = BEGAN + timedelta(days=500)
"""A hundred events a day; every tenth told five days late; every fifth a reminder; every thousandth about GOV-05."""

FILL = """
WITH told AS (
    SELECT number, %(began)s::date + (number / 100)::int AS day, number %% 10 = 0 AS late
    FROM generate_series(1, %(events)s) AS number
), entry AS (
    INSERT INTO views.history_entry
    SELECT 1000000 + number, %(programme)s, %(programme)s, number,
        CASE WHEN number %% 5 = 0 THEN %(prompted)s ELSE %(evidence)s END,
        CASE WHEN number %% 1000 = 7 THEN '{GOV-05}'::text[] ELSE '{ENG-01}' END,
        day + time '12:00' + number %% 100 * interval '1 second',
        day - CASE WHEN late THEN 5 ELSE 0 END, day - CASE WHEN late THEN 5 ELSE 0 END, late
    FROM told
)
INSERT INTO views.history_about
SELECT %(programme)s, CASE WHEN number %% 1000 = 7 THEN 'GOV-05' ELSE 'ENG-01' END, 1000000 + number FROM told
UNION ALL SELECT %(programme)s, 'late/' || to_char(day - 5, 'YYYY-MM'), 1000000 + number FROM told WHERE late
UNION ALL SELECT %(programme)s, %(person)s, 1000000 + number FROM told WHERE number %% 2500 = 3
"""


@pytest.fixture(scope="module")
def full(log: Log) -> Iterator[Connection]:
    """Taken back at the end: others count on their own rows in this database."""
    with psycopg.connect(log.waymark.settings.database_url) as connection:
        _fill(connection)
        yield connection
        connection.rollback()


def _fill(connection: Connection) -> None:
    asked = {
        "began": BEGAN,
        "events": EVENTS,
        "programme": PROGRAMME,
        "prompted": Prompted.TOPIC,
        "evidence": EvidenceAdded.TOPIC,
        "person": PERSON,
    }
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(FILL, asked)
    for table in ("history_entry", "history_about", "history_day"):
        connection.execute(f"ANALYZE views.{table}")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)


LAST = 1_000_000 + EVENTS
PAGES = {
    "the first": HistoryQuestion(),
    "one in the middle": HistoryQuestion(after=1_050_000),
    "the last": HistoryQuestion(after=LAST - 30),
    "the newest": HistoryQuestion(newest_first=True),
    "newest first, in the middle": HistoryQuestion(newest_first=True, after=1_050_000),
    "without reminders": HistoryQuestion(after=1_050_000, reminders=False),
    "of one milestone": HistoryQuestion(milestone="GOV-05"),
    "of one milestone, the newest": HistoryQuestion(milestone="GOV-05", newest_first=True),
    "of one person": HistoryQuestion(person=PERSON),
    "of one person on one milestone": HistoryQuestion(person=PERSON, milestone="ENG-01"),
    "since a late day": HistoryQuestion(since=BEGAN + timedelta(days=990)),
    "since a day in the middle": HistoryQuestion(since=MIDDLE),
    "as known in the middle, the newest": HistoryQuestion(known_at=at(MIDDLE), newest_first=True),
    "as known in the middle, the last": HistoryQuestion(known_at=at(MIDDLE), after=1_050_000),
    "as true in the middle": HistoryQuestion(true_on=MIDDLE),
    "as true in the middle, the newest": HistoryQuestion(true_on=MIDDLE, newest_first=True),
    "added after an instant": HistoryQuestion(known_after=at(MIDDLE)),
    "added between two instants": HistoryQuestion(known_after=at(MIDDLE), known_at=at(MIDDLE + timedelta(days=1))),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_few_more_rows_than_it_has(full: Connection, page: str) -> None:
    question = PAGES[page]
    rows = rows_read(full, question)

    assert len(places(full, PROGRAMME, question, limit=question.limit)) > 0
    assert rows <= 20 * question.limit, f"{rows:,} rows were read"


def test_two_days_of_a_long_past_read_what_was_told_since_and_what_came_late(full: Connection) -> None:
    question = HistoryQuestion(since=MIDDLE, until=MIDDLE + timedelta(days=1), limit=500)
    found = places(full, PROGRAMME, question, limit=500)

    # 90 told in time and 10 late ones on each of the days.
    assert len(found) == 200
    assert rows_read(full, question) <= 1_500


def test_what_is_true_by_a_day_has_what_came_late_and_nothing_that_became_true_after(full: Connection) -> None:
    days = full.execute(
        "SELECT count(*) FROM views.history_entry WHERE programme = %s AND true_from <= %s", (PROGRAMME, MIDDLE)
    ).fetchone()
    found = places(full, PROGRAMME, HistoryQuestion(true_on=MIDDLE))

    assert days == (len(found),)
    assert [place.position for place in found] == sorted(place.position for place in found)
    assert max(place.true_from for place in found) == MIDDLE


def rows_read(connection: Connection, question: HistoryQuestion) -> int:
    """How many rows PostgreSQL looked at in its tables and indexes, found or not."""
    counting = Counting(connection)
    places(counting, PROGRAMME, question, limit=question.limit)  # type: ignore[arg-type]  # it asks the same
    return counting.rows


class Counting:
    """A connection that lets every statement be explained before it is carried out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.rows = 0

    def execute(self, statement: str, values: Any, *, prepare: bool) -> Cursor[Any]:  # noqa: ANN401 - of any statement
        assert not prepare
        plan = self._connection.execute(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", values, prepare=False
        )
        (found,) = plan.fetchall()
        self.rows += sum(_looked_at(node) for node in _nodes(found[0][0]["Plan"]))
        return self._connection.execute(statement, values, prepare=False)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _looked_at(node: dict[str, Any]) -> int:
    if "Scan" not in node["Node Type"]:
        return 0
    passed_over = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int((node["Actual Rows"] + passed_over) * node["Actual Loops"])
