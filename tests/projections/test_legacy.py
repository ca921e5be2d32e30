"""The legacy: what groups left behind, built from the events alone."""

from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from domain.event import Fact, Recorded
from domain.journal_events import FigureCorrected, LessonRecorded, PeopleCounted
from domain.learning_events import (
    BuddyAgreed,
    InformationNeedAnswered,
    InformationNeedRaised,
    InformationNeedWithdrawn,
    MentorTraced,
    ResourceHelped,
)
from domain.programme_events import Mentor, MentorReplaced, ProgrammeClosed
from domain.resource_events import (
    Lasted,
    Owner,
    OwnerLeft,
    OwnerNamed,
    PackImported,
    ResourceChecked,
    ResourceDrafted,
    ResourceReviewed,
    ResourceRevised,
    ResourceWithdrawn,
    RunningAnswered,
)
from projections.fingerprint import fingerprint
from projections.legacy import Legacy
from projections.legacy_reading import legacy_of, open_data, resource
from projections.legacy_shelf import ANYBODY, LibraryReader
from service.postgres_server import PostgresServer
from service.schema import create_schema
from service.views import create_views
from tests.projections.left_behind import DAY, Book, opened, programme, put, sealed, shelf
from tests.projections.walk import COORDINATOR, WORKER

LATER = DAY + timedelta(days=30)
ACCOUNT = LibraryReader(account=True)


@pytest.fixture
def views(postgres: PostgresServer, database: str, database_name: str) -> Iterator[Connection]:
    create_schema(database)
    create_views(database)
    with psycopg.connect(postgres.url(database_name, "waymark_app"), autocommit=True) as connection:
        yield connection


def everything() -> list[Recorded[Fact]]:
    """Every kind of event that the legacy knows, over three programmes and a pack."""
    book = Book()
    one, two, three = (book.start(number, f"Group {number}") for number in (1, 2, 3))
    lesson = book.write(
        one, LessonRecorded(milestone="PRM-01", lesson=sealed("Ask the library."), context=sealed("In winter"))
    )
    drafted = ResourceDrafted(
        resource=1,
        kind="lesson",
        milestone="PRM-01",
        lesson=lesson,
        evidence=(1,),
        title=sealed("A hall"),
        text=sealed("Ask."),
        easy_read=None,
    )
    book.write(shelf(1), drafted)
    revised = ResourceRevised(resource=1, draft=2, title=sealed("A hall!"), text=sealed("Ask."), easy_read=None)
    book.write(shelf(1), ResourceChecked(resource=1, draft=1, agreed=False, note=sealed("Say whom.")))
    book.write(shelf(1), revised)
    book.write(shelf(1), ResourceChecked(resource=1, draft=2, agreed=True, note=None))
    name = book.publish(1, milestone="PRM-01", stage="PRM", lesson=lesson, contact=WORKER, consented_on=DAY)
    owner = Owner(organisation="Group 1", person=WORKER, agreed_on=DAY)
    book.write(shelf(1), OwnerNamed(resource=1, owner=owner))
    book.write(shelf(1), ResourceReviewed(resource=1, review_on=date(2028, 1, 1), note=None), LATER)
    book.write(shelf(1), RunningAnswered(resource=1, running=True, note=sealed("Every Tuesday")), LATER)
    book.write(shelf(1), drafted.model_copy(update={"resource": 2, "lesson": None, "title": sealed("A rota")}))
    book.write(shelf(1), OwnerNamed(resource=2, owner=owner))
    book.write(shelf(1), OwnerLeft(resource=2, reason=None))
    gone = book.publish(1, 3, "A price list")
    book.write(shelf(1), ResourceWithdrawn(resource=3, reason=sealed("The prices are old.")), LATER)
    for _ in range(2):
        book.write(two, ResourceHelped(resource=name, milestone="PRM-01", note=None))
    book.write(three, ResourceHelped(resource=name, milestone=None, note=None), LATER)
    book.write(one, ResourceHelped(resource=name, milestone=None, note=None))
    for need, question in enumerate(("Who signs?", "Where is the key?", "Which form?"), start=1):
        book.write(two, InformationNeedRaised(need=need, milestone="GOV-01", question=sealed(question)))
    book.write(two, InformationNeedAnswered(need=1, answer=None, resources=(name, gone)), LATER)
    book.write(two, InformationNeedWithdrawn(need=2, reason=None), LATER)
    book.write(two, MentorTraced(programme=one))
    book.write(
        three,
        MentorReplaced(mentor=Mentor(organisation="Group 1", coordinator=COORDINATOR), reason=sealed("They moved.")),
        LATER,
    )
    book.write(three, BuddyAgreed(organisation="Group 2", programme=two, part="buddy", gives=False))
    book.write(one, PeopleCounted(as_of=DAY, engaged=9, trained=4, supported=3, different=9))
    book.write(one, PeopleCounted(as_of=LATER, engaged=12, trained=5, supported=4, different=12))
    book.write(one, FigureCorrected(figure="trained", was=5, correct=6, reason=sealed("One more.")))
    book.write(one, ProgrammeClosed(ending="finished", reason=sealed("Done.")), LATER)
    pack = PackImported(
        pack="a" * 64,
        organisation="Far Away Group",
        template="ulo-from-scratch",
        template_version=1,
        ended_on=DAY,
        checkpoint=None,
        course=(Lasted(milestone="ENG-01", weeks=4),),
    )
    book.write(shelf(9), pack, ledger="service")
    book.publish(9, title="A toolkit from afar", ledger="service", kind="toolkit", organisation="Far Away Group")
    return book.events


def mark(connection: Connection) -> str:
    return fingerprint(connection, "legacy")


def emptied(connection: Connection) -> None:
    for table in Legacy.tables:
        connection.execute(SQL("DELETE FROM {}").format(Identifier("views", table)))


def test_however_the_events_come_the_rows_are_the_same(views: Connection) -> None:
    events = everything()
    put(views, events, [Legacy()])
    at_once = mark(views)
    emptied(views)
    assert mark(views) != at_once
    for event in events:
        put(views, [event], [Legacy()])
    assert mark(views) == at_once
    for first in (0, 7, 20):
        put(views, events[first:], [Legacy()])
        assert mark(views) == at_once
    emptied(views)
    for stream in sorted({event.stream for event in events}, reverse=True):
        put(views, [event for event in events if event.stream == stream], [Legacy()])
    assert mark(views) == at_once


def test_what_is_published_shows_its_whole_story(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    found = resource(views, f"{shelf(1)}/1", ACCOUNT, opened({WORKER: "Will Worker"}))
    assert found is not None
    assert (found.line.title, found.line.milestone, found.line.stage) == ("How we found a hall", "PRM-01", "PRM")
    assert (found.line.running, found.line.review_on) == (True, date(2028, 1, 1))
    assert found.owner is not None
    assert found.owner.person is not None
    assert (found.owner.organisation, found.owner.person.name) == ("Group 1", "Will Worker")
    assert found.contact is not None
    assert (found.contact.name, found.came_from) == ("Will Worker", None)


def test_what_helped_others_counts_each_other_programme_once(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    found = resource(views, f"{shelf(1)}/1", ANYBODY, opened())
    assert found is not None
    assert found.line.helped == 2


def test_who_is_not_signed_in_reads_no_name_of_a_person(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    found = resource(views, f"{shelf(1)}/1", ANYBODY, opened({WORKER: "Will Worker"}))
    assert found is not None
    assert found.contact is None
    assert "person:" not in found.model_dump_json()
    assert all("person:" not in each.model_dump_json() for each in open_data(views))


def test_what_was_withdrawn_keeps_its_place_and_loses_its_words(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    found = resource(views, f"{shelf(1)}/3", ANYBODY, opened())
    assert found is not None
    assert (found.withdrawn_on, found.text, found.line.excerpt, found.line.title) == (LATER, "", "", "A price list")
    assert found.line.resource not in {each.line.resource for each in open_data(views)}


def test_what_was_withdrawn_can_be_offered_again_in_a_new_edition(views: Connection) -> None:
    events = everything()
    book = Book()
    again = [event for event in events if event.stream == shelf(1)]
    for event in again:
        book.write(event.stream, event.fact, event.meta.occurred_on)
    book.publish(1, 3, "A new price list", edition=2)
    put(views, book.events, [Legacy()])
    found = resource(views, f"{shelf(1)}/3", ANYBODY, opened())
    assert found is not None
    assert (found.line.edition, found.line.title, found.withdrawn_on) == (2, "A new price list", None)
    assert found.text


def test_what_came_with_a_pack_shows_like_the_rest_and_says_where_it_came_from(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    found = resource(views, f"{shelf(9)}/1", ANYBODY, opened())
    assert found is not None
    assert found.came_from is not None
    assert (found.line.imported, found.line.organisation) == (True, "Far Away Group")
    assert (found.came_from.organisation, found.came_from.pack, found.came_from.imported_on) == (
        "Far Away Group",
        "a" * 64,
        DAY,
    )


def test_a_draft_stays_sealed_in_the_tables_and_is_opened_for_its_own_people(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    assert resource(views, f"{shelf(1)}/2", LibraryReader(account=True, programmes=(programme(1),)), opened()) is None
    own = legacy_of(views, programme(1), ACCOUNT, opened())
    assert [(each.title, each.state) for each in own.drafts] == [
        ("A hall!", "published"),
        ("A rota", "waiting for a check"),
    ]
    kept = views.execute("SELECT title FROM views.legacy_draft").fetchall()
    assert all(set(title) == {"s", "kid", "c", "at"} for (title,) in kept)


def test_a_check_of_earlier_words_does_not_check_the_new_ones(views: Connection) -> None:
    book = Book()
    words = {"title": sealed("A hall"), "text": sealed("Ask."), "easy_read": None}
    drafted = ResourceDrafted.model_validate(
        {"resource": 1, "kind": "lesson", "milestone": None, "lesson": None, "evidence": (), **words}
    )
    book.write(shelf(1), drafted)
    book.write(shelf(1), ResourceRevised.model_validate({"resource": 1, "draft": 2, **words}))
    book.write(shelf(1), ResourceChecked(resource=1, draft=1, agreed=True, note=None))
    put(views, book.events, [Legacy()])
    assert [each.state for each in legacy_of(views, programme(1), ACCOUNT, opened()).drafts] == ["waiting for a check"]


def test_a_recorded_lesson_says_what_was_made_of_it(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    (lesson,) = legacy_of(views, programme(1), ACCOUNT, opened()).lessons
    assert (lesson.lesson, lesson.context, lesson.resource) == ("Ask the library.", "In winter", f"{shelf(1)}/1")


def test_a_question_shows_what_became_of_it(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    needs = legacy_of(views, programme(2), ACCOUNT, opened()).needs
    assert [(each.question, each.state) for each in needs] == [
        ("Who signs?", "answered"),
        ("Where is the key?", "withdrawn"),
        ("Which form?", "open"),
    ]
    assert [each.title for each in needs[0].resources] == ["How we found a hall", "A price list"]


def test_no_words_of_a_sealed_draft_can_be_searched(views: Connection) -> None:
    put(views, everything(), [Legacy()])
    columns = views.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'views'"
        " AND data_type = 'tsvector'"
    ).fetchall()
    assert columns == [("legacy_resource", "words")]
    assert views.execute("SELECT count(*) FROM views.legacy_resource WHERE letters LIKE '%rota%'").fetchone() == (0,)
