"""From every total of the library to the events it comes from, and back again from these events alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import Connection

from domain.event import Fact, Recorded
from domain.journal_events import FigureCorrected, PeopleCounted
from domain.learning_events import BuddyAgreed, MentorTraced, ResourceHelped
from domain.programme_events import Mentor, MentorReplaced, ProgrammeClosed
from domain.resource_events import ResourceWithdrawn
from projections.facts import happenings
from projections.legacy_totals import Totals, counted_programmes, totals
from projections.seeing import EVERYTHING, Seeing, everything
from projections.totals_lineage import TotalsEntry, TotalsLineage, TotalsQuestion, total_views, totals_lineage
from projections.totals_tally import TOTALS, tally
from service.postgres_server import PostgresServer
from service.schema import create_schema
from service.views import create_views
from tests.projections.left_behind import DAY, Book, opened, programme, put, sealed, shelf
from tests.projections.walk import COORDINATOR

NOTHING = Seeing(frozenset())


@dataclass(frozen=True)
class Written:
    """Gives the events of a book by their positions."""

    events: Sequence[Recorded[Fact]]

    def __call__(self, positions: Sequence[int]) -> Sequence[Recorded[Fact]]:
        return [self.events[position - 1] for position in positions]

    def entries(self, positions: Sequence[int]) -> Mapping[int, int]:
        return {position: position for position in positions}


@pytest.fixture
def views(postgres: PostgresServer, database: str, database_name: str) -> Iterator[Connection]:
    create_schema(database)
    create_views(database)
    with psycopg.connect(postgres.url(database_name, "waymark_app"), autocommit=True) as connection:
        yield connection


def written() -> Book:
    """Five programmes of two mentors, with everything a total counts, and what takes it back."""
    book = Book()
    for number, name in enumerate(("Grandmother", "Mother", "Daughter", "Friend"), start=1):
        book.start(number, name)
    book.start(5, "Aunt", mentor="Somebody Else", story="spectrum")
    for number, mentor in ((2, "Grandmother"), (3, "Mother"), (4, "Mother")):
        at = Mentor(organisation=mentor, coordinator=COORDINATOR)
        book.write(programme(number), MentorReplaced(mentor=at, reason=sealed("Closer.")))
        book.write(programme(number), MentorTraced(programme=programme(number - 1)))
    anew = Mentor(organisation="Somebody Else", coordinator=COORDINATOR)
    book.write(programme(4), MentorReplaced(mentor=anew, reason=sealed("Closer still.")))
    book.write(programme(5), BuddyAgreed(organisation="Friend", programme=programme(4), part="buddy", gives=True))
    book.write(programme(4), BuddyAgreed(organisation="Aunt", programme=programme(5), part="mentor", gives=False))
    for number in (1, 2):
        book.write(programme(number), PeopleCounted(as_of=DAY, engaged=10, trained=5, supported=4, different=11))
        book.write(programme(number), PeopleCounted(as_of=DAY, engaged=20, trained=6, supported=5, different=21))
        book.write(
            programme(number), FigureCorrected(figure="different", was=21, correct=22, reason=sealed("One more."))
        )
    for number, ending in ((1, "finished"), (2, "merged"), (3, "stopped-early")):
        closed = ProgrammeClosed.model_validate({"ending": ending, "reason": sealed("So it ended.")})
        book.write(programme(number), closed)
    used, own = book.publish(1, 1, "Used"), book.publish(2, 1, "Used by ourselves only")
    book.publish(1, 2, "Withdrawn")
    book.write(shelf(1), ResourceWithdrawn(resource=2, reason=sealed("Old.")))
    for number in (2, 3, 3):
        book.write(programme(number), ResourceHelped(resource=used, milestone=None, note=None))
    book.write(programme(2), ResourceHelped(resource=own, milestone=None, note=None))
    book.import_pack(9, "Far Away Group")
    book.publish(9, title="From afar", ledger="service")
    return book


def asked(connection: Connection, book: Book, name: str, mentor: str | None = None) -> TotalsLineage:
    question = TotalsQuestion(name=name, mentor=mentor, limit=500)
    found = totals_lineage(connection, question, facts=Written(book.events), opening=opened(), seeing_of=everything)
    assert found is not None, name
    return found


def test_every_total_has_a_lineage_and_every_lineage_a_total() -> None:
    assert list(TOTALS) == [name for name in Totals.model_fields if name != "mentor"]


@pytest.mark.parametrize("mentor", [None, "Disability Solutions", "Mother", "Somebody Else", "Nobody"])
def test_every_total_is_counted_again_from_its_events_alone(views: Connection, mentor: str | None) -> None:
    book = written()
    put(views, book.events)
    named = {each.name: each.value for each in total_views(totals(views, mentor))}

    for name, value in named.items():
        found = asked(views, book, name, mentor)
        assert (found.value, found.counted_again) == (value, value), name
        assert (found.total, found.unseen) == (len(found.events), 0)
        assert bool(found.events) is bool(value), "a number has events, and nothing has none"
    if mentor is None:
        assert all(named.values()), "each total counts something here, or this shows nothing"


def test_without_one_of_its_events_a_total_is_another(views: Connection) -> None:
    book = written()
    put(views, book.events)
    counted = counted_programmes(views)

    for name in ("programmes_started", "people_trained", "resources_published", "became_mentors"):
        found = asked(views, book, name)
        last = found.events[-1].entry.position
        left = [each for each in book.events if each.position in {one.entry.position for one in found.events} - {last}]
        assert tally(name, happenings(left), counted).value < found.value, name


def test_events_of_a_programme_that_one_has_no_part_in_are_counted_and_not_told(views: Connection) -> None:
    book = written()
    put(views, book.events)
    question = TotalsQuestion(name="programmes_started")
    mine = {programme(2): EVERYTHING}
    found = totals_lineage(
        views,
        question,
        facts=Written(book.events),
        opening=opened(),
        seeing_of=lambda each: mine.get(each, NOTHING),
    )

    assert found is not None
    assert (found.value, found.total, found.unseen) == (5, 5, 4)
    assert [(each.programme, each.organisation) for each in found.events] == [(programme(2), "Mother")]
    assert not any(programme(number) in found.model_dump_json() for number in (1, 3, 4, 5))


def test_a_total_comes_in_pages(views: Connection) -> None:
    book = written()
    put(views, book.events)
    whole = asked(views, book, "people_different")
    seen: list[TotalsEntry] = []
    after: int | None = None
    while True:
        question = TotalsQuestion(name="people_different", after=after, limit=3)
        page = totals_lineage(views, question, facts=Written(book.events), opening=opened(), seeing_of=everything)
        assert page is not None
        seen += page.events
        after = page.next
        if after is None:
            break

    assert tuple(seen) == whole.events


def test_a_total_of_no_such_name_finds_nothing(views: Connection) -> None:
    question = TotalsQuestion(name="happiness")
    assert totals_lineage(views, question, facts=Written(()), opening=opened(), seeing_of=everything) is None
