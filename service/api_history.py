"""Which part of a history is asked for, as an address says it."""

from datetime import date, datetime, time
from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, BeforeValidator, WithJsonSchema

from domain.calendar import LONDON
from domain.event import PersonRef
from domain.plan import MilestoneId
from projections.history_question import HistoryQuestion

_DAY = len("2026-03-31")


def end_of_day(written: object) -> object:
    """A day means all of it: up to midnight in London. A moment stays as it is."""
    if isinstance(written, str) and len(written) == _DAY:
        try:
            return datetime.combine(date.fromisoformat(written), time.max, LONDON)
        except ValueError:
            return written
    return written


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(end_of_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]


async def history_question(  # noqa: PLR0913 - one parameter of an address each
    milestone: Annotated[MilestoneId | None, Query(description="Only what is about this milestone.")] = None,
    person: Annotated[PersonRef | None, Query(description="Only what this person did, or is named in.")] = None,
    since: Annotated[date | None, Query(description="Only what was true on this day or later.")] = None,
    until: Annotated[date | None, Query(description="Only what was true on this day or before.")] = None,
    known_at: Annotated[
        Instant | None, Query(description="What was known then: nothing that was recorded later. A day means its end.")
    ] = None,
    true_on: Annotated[
        date | None,
        Query(description="What was true on this day, by all that is known: also what was only recorded later."),
    ] = None,
    *,
    reminders: Annotated[bool, Query(description="With the messages that Waymark sent.")] = True,
    newest_first: Annotated[bool, Query(description="The newest first.")] = False,
    after: Annotated[int | None, Query(ge=0, le=2**62, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="At most so many on this page.")] = 100,
) -> HistoryQuestion:
    """The question that an address asks."""
    return HistoryQuestion(
        milestone=milestone,
        person=person,
        since=since,
        until=until,
        known_at=known_at,
        true_on=true_on,
        reminders=reminders,
        newest_first=newest_first,
        after=after,
        limit=limit,
    )
