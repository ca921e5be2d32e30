"""How far a programme was, at any moment."""

from datetime import date

from psycopg import Connection

from projections.history_question import Moment
from projections.history_reading import Facts
from projections.opening import Opening
from projections.past_events import day_of, past_events, past_places
from projections.progress_past import Past
from projections.progress_views import ProgressView


def progress_then(
    connection: Connection, programme: str, moment: Moment, *, today: date, facts: Facts, opening: Opening
) -> ProgressView | None:
    """How far a programme was, as it was known or true at a moment, or None before it began."""
    past = Past(programme)
    found = past_places(connection, programme, moment)
    for event in past_events(connection, programme, moment, found, facts):
        past.add(event)
    return past.view(today=day_of(moment, today), opening=opening)
