"""The history in plain words, as it was known on any day."""

import re
from datetime import timedelta
from typing import get_args

import pytest
from psycopg import Connection

from domain.duty_events import Prompted
from domain.event import Fact, Recorded
from domain.organisation_events import OrganisationEvent
from domain.programme_events import ProgrammeEvent
from domain.resource_events import OwnerNamed, PackImported, ResourceEvent
from projections.history_question import HistoryQuestion
from projections.history_reading import HistoryEntry, history
from projections.opening import Opening
from service.history import LoggedFacts
from service.history import opening as service_opening
from tests.projections.conftest import Log, fill
from tests.projections.walk import NAMES, WHY, WORKER

FACTS: tuple[type[Fact], ...] = (
    *get_args(ProgrammeEvent),
    *get_args(OrganisationEvent),
    # What came in from another Waymark is in no programme's history.
    *(fact for fact in get_args(ResourceEvent) if fact is not PackImported),
)
RAW = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}|person:|programme[:.]\w|organisation[:.]\w|resource[:.]\w|\.v1|[A-Z]{2,5}-\d\d|None|ULO"
)


@pytest.fixture
def facts(log: Log) -> LoggedFacts:
    return LoggedFacts(log.waymark.pool, log.waymark.seals)


def read(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening, which: int = 2, **question: object
) -> list[HistoryEntry]:
    asked = HistoryQuestion.model_validate({"limit": 500} | question)
    return list(history(views, log.walks[which].programme, asked, facts=facts, opening=opening).entries)


def events(log: Log, which: int = 2) -> list[Recorded[Fact]]:
    return [event for event in log.events if event.meta.ledger == log.walks[which].programme]


@pytest.fixture(scope="session")
def everything_told(log: Log, opening: Opening) -> list[HistoryEntry]:
    facts = LoggedFacts(log.waymark.pool, log.waymark.seals)
    with log.waymark.pool.connection() as connection:
        fill(connection, log)
        return [entry for which in range(3) for entry in read(connection, log, facts, opening, which)]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_every_kind_of_event_is_a_sentence_without_ids(fact: type[Fact], everything_told: list[HistoryEntry]) -> None:
    told = [entry for entry in everything_told if entry.topic == fact.TOPIC]

    assert told
    for entry in told:
        assert entry.sentence[0].isupper() or entry.sentence[0] == "“"
        assert entry.sentence.endswith(".")
        assert not RAW.search(entry.sentence), entry.sentence
        assert not re.search(r"  |\.\.|“”| ,", entry.sentence), entry.sentence


def test_the_history_is_everything_in_order(views: Connection, log: Log, facts: LoggedFacts, opening: Opening) -> None:
    told = read(views, log, facts, opening)

    assert [entry.position for entry in told] == [event.position for event in events(log)]
    assert told[0].sentence.startswith("Mary Mentor started the programme of Group 3 in Tamworth")
    assert told[0].actor.name == "Mary Mentor"


def test_words_are_opened_on_reading_and_say_so_when_they_were_erased(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening
) -> None:
    erased = Opening(names=lambda people: dict.fromkeys(people, "[erased]"), unseal=lambda _: "[erased]")
    words = {(said.label, said.text) for entry in read(views, log, facts, opening) for said in entry.words}
    gone = {said.text for entry in read(views, log, facts, erased) for said in entry.words}

    assert {("Reason", WHY), ("Lesson", "Book the hall early."), ("Minute", WHY)} <= words
    assert not {text for _, text in words} & {"yes", "no"}, "who is from the constituency is not shown"
    assert gone == {"[erased]"}


def test_the_index_keeps_no_words(views: Connection, log: Log) -> None:
    assert log.events
    for text in (WHY, "Book the hall early.", *NAMES.values()):
        found = views.execute(
            "SELECT (SELECT count(*) FROM views.history_entry AS e WHERE e::text LIKE %(like)s)"
            " + (SELECT count(*) FROM views.history_title AS t WHERE t::text LIKE %(like)s)",
            {"like": f"%{text}%"},
        ).fetchone()

        assert found == (0,)


def test_pages_are_stable_both_ways(views: Connection, log: Log, facts: LoggedFacts, opening: Opening) -> None:
    whole = [entry.position for entry in read(views, log, facts, opening)]
    for newest_first in (False, True):
        seen: list[int] = []
        after: int | None = None
        while True:
            question = HistoryQuestion(limit=37, after=after, newest_first=newest_first)
            page = history(views, log.walks[2].programme, question, facts=facts, opening=opening)
            seen += [entry.position for entry in page.entries]
            after = page.next
            if after is None:
                break

        assert seen == (whole[::-1] if newest_first else whole)


def test_known_at_a_moment_shows_what_was_known_then(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening
) -> None:
    mine = events(log)
    moment = mine[len(mine) // 2].meta.recorded_at

    told = read(views, log, facts, opening, known_at=moment)

    assert [entry.position for entry in told] == [event.position for event in mine if event.meta.recorded_at <= moment]
    assert read(views, log, facts, opening, known_at=mine[0].meta.recorded_at - timedelta(seconds=1)) == []


def test_days_are_those_on_which_it_was_true(views: Connection, log: Log, facts: LoggedFacts, opening: Opening) -> None:
    mine = events(log)
    days = sorted(event.meta.occurred_on for event in mine)
    since, until = days[len(days) // 3], days[2 * len(days) // 3]

    told = read(views, log, facts, opening, since=since, until=until)

    assert {entry.position for entry in told} == {
        event.position for event in mine if since <= event.meta.occurred_on <= until
    }


def test_a_milestone_and_a_person_can_be_followed(
    views: Connection, log: Log, facts: LoggedFacts, opening: Opening
) -> None:
    whole = read(views, log, facts, opening, 0)
    milestone = next(entry.milestones[0] for entry in whole if entry.milestones)

    of_milestone = read(views, log, facts, opening, 0, milestone=milestone)
    of_person = read(views, log, facts, opening, 0, person=WORKER)

    assert of_milestone == [entry for entry in whole if milestone in entry.milestones]
    assert {entry.position for entry in of_person} >= {entry.position for entry in whole if entry.actor.ref == WORKER}
    assert any(entry.actor.ref != WORKER for entry in of_person), "also what others did about them"


def test_reminders_can_be_left_out(views: Connection, log: Log, facts: LoggedFacts, opening: Opening) -> None:
    without = read(views, log, facts, opening, 0, reminders=False)

    assert without == [entry for entry in read(views, log, facts, opening, 0) if entry.topic != Prompted.TOPIC]


def test_the_service_names_people_and_opens_words(views: Connection, log: Log, facts: LoggedFacts) -> None:
    told = read(views, log, facts, service_opening(log.waymark.people, log.waymark.seals))

    assert told[0].sentence.startswith("[erased] started"), "nobody of this walk is in the people table"
    assert any(said.text == WHY for entry in told for said in entry.words)


def test_an_unknown_programme_has_an_empty_history(views: Connection, facts: LoggedFacts, opening: Opening) -> None:
    assert history(views, "programme:none", HistoryQuestion(), facts=facts, opening=opening).entries == ()


def test_what_was_published_is_called_by_its_title(everything_told: list[HistoryEntry]) -> None:
    told = [entry.sentence for entry in everything_told if entry.topic == OwnerNamed.TOPIC]

    assert told
    assert all("looks after “How we found a hall”" in sentence for sentence in told), told
