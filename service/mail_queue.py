"""What waits to be told, and what became of it: two tables, changed only together."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from psycopg import Connection

from domain.duty_events import Prompted
from domain.event import Fact, Recorded
from service.clock import Clock
from service.letter_words.item import Item, Letter

Outcome = Literal["sent", "not-wanted", "nobody", "refused", "not-needed", "elsewhere"]
"""What became of a message.

sent: handed to the mail server, or posted, or said on the phone. not-wanted: the person wants no messages. nobody: they
are not kept any more. refused: their e-mail address does not exist. not-needed: it was done before it was sent.
elsewhere: another installation recorded it, before the programme moved here.
"""

_BEGUN = (
    "SELECT letter, person, channel, programme, version, about, kind, round, due FROM store.pending_message"
    " WHERE letter IS NOT NULL AND channel = ANY(%s) ORDER BY letter, programme, version"
)
_WAITING = (
    "SELECT programme, version, about, kind, round, due FROM store.pending_message"
    " WHERE person = %s AND letter IS NULL ORDER BY programme, version FOR UPDATE SKIP LOCKED"
)


class MailQueue:
    """The queue through one connection, in autocommit. Each call is one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def people(self, noted_before: datetime) -> list[str]:
        """Who is to be told something that was noted before this moment and is in no letter yet."""
        rows = self._connection.execute(
            "SELECT DISTINCT person FROM store.pending_message WHERE letter IS NULL AND noted_at <= %s ORDER BY person",
            (noted_before,),
        )
        return [row[0] for row in rows]

    def letters(self, *channels: str) -> list[Letter]:
        """The letters that were begun, and of which nobody knows whether they arrived."""
        rows = self._connection.execute(_BEGUN, (list(channels),))
        found: dict[UUID, Letter] = {}
        for letter, person, channel, *item in rows:
            before = found.get(letter)
            items = (*(before.items if before else ()), Item(*item))
            found[letter] = Letter(letter, person, channel, items)
        return list(found.values())

    def begin(self, person: str, channel: str, needed: Callable[[Item], bool], now: datetime) -> Letter | None:
        """Put everything that waits for a person into one letter; what is not needed any more is settled as that."""
        with self._connection.transaction():
            rows = self._connection.execute(_WAITING, (person,)).fetchall()
            items = [Item(*row) for row in rows]
            keep = tuple(item for item in items if needed(item))
            self._settle(person, [item for item in items if item not in keep], None, channel, "not-needed", now)
            if not keep:
                return None
            letter = Letter(uuid4(), person, channel, keep)
            self._connection.execute(
                "UPDATE store.pending_message SET letter = %s, channel = %s"
                " FROM unnest(%s::text[], %s::bigint[]) AS kept(programme, version)"
                " WHERE pending_message.programme = kept.programme AND pending_message.version = kept.version"
                " AND person = %s",
                (letter.id, channel, [i.programme for i in keep], [i.version for i in keep], person),
            )
            return letter

    def put_back(self, letter: Letter) -> None:
        """Undo a letter that certainly reached nobody, so that the next one may say more."""
        self._connection.execute(
            "UPDATE store.pending_message SET letter = NULL, channel = NULL WHERE letter = %s", (letter.id,)
        )

    def settle(self, letter: Letter, channel: str, outcome: Outcome, now: datetime) -> None:
        """Say what became of a letter."""
        with self._connection.transaction():
            self._settle(letter.person, letter.items, letter.id, channel, outcome, now)

    def settle_all(self, person: str, outcome: Outcome, now: datetime) -> None:
        """Say what became of everything that waits for a person, when nothing is sent."""
        self._connection.execute(
            "WITH gone AS (DELETE FROM store.pending_message WHERE person = %s AND letter IS NULL"
            " RETURNING programme, version, person)"
            " INSERT INTO store.delivery SELECT programme, version, person, NULL, 'none', %s, %s FROM gone"
            " ON CONFLICT DO NOTHING",
            (person, outcome, now),
        )

    def refused(self, since: datetime) -> list[str]:
        """Whose e-mail address was refused after this moment, with nothing arriving later."""
        rows = self._connection.execute(
            "SELECT person FROM (SELECT DISTINCT ON (person) person, outcome FROM store.delivery"
            " WHERE settled_at > %s AND outcome IN ('sent', 'refused') ORDER BY person, settled_at DESC) AS last"
            " WHERE outcome = 'refused'",
            (since,),
        )
        return [row[0] for row in rows]

    def _settle(
        self, person: str, items: Sequence[Item], letter: UUID | None, channel: str, outcome: Outcome, now: datetime
    ) -> None:
        self._connection.execute(
            "WITH gone AS (DELETE FROM store.pending_message USING unnest(%s::text[], %s::bigint[]) AS"
            " settled(programme, version) WHERE pending_message.programme = settled.programme"
            " AND pending_message.version = settled.version AND person = %s"
            " RETURNING pending_message.programme, pending_message.version, person)"
            " INSERT INTO store.delivery SELECT programme, version, person, %s, %s, %s, %s FROM gone"
            " ON CONFLICT DO NOTHING",
            ([i.programme for i in items], [i.version for i in items], person, letter, channel, outcome, now),
        )


def note(events: Sequence[Recorded[Fact]], connection: Connection, clock: Clock) -> None:
    """Note what these events say somebody should be told, inside the reader's transaction.

    A story's prompts are for nobody. What is settled already is not told again, even if the log is read again.
    """
    rows = [
        (event.stream, event.version, person, event.fact.about, event.fact.kind, event.fact.round, event.fact.due)
        for event in events
        if isinstance(event.fact, Prompted) and event.meta.story is None
        for person in event.fact.to
    ]
    if not rows:
        return
    now = clock()
    connection.cursor().executemany(
        "INSERT INTO store.pending_message (programme, version, person, about, kind, round, due, noted_at)"
        " SELECT %s, %s, %s, %s, %s, %s, %s, %s WHERE NOT EXISTS (SELECT FROM store.delivery"
        " WHERE (programme, version, person) = (%s, %s, %s)) ON CONFLICT DO NOTHING",
        [(*row, now, *row[:3]) for row in rows],
    )
