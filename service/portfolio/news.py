"""How much is new in a programme since a moment, counted of what its reader is told."""

from datetime import datetime

from psycopg import Connection

from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from projections.seeing import Seeing

_MOST = 100
_NEW = """
SELECT count(*) FROM (
    SELECT 1 FROM views.history_entry
    WHERE programme = %(programme)s AND recorded_at > %(since)s AND NOT topic = ANY(%(untold)s)
    AND (%(topics)s::text[] IS NULL OR topic = ANY(%(topics)s))
    LIMIT %(most)s
) AS found
"""
_TELL_OF_THE_SHARE = (DutyOpened.TOPIC, DutyMet.TOPIC, DutyMoved.TOPIC)


def new_since(connection: Connection, programme: str, since: datetime, seeing: Seeing) -> int:
    """How many events were recorded after this moment, up to a hundred. What Waymark sent people is not counted.

    For who may not know the exact tally of the board no duty is counted: one may open the day somebody leaves it.
    """
    untold = [Prompted.TOPIC, *(() if seeing.exact_tally else _TELL_OF_THE_SHARE)]
    topics = None if seeing.topics is None else list(seeing.topics)
    asked = {"programme": programme, "since": since, "untold": untold, "topics": topics, "most": _MOST}
    row = connection.execute(_NEW, asked, prepare=False).fetchone()
    return int(row[0]) if row else 0
