"""Which part of a history is asked for, and where in the log it stands.

Nothing is recorded before it was true, and `recorded_at` never runs backwards in a ledger. So a page begins at the
first event recorded since, and what is true by a day was recorded by then or is among the late ones of its month: no
page reads it all.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, NamedTuple

from psycopg import Connection
from pydantic import AwareDatetime, Field

from domain.calendar import LONDON
from domain.duty_events import Prompted
from domain.plan import MilestoneId
from projections.history_days import buckets
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
    topic: str
    minutes: int = 0


_DAY = """
CASE WHEN entry.late THEN coalesce((
    SELECT day FROM views.history_day AS known WHERE known.position = entry.position{known}
    ORDER BY corrected_by DESC LIMIT 1
), entry.true_from) ELSE entry.true_from END
"""
_KNOWN = " AND known.recorded_at <= %(known_at)s"
_FIRST = """
SELECT position FROM views.history_entry WHERE programme = %s AND recorded_at {compared} %s
ORDER BY recorded_at, position LIMIT 1
"""
_LAST = """
SELECT position FROM views.history_entry WHERE programme = %s AND recorded_at {compared} %s
ORDER BY recorded_at DESC, position DESC LIMIT 1
"""
_LATE = """
SELECT DISTINCT position FROM views.history_about
WHERE programme = %s AND about = ANY(%s) AND position > %s
"""
_NOWHERE = 2**62


def places(
    connection: Connection,
    programme: str,
    question: HistoryQuestion,
    *,
    topics: Collection[str] | None = None,
    limit: int | None = None,
) -> list[Place]:
    """The events that are asked for, in the order asked for. `topics` names the only kinds wanted."""
    values: dict[str, Any] = question.model_dump() | {"programme": programme, "prompted": Prompted.TOPIC}
    values |= {"topics": None if topics is None else list(topics), "limit": limit}
    source, conditions = _source(question)
    day = _DAY.format(known=_KNOWN if question.known_at is not None else "")
    if topics is not None:
        conditions.append("entry.topic = ANY(%(topics)s)")
    conditions += _conditions(question, day)
    conditions += _range(_Edges(connection, programme), question, values)
    order = "DESC" if question.newest_first else "ASC"
    parts = [
        f"(SELECT entry.position, entry.milestones, {day} AS day, entry.late, entry.topic, entry.minutes FROM {source}"  # noqa: S608 - our own words
        f" WHERE {' AND '.join([*conditions, *branch])} ORDER BY entry.position {order} LIMIT %(limit)s)"
        for branch in _branches(_Edges(connection, programme), question, values)
    ]
    whole = f" ORDER BY position {order} LIMIT %(limit)s" if len(parts) > 1 else ""
    # Never prepared: a plan made for a short programme reads all of a long one.
    rows = connection.execute(" UNION ALL ".join(parts) + whole, values, prepare=False)
    return list(map(Place._make, rows.fetchall()))


def known_until(connection: Connection, programme: str, moment: datetime) -> int:
    """Where in the log the last event of a programme stands that was recorded by a moment, 0 before the first."""
    return _Edges(connection, programme).last("<=", moment)


class _Edges:
    """Where in the log moments are. Looked up first, so that the plan of the rest knows how little it is to read."""

    def __init__(self, connection: Connection, programme: str) -> None:
        self._connection = connection
        self._programme = programme

    def first(self, compared: str, moment: datetime) -> int:
        """The first event recorded since a moment."""
        return self._position(_FIRST.format(compared=compared), moment, _NOWHERE)

    def last(self, compared: str, moment: datetime) -> int:
        """The last event recorded until a moment."""
        return self._position(_LAST.format(compared=compared), moment, 0)

    def late(self, day: date, after: int) -> list[int]:
        """Events recorded after a place in the log, of which some may have been true by a day."""
        asked = (self._programme, buckets(day), after)
        return [position for (position,) in self._connection.execute(_LATE, asked, prepare=False).fetchall()]

    def _position(self, statement: str, moment: datetime, otherwise: int) -> int:
        row = self._connection.execute(statement, (self._programme, moment), prepare=False).fetchone()
        return int(row[0]) if row else otherwise


def _source(question: HistoryQuestion) -> tuple[str, list[str]]:
    """Where to look: the events of the programme, or only those about somebody or something."""
    source, conditions = "views.history_entry AS entry", ["entry.programme = %(programme)s"]
    for name in ("milestone", "person"):
        if getattr(question, name) is not None:
            source += f" JOIN views.history_about AS {name} ON {name}.position = entry.position"
            conditions += [f"{name}.programme = %(programme)s", f"{name}.about = %({name})s"]
    return source, conditions


def _conditions(question: HistoryQuestion, day: str) -> list[str]:
    conditions = []
    if question.since is not None:
        conditions.append("entry.occurred_on >= %(since)s")
    if question.until is not None:
        conditions.append("entry.occurred_on <= %(until)s")
    if question.true_on is not None:
        conditions.append(f"({day}) <= %(true_on)s")
    if not question.reminders:
        conditions.append("entry.topic <> %(prompted)s")
    return conditions


def _range(edges: _Edges, question: HistoryQuestion, values: dict[str, Any]) -> list[str]:
    """Between which places in the log to look."""
    lowest, highest = [0], [_NOWHERE]
    if question.since is not None:
        lowest.append(edges.first(">=", datetime.combine(question.since, time.min, LONDON)))
    if question.known_after is not None:
        lowest.append(edges.first(">", question.known_after))
    if question.known_at is not None:
        highest.append(edges.last("<=", question.known_at))
    if question.after is not None and question.newest_first:
        highest.append(question.after - 1)
    elif question.after is not None:
        lowest.append(question.after + 1)
    values |= {"lowest": max(lowest), "highest": min(highest)}
    return ["entry.position BETWEEN %(lowest)s AND %(highest)s"]


def _branches(edges: _Edges, question: HistoryQuestion, values: dict[str, Any]) -> list[list[str]]:
    """What was recorded by the last day asked for, and what came late after that."""
    last = min((day for day in (question.until, question.true_on) if day is not None), default=None)
    if last is None:
        return [[]]
    edge = edges.last("<", datetime.combine(last + timedelta(days=1), time.min, LONDON))
    values |= {"edge": edge, "late": edges.late(last, edge)}
    return [["entry.position <= %(edge)s"], ["entry.position = ANY(%(late)s)"]]
