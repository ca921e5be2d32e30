"""What the readings need of the rest: events by their position, names, and sealed words opened."""

from collections.abc import Sequence

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import Fact, Recorded
from projections.opening import Opening
from service.event_mapper import EventMapper, RawEvent
from service.facts import FACTS
from service.language.speech import SpokenSpeech
from service.people import People
from service.seals import Seals


class LoggedFacts:
    """Loads events by their positions, for the history, and says where the audit has them. Words stay sealed."""

    def __init__(self, pool: ConnectionPool[Connection], seals: Seals) -> None:
        self._pool = pool
        self._mapper = EventMapper(FACTS, seals)

    def __call__(self, positions: Sequence[int]) -> list[Recorded[Fact]]:
        """Give the events at these positions, in this order. Raises UnknownTopic."""
        if not positions:
            return []
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT notification_id, originator_id, originator_version, topic, state"
                " FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted(position, place)"
                " JOIN store.events ON notification_id = position ORDER BY place",
                (list(positions),),
            ).fetchall()
        return [self._mapper.read(RawEvent(*row)) for row in rows]

    def entries(self, positions: Sequence[int]) -> dict[int, int]:
        """The number of each in its ledger, as every bundle of that ledger has it."""
        if not positions:
            return {}
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT position, index FROM store.leaf WHERE position = ANY(%s)", (list(positions),), prepare=False
            ).fetchall()
        return dict(rows)


def opening(people: People, seals: Seals) -> Opening:
    """How readings name people and open sealed words."""
    return Opening(names=people.names, unseal=seals.open, speech=SpokenSpeech())
