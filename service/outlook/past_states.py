"""A programme as it was known on past days, replayed from the log once."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.calendar import day_in_london
from domain.event import Fact, Recorded
from domain.journal_events import ReviewHeld
from domain.programme import Programme
from domain.programme_events import ProgrammeClosed
from service.group import Group

MOST = 60
"""At most so many days in a series: five years of months."""


def known_on(events: Sequence[Recorded[Fact]], day: date) -> Programme | None:
    """The programme from what was recorded by the end of a day; None when it had not begun."""
    return Group().after([each for each in events if day_in_london(each.meta.recorded_at) <= day]).programme


def states(events: Sequence[Recorded[Fact]], today: date) -> Iterator[tuple[date, Programme]]:
    """The programme at the end of each month and of each day with a review, and today: or on the day it was closed."""
    days = _days(events, min((today, *_closed(events))))
    group, place = Group(), 0
    for day in days:
        begins = place
        while place < len(events) and day_in_london(events[place].meta.recorded_at) <= day:
            place += 1
        group = group.after(events[begins:place])
        if group.programme is not None:
            yield day, group.programme


def _closed(events: Sequence[Recorded[Fact]]) -> Iterator[date]:
    return (day_in_london(event.meta.recorded_at) for event in events if isinstance(event.fact, ProgrammeClosed))


def last_review(events: Sequence[Recorded[Fact]]) -> date | None:
    """The day on which the last review was written down."""
    return max(reviews_of(events), default=None)


def reviews_of(events: Sequence[Recorded[Fact]]) -> frozenset[date]:
    """The days on which reviews were written down."""
    return frozenset(day_in_london(event.meta.recorded_at) for event in events if isinstance(event.fact, ReviewHeld))


def _days(events: Sequence[Recorded[Fact]], today: date) -> list[date]:
    if not events:
        return []
    first = day_in_london(events[0].meta.recorded_at)
    days = {first, today}
    month = first.replace(day=1)
    while (month := (month + timedelta(days=31)).replace(day=1)) <= today:
        days.add(month - timedelta(days=1))
    found = sorted(day for day in days | reviews_of(events) if first <= day <= today)
    return [found[0], *found[-MOST:]] if len(found) > MOST else found
