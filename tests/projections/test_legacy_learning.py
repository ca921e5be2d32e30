"""What others left behind at the moment of need, who learned from whom, and what a mentor organisation reports."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from psycopg import Connection

from domain.journal_events import FigureCorrected, MentoringSessionHeld, PeopleCounted
from domain.learning_events import BuddyAgreed, MentorTraced, ResourceHelped
from domain.programme_events import Mentor, MentorReplaced, ProgrammeClosed
from domain.resource_events import PackImported, ResourceWithdrawn
from projections.legacy_lessons import lessons_for
from projections.legacy_lineage import lineage
from projections.legacy_shelf import ANYBODY, LibraryReader
from projections.legacy_totals import totals
from service.postgres_server import PostgresServer
from service.schema import create_schema
from service.views import create_views
from tests.projections.left_behind import DAY, Book, plan, programme, put, sealed, shelf
from tests.projections.walk import COORDINATOR

LATER = DAY + timedelta(days=30)
MILESTONE = "PRM-01"


@pytest.fixture
def views(postgres: PostgresServer, database: str, database_name: str) -> Iterator[Connection]:
    create_schema(database)
    create_views(database)
    with psycopg.connect(postgres.url(database_name, "waymark_app"), autocommit=True) as connection:
        yield connection


def shown(connection: Connection, reader: LibraryReader = ANYBODY) -> list[tuple[str, str]]:
    found = lessons_for(connection, programme(1), MILESTONE, reader)
    return [(each.line.title, each.why) for each in found]


def test_a_milestone_shows_what_others_left_for_it_and_for_its_kind(views: Connection) -> None:
    step = plan().milestone(MILESTONE)
    assert step is not None
    assert step.criteria
    shared = step.criteria[0]
    stage = next(each for each in plan().stages if each.id == step.stage)
    other = next(each for each in range(1, 22) if each not in step.criteria)
    book = Book()
    for number in (1, 2, 3):
        book.start(number, f"Group {number}")
    book.publish(1, title="Our own", milestone=MILESTONE)
    book.publish(2, 1, "Same, older", milestone=MILESTONE, stage="PRM")
    book.publish(2, 2, "Same, newer", milestone=MILESTONE, on=LATER)
    book.publish(2, 3, "Stage by its id", stage=step.stage, on=LATER)
    loved = book.publish(2, 4, "Stage by its title, and it helped", stage=stage.title)
    book.publish(3, 1, "A shared criterion", criteria=(shared,), on=DAY + timedelta(days=20))
    book.publish(3, 2, "Something else", criteria=(other,), stage="XYZ", milestone="FUN-01")
    book.publish(3, 3, "The same id of another plan", milestone=MILESTONE, template="another-plan")
    book.publish(3, 4, "For our own people", milestone=MILESTONE, audience="programme")
    book.publish(3, 5, "Withdrawn", milestone=MILESTONE)
    book.write(shelf(3), ResourceWithdrawn(resource=5, reason=sealed("Old.")))
    book.write(programme(1), ResourceHelped(resource=loved, milestone=None, note=None))
    put(views, book.events)
    assert shown(views) == [
        ("Same, newer", "same milestone"),
        ("Same, older", "same milestone"),
        ("Stage by its title, and it helped", "same stage"),
        ("Stage by its id", "same stage"),
        ("A shared criterion", "same criteria"),
    ]
    assert ("For our own people", "same milestone") in shown(views, LibraryReader(programmes=(programme(3),)))
    assert lessons_for(views, programme(1), "ZZZ-99", ANYBODY) == ()
    assert lessons_for(views, programme(8), MILESTONE, ANYBODY) == ()


def _family() -> Book:
    """One mentored two, two mentors three; four is a buddy of two; three changed its mentor on the way."""
    book = Book()
    book.start(1, "Grandmother")
    book.start(2, "Mother", mentor="Grandmother")
    book.write(programme(2), MentorTraced(programme=programme(1)))
    book.start(3, "Daughter", mentor="Somebody Else")
    takes_over = Mentor(organisation="Mother", coordinator=COORDINATOR)
    book.write(programme(3), MentorReplaced(mentor=takes_over, reason=sealed("Nearer.")), LATER)
    book.write(programme(3), MentorTraced(programme=programme(2)), LATER)
    book.start(4, "Friend")
    book.write(programme(4), BuddyAgreed(organisation="Mother", programme=programme(2), part="buddy", gives=False))
    return book


def test_a_lineage_goes_back_and_forward_across_programmes(views: Connection) -> None:
    put(views, _family().events)
    found = lineage(views, programme(3), lambda _: True)
    assert found is not None
    assert [(each.organisation, each.since, each.until, each.began_in) for each in found.mentors] == [
        ("Somebody Else", DAY, LATER, None),
        ("Mother", LATER, None, programme(2)),
    ]
    assert [(each.organisation, each.mentored, each.generation) for each in found.ancestors] == [
        ("Grandmother", "Mother", 2),
        ("Disability Solutions", "Grandmother", 3),
    ]
    middle = lineage(views, programme(2), lambda _: True)
    assert middle is not None
    assert [each.organisation for each in middle.mentors_now] == ["Daughter"]
    assert [(each.organisation, each.gives) for each in middle.beside] == [("Friend", True)]


def test_a_lineage_names_no_programme_the_reader_has_no_part_in(views: Connection) -> None:
    put(views, _family().events)
    own = {programme(2)}
    found = lineage(views, programme(2), own.__contains__)
    assert found is not None
    assert (found.mentors_now, found.mentors_others) == ((), 1)
    assert (found.ancestors, found.beside) == ((), ())
    assert found.mentors[0].began_in is None
    text = found.model_dump_json()
    assert not any(name in text for name in (programme(1), programme(3), programme(4), "Daughter", "Friend"))


def test_a_lineage_that_goes_round_in_a_circle_ends(views: Connection) -> None:
    book = _family()
    book.write(programme(1), MentorTraced(programme=programme(3)))
    put(views, book.events)
    found = lineage(views, programme(3), lambda _: True)
    assert found is not None
    assert [each.generation for each in found.ancestors] == [2, 3]


def test_totals_count_the_newest_figure_of_each_programme_and_never_sessions(views: Connection) -> None:
    book = _family()
    for number in (1, 2):
        one = programme(number)
        book.write(one, MentoringSessionHeld(minutes=60, milestones=(), note=None))
        book.write(one, PeopleCounted(as_of=DAY, engaged=10, trained=5, supported=4, different=11))
        book.write(one, PeopleCounted(as_of=LATER, engaged=20, trained=6, supported=5, different=21))
        book.write(one, FigureCorrected(figure="different", was=21, correct=22, reason=sealed("One more.")))
    book.write(programme(1), ProgrammeClosed(ending="finished", reason=sealed("Done.")), LATER)
    book.write(programme(4), ProgrammeClosed(ending="stopped-early", reason=sealed("No money.")), LATER)
    counts = _totals(views, book)
    assert (counts["programmes_started"], counts["programmes_running"]) == (4, 2)
    assert (counts["programmes_finished"], counts["programmes_stopped_early"], counts["programmes_merged"]) == (1, 1, 0)
    assert [counts[f"people_{each}"] for each in ("engaged", "trained", "supported", "different")] == [40, 12, 10, 44]
    assert (counts["became_mentors"], counts["became_buddies"]) == (2, 1)


def test_totals_say_what_was_left_behind_and_whom_it_helped(views: Connection) -> None:
    book = _family()
    used, own = book.publish(1, 1, "Used"), book.publish(2, 1, "Used by ourselves only")
    book.publish(1, 2, "Withdrawn")
    book.write(shelf(1), ResourceWithdrawn(resource=2, reason=sealed("Old.")))
    for number in (2, 3):
        book.write(programme(number), ResourceHelped(resource=used, milestone=None, note=None))
    book.write(programme(2), ResourceHelped(resource=own, milestone=None, note=None))
    pack = {"pack": "b" * 64, "organisation": "Afar", "template": "x", "template_version": 1}
    book.write(
        shelf(9),
        PackImported.model_validate({**pack, "ended_on": None, "checkpoint": None, "course": ()}),
        ledger="service",
    )
    book.publish(9, title="From afar", ledger="service")
    counts = _totals(views, book)
    assert (counts["resources_published"], counts["resources_reused"], counts["programmes_helped"]) == (2, 1, 2)
    assert counts["resources_from_elsewhere"] == 1


def test_a_mentor_organisation_counts_its_own_programmes_that_the_reader_may_see(views: Connection) -> None:
    put(views, _family().events)
    assert totals(views, "Grandmother").programmes_started == 1
    assert totals(views, "Somebody Else").programmes_started == 0, "a programme counts for the mentor it has now"
    mine = totals(views, "Disability Solutions", [programme(1)])
    assert (mine.mentor, mine.programmes_started, mine.resources_from_elsewhere) == ("Disability Solutions", 1, None)
    assert totals(views, "Disability Solutions", []).programmes_started == 0


def test_an_empty_library_has_totals_too(views: Connection) -> None:
    assert totals(views).people_different == 0


def _totals(connection: Connection, book: Book) -> dict[str, int]:
    put(connection, book.events)
    return totals(connection).model_dump()
