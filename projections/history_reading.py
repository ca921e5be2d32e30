"""Reading history: what happened in one programme, in plain sentences, as it was known or true on any day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from psycopg import Connection
from pydantic import Field

from domain.event import ENGINE, Fact, Recorded
from projections.facts import Happening, happenings, people_named
from projections.history import DUTY, GATE, MILESTONE, RESOURCE, TITLE
from projections.history_late import Correction, corrections, lateness
from projections.history_question import HistoryQuestion, Place, places
from projections.history_sentences import sentence
from projections.history_words import Said, passages
from projections.opening import Opening, Person, View
from projections.seeing import EVERYTHING, Seeing
from projections.speech import ENGLISH, Speech
from projections.telling import Teller, capital


class Facts(Protocol):
    """Gives events by their positions in the log, in that order. The index keeps no words, so they come from there."""

    def __call__(self, positions: Sequence[int]) -> Sequence[Recorded[Fact]]:
        """Load them."""
        ...

    def entries(self, positions: Sequence[int]) -> Mapping[int, int]:
        """The number of each in its programme's audited record, counted from 0."""
        ...


class Source(View):
    """The stored event that a line tells of, and where its proof is."""

    stream: str = Field(description="The stream it is stored in.")
    version: int = Field(description="Its number in that stream, from 1.")
    position: int = Field(description="Its place in this installation's log.")
    entry: int = Field(description="Its number in the programme's audited record and in every bundle of it, from 0.")
    proof: str = Field(description="Where to see that it was not changed.")


HIDDEN = "hidden"
"""Stands where a person's number would, when the group does not show this reader who plays which part."""


class MeetingView(View):
    """The meeting that decided, for people without accounts."""

    body: str
    held_on: date
    present: int
    votes_for: int
    votes_against: int


class HistoryEntry(View):
    """One thing that happened.

    `true_from` is the day from which it was true, by what is known at the moment asked for. `late` explains it when
    that was not known at once, or was put right later.
    """

    position: int
    occurred_on: date
    recorded_at: datetime
    sentence: str
    words: tuple[Said, ...]
    milestones: tuple[str, ...]
    actor: Person
    role: str
    meeting: MeetingView | None
    true_from: date
    late: str | None
    topic: str = Field(description="The kind of event, for machines.")
    source: Source


class HistoryPage(View):
    """A page of a history. `next` is the cursor of the next page, None on the last."""

    entries: tuple[HistoryEntry, ...]
    next: int | None


def history(
    connection: Connection,
    programme: str,
    question: HistoryQuestion,
    *,
    facts: Facts,
    opening: Opening,
    seeing: Seeing = EVERYTHING,
) -> HistoryPage:
    """What happened, in the order in which it was recorded, as far as the reader sees it.

    A page may hold fewer than `limit` when some events of it are not for this reader; `next` goes on all the same.
    """
    found = places(connection, programme, question, topics=seeing.topics, limit=question.limit + 1)
    page = found[: question.limit]
    return HistoryPage(
        entries=tuple(
            told(connection, programme, page, question.known_at, facts=facts, opening=opening, seeing=seeing)
        ),
        next=page[-1].position if len(found) > len(page) else None,
    )


def told(
    connection: Connection,
    programme: str,
    page: Sequence[Place],
    known_at: datetime | None,
    *,
    facts: Facts,
    opening: Opening,
    seeing: Seeing = EVERYTHING,
) -> list[HistoryEntry]:
    """These events in sentences, in this order, without those that are not for the reader."""
    positions = [place.position for place in page]
    events = [event for event in happenings(facts(positions)) if seeing.is_told(event.fact.TOPIC, dict(event.fact))]
    entries = facts.entries(positions)
    put_right = corrections(connection, page, known_at)
    teller = _teller(connection, programme, events, opening, seeing)
    at = {place.position: place for place in page}
    return [
        _entry(event, at[event.position], entries, put_right.get(event.position, ()), teller, opening, seeing)
        for event in events
    ]


def _teller(
    connection: Connection, programme: str, events: Sequence[Recorded[Happening]], opening: Opening, seeing: Seeing
) -> Teller:
    nameless = "roles" not in seeing.groups
    people = dict.fromkeys(
        person for event in events for person in (event.meta.actor, *people_named(event.fact)) if person != ENGINE
    )
    titles: dict[str, dict[str, str]] = {MILESTONE: {}, GATE: {}, DUTY: {}, RESOURCE: {}}
    with connection.cursor() as cursor:
        for row in TITLE.load_where(cursor, "programme", [programme] if events else []).rows.values():
            titles[row.kind][row.key] = opening.title(row.title)
    names = {} if nameless else opening.names(people)
    return Teller(names, titles[MILESTONE], titles[GATE], titles[DUTY], titles[RESOURCE], nameless, opening.speech)


def _entry(
    event: Recorded[Happening],
    place: Place,
    entries: Mapping[int, int],
    put_right: Sequence[Correction],
    teller: Teller,
    opening: Opening,
    seeing: Seeing,
) -> HistoryEntry:
    meta = event.meta
    hidden = teller.nameless and meta.actor != ENGINE
    return HistoryEntry(
        position=event.position,
        occurred_on=meta.occurred_on,
        recorded_at=meta.recorded_at,
        sentence=capital(sentence(event, teller)),
        words=_words(event, opening) if seeing.reads_words(event.fact.TOPIC) else (),
        milestones=tuple(place.milestones),
        actor=Person(ref=HIDDEN if hidden else meta.actor, name=teller.actor(meta)),
        role=meta.role,
        meeting=_meeting(event),
        true_from=place.true_from,
        late=lateness(event, put_right, opening.speech),
        topic=event.fact.TOPIC,
        source=source(event, entries[event.position], opening.speech),
    )


def _words(event: Recorded[Happening], opening: Opening) -> tuple[Said, ...]:
    return tuple(
        Said(label=opening.speech.word(label), text=opening.words(passage), field=field)
        for label, field, passage in passages(event)
    )


def source(event: Recorded[Happening], entry: int, speech: Speech = ENGLISH) -> Source:
    """Where an event is stored, and where its proof is."""
    return Source(
        stream=event.stream,
        version=event.version,
        position=event.position,
        entry=entry,
        proof=speech.say(
            "Entry %(number)s of this programme’s record. Its proof is in the bundle of the record.",
            number=speech.number(entry),
        ),
    )


def _meeting(event: Recorded[Happening]) -> MeetingView | None:
    meeting = event.meta.on_behalf_of
    if meeting is None:
        return None
    return MeetingView(
        body=meeting.body,
        held_on=meeting.held_on,
        present=meeting.present,
        votes_for=meeting.votes_for,
        votes_against=meeting.votes_against,
    )
