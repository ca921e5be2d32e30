"""Reading history: what happened in one programme, in plain sentences, as it was known on any day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Protocol

from psycopg import Connection
from pydantic import AwareDatetime, Field

from domain.calendar import day_in_london
from domain.duty_events import Prompted
from domain.event import ENGINE, Fact, Recorded
from domain.plan import MilestoneId
from projections.facts import Happening, happenings, people_named
from projections.history import DUTY, GATE, MILESTONE, TITLE
from projections.history_sentences import sentence
from projections.history_words import Said, passages
from projections.opening import Opening, Person, View
from projections.telling import Teller

LATE_DAYS = 14
"""A fact that was recorded more than so many days after it was true is marked, as readers may have known otherwise."""


class Facts(Protocol):
    """Gives events by their positions in the log, in that order. The index keeps no words, so they come from there."""

    def __call__(self, positions: Sequence[int]) -> Sequence[Recorded[Fact]]:
        """Load them."""
        ...


class HistoryQuestion(View):
    """Which part of a history is asked for.

    `since` and `until` are days on which it was true, both included. `as_of` leaves out what was recorded later: what
    was known at that moment. `after` is the `next` of the page before. `reminders` are the messages Waymark sent.
    """

    milestone: MilestoneId | None = None
    person: str | None = None
    since: date | None = None
    until: date | None = None
    as_of: AwareDatetime | None = None
    reminders: bool = True
    newest_first: bool = False
    after: Annotated[int, Field(ge=0, le=2**62)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class MeetingView(View):
    """The meeting that decided, for people without accounts."""

    body: str
    held_on: date
    present: int
    votes_for: int
    votes_against: int


class HistoryEntry(View):
    """One thing that happened. `recorded_late` is by how many days, when that is more than two weeks."""

    position: int
    occurred_on: date
    recorded_at: datetime
    sentence: str
    words: tuple[Said, ...]
    milestones: tuple[str, ...]
    actor: Person
    role: str
    meeting: MeetingView | None
    recorded_late: int | None
    topic: str = Field(description="The kind of event, for machines.")


class HistoryPage(View):
    """A page of a history. `next` is the cursor of the next page, None on the last."""

    entries: tuple[HistoryEntry, ...]
    next: int | None


def history(
    connection: Connection, programme: str, question: HistoryQuestion, *, facts: Facts, opening: Opening
) -> HistoryPage:
    """What happened, in the order in which it was recorded."""
    found = _positions(connection, programme, question)
    page = found[: question.limit]
    events = happenings(facts([position for position, _ in page]))
    milestones = dict(page)
    teller = _teller(connection, programme, events, opening)
    return HistoryPage(
        entries=tuple(_entry(event, milestones[event.position], teller, opening) for event in events),
        next=page[-1][0] if len(found) > len(page) else None,
    )


def _positions(connection: Connection, programme: str, question: HistoryQuestion) -> list[tuple[int, list[str]]]:
    conditions = ["programme = %(programme)s"]
    asked: dict[str, Any] = question.model_dump() | {"programme": programme, "prompted": Prompted.TOPIC}
    if question.milestone is not None:
        conditions.append("%(milestone)s = ANY(milestones)")
    if question.person is not None:
        conditions.append("(actor = %(person)s OR %(person)s = ANY(people))")
    if question.since is not None:
        conditions.append("occurred_on >= %(since)s")
    if question.until is not None:
        conditions.append("occurred_on <= %(until)s")
    if question.as_of is not None:
        conditions.append("recorded_at <= %(as_of)s")
    if not question.reminders:
        conditions.append("topic <> %(prompted)s")
    if question.after is not None:
        conditions.append(f"position {'<' if question.newest_first else '>'} %(after)s")
    order = "DESC" if question.newest_first else "ASC"
    asked["one_more"] = question.limit + 1
    rows = connection.execute(
        f"SELECT position, milestones FROM views.history_entry WHERE {' AND '.join(conditions)}"  # noqa: S608 - our own
        f" ORDER BY position {order} LIMIT %(one_more)s",
        asked,
    )
    return rows.fetchall()


def _teller(connection: Connection, programme: str, events: Sequence[Recorded[Happening]], opening: Opening) -> Teller:
    people = dict.fromkeys(
        person for event in events for person in (event.meta.actor, *people_named(event.fact)) if person != ENGINE
    )
    titles: dict[str, dict[str, str]] = {MILESTONE: {}, GATE: {}, DUTY: {}}
    with connection.cursor() as cursor:
        for row in TITLE.load_where(cursor, "programme", [programme] if events else []).rows.values():
            titles[row.kind][row.key] = opening.title(row.title)
    return Teller(opening.names(people), titles[MILESTONE], titles[GATE], titles[DUTY])


def _entry(event: Recorded[Happening], milestones: Sequence[str], teller: Teller, opening: Opening) -> HistoryEntry:
    meta = event.meta
    late = day_in_london(meta.recorded_at) - meta.occurred_on
    return HistoryEntry(
        position=event.position,
        occurred_on=meta.occurred_on,
        recorded_at=meta.recorded_at,
        sentence=sentence(event, teller),
        words=tuple(Said(label=label, text=opening.words(passage)) for label, passage in passages(event)),
        milestones=tuple(milestones),
        actor=Person(ref=meta.actor, name=teller.name(meta.actor)),
        role=meta.role,
        meeting=_meeting(event),
        recorded_late=late.days if late > timedelta(days=LATE_DAYS) else None,
        topic=event.fact.TOPIC,
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
