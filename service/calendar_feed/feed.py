"""Dates as a calendar that other programs follow (RFC 5545). An entry keeps its UID for ever."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from domain.calendar import day_in_london
from service.calendar_feed.dates import FeedDate
from service.language.language import gettext as _

if TYPE_CHECKING:
    from icalendar import Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
_ZONE = "Europe/London"
_OFTEN = timedelta(hours=6)


def feed(programmes: Iterable[tuple[str, Iterable[FeedDate]]], site: str, at: datetime) -> bytes:
    """The calendar of all these programmes, each with its dates. `at` is now."""
    # Loaded when somebody asks for one, so that the web starts quickly.
    from icalendar import Calendar, Timezone  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", "-//Waymark//Dates//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Waymark")
    calendar.add("x-wr-calname", "Waymark")
    calendar.add("x-wr-timezone", _ZONE)
    calendar.add("refresh-interval", _OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add_component(
        Timezone.from_tzid(_ZONE, first_date=date(at.year - 1, 1, 1), last_date=date(at.year + 5, 1, 1))
    )
    for programme, dates in programmes:
        for each in dates:
            calendar.add_component(_event(programme, each, site, at))
    return bytes(calendar.to_ical())


def uid(programme: str, key: str) -> str:
    """What an entry is called for ever, wherever this installation moves: no name of a person or a host is in it."""
    return f"{programme.removeprefix('programme:')}/{key}@waymark"


def _event(programme: str, each: FeedDate, site: str, at: datetime) -> "Event":
    from icalendar import Alarm, Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", uid(programme, each.key))
    event.add("sequence", each.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", each.day)
    event.add("dtend", each.day + timedelta(days=1))
    event.add("summary", each.title)
    address = f"{site}{each.address}"
    told = _(
        "%(group)s. Open Waymark to see what to do: %(address)s",
        group=each.organisation,
        address=address,
    )
    event.add("description", told)
    event.add("url", address)
    event.add("status", each.standing.upper())
    event.add("transp", "TRANSPARENT")
    if each.standing == "confirmed" and each.day >= day_in_london(at):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", each.title)
        alarm.add("trigger", -timedelta(days=each.remind_days) + timedelta(hours=9))
        event.add_component(alarm)
    return event
