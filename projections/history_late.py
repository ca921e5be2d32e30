"""What was known too late, or was put right later: both days, in a sentence."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from psycopg import Connection

from domain.calendar import day_in_london
from domain.event import Recorded
from domain.journal_events import FigureCorrected
from domain.milestone_events import DateCorrected
from projections.facts import Happening
from projections.history_days import true_from
from projections.history_question import Place
from projections.speech import ENGLISH, Speech


class Correction(NamedTuple):
    """Since `recorded_at`, an event is held to have been true from another day on."""

    position: int
    corrected_by: int
    recorded_at: datetime
    day: date


def corrections(
    connection: Connection, places: Sequence[Place], known_at: datetime | None
) -> dict[int, list[Correction]]:
    """What was put right about these events, oldest first, as far as it was known then."""
    late = [place.position for place in places if place.late]
    found: dict[int, list[Correction]] = {}
    if late:
        rows = connection.execute(
            "SELECT position, corrected_by, recorded_at, day FROM views.history_day WHERE position = ANY(%s)"
            " AND (%s::timestamptz IS NULL OR recorded_at <= %s) ORDER BY position, corrected_by",
            (late, known_at, known_at),
        )
        for row in rows:
            found.setdefault(row[0], []).append(Correction(*row))
    return found


def lateness(event: Recorded[Happening], put_right: Sequence[Correction], speech: Speech = ENGLISH) -> str | None:
    """Why readers of different days know different things about this event, or None when they do not."""
    say, day = speech.say, speech.day
    fact, known = event.fact, day_in_london(event.meta.recorded_at)
    own = [each.day for each in put_right if each.corrected_by == event.position]
    first = own[-1] if own else true_from(event)
    said = []
    if first < known:
        said.append(
            say("This was true on %(day)s, but only known here from %(known)s.", day=day(first), known=day(known))
        )
    match fact:
        case DateCorrected():
            said.append(say("Until then the record said %(was)s.", was=day(fact.was)))
        case FigureCorrected():
            said.append(say("Until then the record said %(was)s.", was=speech.number(fact.was)))
        case _:
            pass
    was = first
    for each in put_right:
        if each.corrected_by != event.position:
            since = day(day_in_london(each.recorded_at))
            said.append(
                say(
                    "On %(since)s its day was put right: it was true on %(day)s, not on %(was)s.",
                    since=since,
                    day=day(each.day),
                    was=day(was),
                )
            )
            was = each.day
    return " ".join(said) or None
