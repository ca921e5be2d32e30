"""What others took reaches a forecast: counted from the log, kept while it stands still, and stories left out."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.milestone_events import MilestoneAccepted, MilestoneOpened
from projections.durations import Durations
from service.log_reader import save_position
from service.outlook.experiences import Experiences, usual_weeks
from service.settings import Settings
from tests.projections.left_behind import DAY, TEMPLATE, Book, plan, programme, put

LATER = DAY + timedelta(weeks=60)
PLANNED = {each.id: each.weeks for each in plan().milestones}


@pytest.fixture
def pool(settings: Settings) -> Iterator[ConnectionPool[Connection]]:
    with ConnectionPool[Connection](settings.database_url, kwargs={"autocommit": True}, open=True) as made:
        yield made


def written(pool: ConnectionPool[Connection], groups: range, weeks: int, story: str | None = None) -> None:
    book = Book()
    for number in groups:
        book.start(number, f"Group {number}", story=story)
        opened = MilestoneOpened(milestone="GOV-05", round=1, due=LATER, early=True, reason=None)
        book.write(programme(number), opened, DAY)
        accepted = MilestoneAccepted(milestone="GOV-05", waived=(), board_version=0, note=None)
        book.write(programme(number), accepted, DAY + timedelta(weeks=weeks + number))
    with pool.connection() as connection:
        put(connection, book.events, [Durations()])
        save_position(connection, "durations", groups.stop * 10)


def test_five_others_are_evidence_and_four_are_not(pool: ConnectionPool[Connection]) -> None:
    experiences = Experiences(pool)
    written(pool, range(1, 5), 30)
    assert experiences.of_plan(TEMPLATE, PLANNED, LATER).learned == ()
    written(pool, range(5, 6), 30)
    (learned,) = experiences.of_plan(TEMPLATE, PLANNED, LATER).learned
    assert learned.milestone == "GOV-05"
    assert (learned.finished, learned.shortest, learned.longest) == (5, 31, 35)
    assert learned.p50_weeks > PLANNED["GOV-05"].typical


def test_on_an_earlier_day_less_was_known(pool: ConnectionPool[Connection]) -> None:
    experiences = Experiences(pool)
    written(pool, range(1, 7), 30)
    assert experiences.of_plan(TEMPLATE, PLANNED, DAY + timedelta(weeks=32)).learned == ()


def test_stories_are_no_evidence_unless_they_are_asked_for(pool: ConnectionPool[Connection]) -> None:
    written(pool, range(1, 7), 30, story="map")
    assert Experiences(pool).of_plan(TEMPLATE, PLANNED, LATER).learned == ()
    assert len(Experiences(pool, stories=True).of_plan(TEMPLATE, PLANNED, LATER).learned) == 1


def test_what_is_known_is_kept_while_the_view_stands_still(pool: ConnectionPool[Connection]) -> None:
    experiences = Experiences(pool)
    first = experiences.of_plan(TEMPLATE, PLANNED, LATER)
    assert experiences.of_plan(TEMPLATE, PLANNED, LATER) is first
    written(pool, range(1, 6), 30)
    assert experiences.of_plan(TEMPLATE, PLANNED, LATER) is not first


def test_a_plan_from_elsewhere_has_no_usual_figures() -> None:
    assert usual_weeks("nobody-knows-it") is None
    assert usual_weeks(TEMPLATE) == PLANNED
