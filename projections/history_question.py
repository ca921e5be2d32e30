"""Which part of a history is asked for, and where in the log it stands.

Nothing is recorded before it was true, and `recorded_at` never runs backwards in a ledger. So a page begins at the
first event recorded since, and what is true by a day was recorded by then or is marked late: no page reads it all.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, NamedTuple

from psycopg import Connection
from pydantic import AwareDatetime, Field

from domain.calendar import LONDON
from domain.duty_events import Prompted
from domain.plan import MilestoneId
from projections.opening import View

MOST = 500
"""Entries on one page, at most."""


class Moment(View):
    """When a history is looked at. Empty means now.

    `known_at` leaves out what was recorded later. `true_on` leaves out what became true after that day, by all that is
    known at `known_at`: late facts and corrections are on the days on which they were true.
    """

    known_at: AwareDatetime | None = None
    true_on: date | None = None


class HistoryQuestion(View):
    """Which part of a history is asked for.

    `since` and `until` are days on which it happened, both included. `known_after` leaves out what was recorded by
    then. `after` is the `next` of the page before. `reminders` are the messages Waymark sent.
    """

    milestone: MilestoneId | None = None
    person: str | None = None
    since: date | None = None
    until: date | None = None
    known_at: AwareDatetime | None = None
    true_on: date | None = None
    known_after: AwareDatetime | None = None
    reminders: bool = True
    newest_first: bool = False
    after: Annotated[int, Field(ge=0, le=2**62)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100

    @property
    def moment(self) -> Moment:
        """When it is looked at."""
        return Moment(known_at=self.known_at, true_on=self.true_on)


class Place(NamedTuple):
    """An event in the index. `true_from` is the day as it is known at the moment that was asked for."""

    position: int
    milestones: list[str]
    true_from: date
    late: bool


_DAY = """
CASE WHEN entry.late THEN coalesce((
    SELECT day FROM views.history_day AS known WHERE known.position = entry.position{known}
    ORDER BY corrected_by DESC LIMIT 1
), entry.true_from) ELSE entry.true_from END
"""
_KNOWN = " AND known.recorded_at <= %(known_at)s"
_EDGE = """(
    SELECT position FROM views.history_entry WHERE programme = %(programme)s AND recorded_at {compared}
    ORDER BY recorded_at {order}, position {order} LIMIT 1
)"""


def places(
    connection: Connection,
    programme: str,
    question: HistoryQuestion,
    *,
    topics: Collection[str] | None = None,
    limit: int | None = None,
) -> list[Place]:
    """The events that are asked for, in the order asked for. `topics` names the only kinds wanted."""
    statement, values = statement_of(programme, question, topics=topics, limit=limit)
    # Never prepared: a plan made for a short programme reads all of a long one.
    return [Place(*row) for row in connection.execute(statement, values, prepare=False).fetchall()]


def statement_of(
    programme: str, question: HistoryQuestion, *, topics: Collection[str] | None = None, limit: int | None = None
) -> tuple[str, dict[str, Any]]:
    """The statement that finds these events, and its values."""
    values: dict[str, Any] = question.model_dump() | {"programme": programme, "prompted": Prompted.TOPIC}
    values["topics"] = list(topics) if topics is not None else None
    values["limit"] = limit
    source, conditions = _source(question)
    day = _DAY.format(known=_KNOWN if question.known_at is not None else "")
    if topics is not None:
        conditions.append("entry.topic = ANY(%(topics)s)")
    conditions += _conditions(question, day, values)
    order = "DESC" if question.newest_first else "ASC"
    parts = [
        f"(SELECT entry.position, entry.milestones, {day} AS day, entry.late FROM {source}"  # noqa: S608 - our own words
        f" WHERE {' AND '.join([*conditions, *branch])} ORDER BY entry.position {order} LIMIT %(limit)s)"
        for branch in _branches(question, values)
    ]
    if len(parts) == 1:
        return parts[0], values
    return f"{' UNION ALL '.join(parts)} ORDER BY position {order} LIMIT %(limit)s", values


def _source(question: HistoryQuestion) -> tuple[str, list[str]]:
    """Where to look: the events of the programme, or only those about somebody or something."""
    source, conditions = "views.history_entry AS entry", ["entry.programme = %(programme)s"]
    for name in ("milestone", "person"):
        if getattr(question, name) is not None:
            source += f" JOIN views.history_about AS {name} ON {name}.position = entry.position"
            conditions += [f"{name}.programme = %(programme)s", f"{name}.about = %({name})s"]
    return source, conditions


def _conditions(question: HistoryQuestion, day: str, values: dict[str, Any]) -> list[str]:
    conditions = []
    if question.since is not None:
        values["since_moment"] = datetime.combine(question.since, time.min, LONDON)
        conditions += [
            "entry.occurred_on >= %(since)s",
            f"entry.position >= {_EDGE.format(compared='>= %(since_moment)s', order='ASC')}",
        ]
    if question.until is not None:
        conditions.append("entry.occurred_on <= %(until)s")
    if question.true_on is not None:
        conditions.append(f"({day}) <= %(true_on)s")
    if question.known_at is not None:
        conditions.append(f"entry.position <= {_EDGE.format(compared='<= %(known_at)s', order='DESC')}")
    if question.known_after is not None:
        conditions.append(f"entry.position >= {_EDGE.format(compared='> %(known_after)s', order='ASC')}")
    if not question.reminders:
        conditions.append("entry.topic <> %(prompted)s")
    if question.after is not None:
        conditions.append(f"entry.position {'<' if question.newest_first else '>'} %(after)s")
    return conditions


def _branches(question: HistoryQuestion, values: dict[str, Any]) -> list[list[str]]:
    """What was recorded by the last day asked for, and what came late after that."""
    last = min((day for day in (question.until, question.true_on) if day is not None), default=None)
    if last is None:
        return [[]]
    values["day_after"] = datetime.combine(last + timedelta(days=1), time.min, LONDON)
    edge = _EDGE.format(compared="< %(day_after)s", order="DESC")
    return [[f"entry.position <= {edge}"], ["entry.late", f"entry.position > coalesce({edge}, 0)"]]
