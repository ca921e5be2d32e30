"""How long milestones really took: counted from events alone, the same rule as in a legacy pack, nobody named."""

from datetime import date, timedelta

import pytest
from psycopg import Connection

from domain import milestone_events as milestones
from domain.as_it_went import lasted
from domain.observed import WHOLE, Observed
from domain.programme_events import ProgrammeClosed
from projections.durations import Durations
from projections.durations_reading import observed
from tests.projections.conftest import Log
from tests.projections.left_behind import DAY, TEMPLATE, Book, plan, programme, put, sealed

LATER = DAY + timedelta(weeks=60)


def day(weeks: int) -> date:
    return DAY + timedelta(weeks=weeks)


def opened(book: Book, number: int, weeks: int, milestone: str = "ENG-01") -> None:
    fact = milestones.MilestoneOpened(milestone=milestone, round=1, due=LATER, early=False, reason=None)
    book.write(programme(number), fact, day(weeks))


def accepted(book: Book, number: int, weeks: int, *, before: bool = False) -> None:
    fact = milestones.MilestoneAccepted(
        milestone="ENG-01", waived=(), board_version=0, note=None, before_waymark=before
    )
    book.write(programme(number), fact, day(weeks))


def a_group(book: Book, number: int = 1) -> str:
    book.start(number, f"Group {number}")
    opened(book, number, 0)
    return programme(number)


def read(connection: Connection, book: Book, **asked: object) -> tuple[Observed, ...]:
    put(connection, book.events, [Durations()])
    on = asked.pop("on", LATER)
    found = observed(connection, TEMPLATE, on, **asked)  # type: ignore[arg-type]
    return tuple(each for each in found if each.milestone == "ENG-01")


def test_a_reached_milestone_took_from_its_opening_to_its_acceptance(connection: Connection) -> None:
    book = Book()
    a_group(book)
    accepted(book, 1, 9)

    assert read(connection, book) == (
        Observed(milestone="ENG-01", weeks=9, finished=True, template=TEMPLATE, version=plan().version),
    )


def test_one_still_open_took_at_least_so_long_and_an_ended_programme_stops_counting(connection: Connection) -> None:
    book = Book()
    a_group(book, 1)
    a_group(book, 2)
    book.write(programme(2), ProgrammeClosed(ending="stopped-early", reason=sealed("Why")), day(20))

    assert sorted((each.weeks, each.finished) for each in read(connection, book)) == [(20, False), (60, False)]


def test_blocked_weeks_are_told_apart(connection: Connection) -> None:
    book = Book()
    a_group(book)
    book.write(programme(1), milestones.MilestoneBlocked(milestone="ENG-01", kind="money", note=None), day(2))
    book.write(programme(1), milestones.MilestoneUnblocked(milestone="ENG-01", note=None), day(5))
    accepted(book, 1, 9)

    assert [(each.weeks, each.blocked_weeks) for each in read(connection, book)] == [(9, 3)]


def test_a_reopened_milestone_counts_from_its_first_opening_and_one_set_aside_not_at_all(
    connection: Connection,
) -> None:
    book = Book()
    a_group(book, 1)
    accepted(book, 1, 4)
    again = milestones.MilestoneReopened(milestone="ENG-01", round=2, due=LATER, reason=sealed("Why"))
    book.write(programme(1), again, day(8))
    accepted(book, 1, 12)
    a_group(book, 2)
    book.write(programme(2), milestones.MilestoneSetAside(milestone="ENG-01", reason=sealed("Why")), day(3))

    assert [(each.weeks, each.finished) for each in read(connection, book)] == [(12, True)]


def test_what_was_reached_before_waymark_is_a_guess_and_no_evidence(connection: Connection) -> None:
    book = Book()
    a_group(book)
    accepted(book, 1, 9, before=True)

    assert read(connection, book) == ()


def test_a_programme_is_no_evidence_for_itself_and_a_story_only_when_asked_for(connection: Connection) -> None:
    book = Book()
    mine = a_group(book, 1)
    book.start(2, "A story", story="map")
    opened(book, 2, 0)

    assert len(read(connection, book)) == 1
    assert read(connection, book, besides=mine) == ()
    assert len(read(connection, book, stories=True)) == 2


def test_packs_of_other_waymarks_count_too(connection: Connection) -> None:
    book = Book()
    book.import_pack(9, "Far Away Group")

    assert [(each.weeks, each.finished) for each in read(connection, book)] == [(4, True)]
    assert read(connection, book, on=DAY - timedelta(days=1)) == ()


def test_a_pack_that_says_days_counts_to_the_day(connection: Connection) -> None:
    book = Book()
    book.import_pack(9, "Far Away Group", days=24)

    assert [(each.weeks, each.blocked_weeks) for each in read(connection, book)] == [(24 / 7, 0)]


def test_on_a_past_day_only_what_was_there_then_is_known(connection: Connection) -> None:
    book = Book()
    a_group(book)
    accepted(book, 1, 9)

    assert [(each.weeks, each.finished) for each in read(connection, book, on=day(6))] == [(6, False)]
    assert read(connection, book, on=DAY - timedelta(days=1)) == ()


def test_the_length_of_the_whole_is_known_of_a_finished_programme(connection: Connection) -> None:
    book = Book()
    a_group(book)
    book.write(programme(1), ProgrammeClosed(ending="finished", reason=sealed("Why")), day(50))
    put(connection, book.events, [Durations()])

    (whole,) = [each for each in observed(connection, TEMPLATE, LATER) if each.milestone == WHOLE]
    assert (whole.weeks, whole.finished) == (50, True)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_view_and_a_legacy_pack_say_the_same(log: Log, views: Connection, number: int) -> None:
    """One rule in two places: every milestone of a random walk, to the day."""
    name = log.walks[number].programme
    others = {each.programme for each in log.walks} - {name}
    events = [event for event in log.events if event.stream == name]
    in_pack = {each.milestone: each for each in lasted(events, log.watch.today) if not each.milestone.startswith("OWN")}

    rows = views.execute("SELECT programme FROM views.durations_programme").fetchall()
    assert {row[0] for row in rows} >= {name, *others}
    views.execute("DELETE FROM views.durations_programme WHERE programme <> %s", (name,))
    views.execute("DELETE FROM views.durations_pack")
    found = {
        each.milestone: each for each in observed(views, "ulo-from-scratch", log.watch.today) if each.milestone != WHOLE
    }

    assert found.keys() == in_pack.keys()
    for milestone, each in found.items():
        packed = in_pack[milestone]
        assert (each.weeks, each.blocked_weeks, each.finished) == (
            packed.exact_weeks,
            packed.exact_blocked_weeks,
            packed.finished,
        )
