"""What lies between two moments: what was added, and what that changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_of
from psycopg import Connection

from domain.event import Fact, Recorded
from projections.difference import Difference, DifferenceQuestion, difference
from projections.difference_changes import Change, flat
from projections.difference_words import Leaf, called
from projections.figures import figures
from projections.history_question import HistoryQuestion, Moment, places
from projections.history_reading import HistoryEntry
from projections.opening import Opening
from projections.past_events import day_of, past_events, past_places
from projections.progress_past import Past
from projections.progress_reading import progress
from projections.progress_views import ProgressView
from service.history import LoggedFacts
from tests.projections.conftest import Log

SLOW = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def facts(log: Log) -> LoggedFacts:
    return LoggedFacts(log.waymark.pool, log.waymark.seals)


class Told:
    """One programme's past, asked in short."""

    def __init__(self, views: Connection, log: Log, facts: LoggedFacts, opening: Opening, which: int) -> None:
        self.views, self.facts, self.opening = views, facts, opening
        self.programme, self.today = log.walks[which].programme, log.watch.today
        self.events: list[Recorded[Fact]] = [e for e in log.events if e.meta.ledger == self.programme]

    def at(self, moment: Moment) -> ProgressView | None:
        past = Past(self.programme)
        found = past_places(self.views, self.programme, moment)
        for event in past_events(self.views, self.programme, moment, found, self.facts):
            past.add(event)
        return past.view(today=day_of(moment, self.today), opening=self.opening)

    def between(self, before: Moment, after: Moment, limit: int = 500) -> Difference:
        question = DifferenceQuestion(before=before, after=after, limit=limit)
        return difference(
            self.views, self.programme, question, today=self.today, facts=self.facts, opening=self.opening
        )


@pytest.fixture(params=[0, 2])
def told(views: Connection, log: Log, facts: LoggedFacts, opening: Opening, request: pytest.FixtureRequest) -> Told:
    return Told(views, log, facts, opening, request.param)


def moments(told: Told) -> any_of.SearchStrategy[Moment]:
    place = any_of.integers(0, len(told.events) - 1)
    known = place.map(lambda number: Moment(known_at=told.events[number].meta.recorded_at))
    true = place.map(lambda number: Moment(true_on=told.events[number].meta.occurred_on))
    return any_of.one_of(known, true, any_of.just(Moment()))


def applied(before: Mapping[str, Leaf], changes: Iterable[Change]) -> dict[str, Leaf]:
    """What was said before, with these changes."""
    after = {**before, **{change.name: change.after for change in changes}}
    return {path: value for path, value in after.items() if value is not None}


def test_a_difference_applied_to_the_state_before_is_the_state_after(told: Told) -> None:
    @SLOW
    @given(before=moments(told), after=moments(told))
    def holds(before: Moment, after: Moment) -> None:
        first, second = told.at(before), told.at(after)
        assert first is not None
        assert second is not None
        found = told.between(before, after)
        assert applied(flat(first), found.changes) == flat(second)
        assert all(change.before != change.after for change in found.changes)

    holds()


def test_what_is_known_now_is_everything(told: Told, views: Connection) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    everything = [place.position for place in places(views, told.programme, HistoryQuestion())]

    assert everything == [event.position for event in told.events]
    for question in (
        HistoryQuestion(known_at=later),
        HistoryQuestion(true_on=later.date()),
        HistoryQuestion(known_at=later, true_on=later.date()),
        HistoryQuestion(until=later.date()),
    ):
        assert [place.position for place in places(views, told.programme, question)] == everything


def test_progress_folded_from_the_log_is_progress_as_it_is_kept(told: Told, views: Connection) -> None:
    kept = progress(views, told.programme, today=told.today, opening=told.opening)
    assert kept is not None
    for moment in (Moment(), Moment(true_on=told.today)):
        folded = told.at(moment)
        assert folded is not None
        assert flat(folded) == flat(kept)


def test_every_change_says_before_and_after_in_a_sentence_and_names_its_events(told: Told) -> None:
    first, last = told.events[0].meta.recorded_at, Moment()
    found = told.between(Moment(known_at=first), last)
    known = {event.position: event for event in told.events}

    assert found.added == len([e for e in told.events if e.meta.recorded_at > first and "prompted" not in e.fact.TOPIC])
    assert found.taken == 0
    for change in found.changes:
        assert change.sentence[0].isupper() or change.sentence[0] == "“"
        assert change.sentence.endswith(".")
        assert "None" not in change.sentence
        assert "person:" not in change.sentence
        if change.name.rpartition(".")[2] != "overdue":
            assert change.causes, change.name
        for cause in change.causes:
            event = known[cause.position]
            assert (cause.source.stream, cause.source.version) == (event.stream, event.version)
            assert event.meta.recorded_at > first


def test_every_part_of_progress_has_a_name_in_words(told: Told) -> None:
    first = told.at(Moment(known_at=told.events[0].meta.recorded_at))
    now = told.at(Moment())
    assert first is not None
    assert now is not None
    changed = Counter(
        change.name for change in told.between(Moment(known_at=told.events[0].meta.recorded_at), Moment()).changes
    )
    for name in changed:
        assert called(name, {}) or name in figures(now) or name in figures(first), name


def test_who_comes_from_the_constituency_cannot_be_read_out_of_a_difference(told: Told) -> None:
    found = told.between(Moment(known_at=told.events[0].meta.recorded_at), Moment())

    assert any(change.name == "board.voting" for change in found.changes)
    assert not [change.name for change in found.changes if "constituency" in change.name or "meets" in change.name]


def test_before_it_began_there_is_nothing_to_compare_with(told: Told) -> None:
    before = told.events[0].meta.recorded_at - timedelta(days=1)
    found = told.between(Moment(known_at=before), Moment())

    assert (found.began_before, found.began_after) == (False, True)
    assert found.changes == ()
    assert found.added > 0


def test_what_was_added_comes_in_pages(told: Told) -> None:
    before = Moment(known_at=told.events[len(told.events) // 3].meta.recorded_at)
    whole = told.between(before, Moment())
    seen: list[HistoryEntry] = []
    cursor = 0
    while True:
        question = DifferenceQuestion(before=before, cursor=cursor, limit=50)
        page = difference(
            told.views, told.programme, question, today=told.today, facts=told.facts, opening=told.opening
        )
        seen += page.entries
        if page.next is None:
            break
        cursor = page.next

    assert tuple(seen) == whole.entries
    assert len(seen) == whole.added
