"""The eventsourcing library's recorder, with a command's answer and its ledger's head in the same transaction.

Only here is the library known (pinned below 10, which changes its tables). Its database functions stay off: they lose
events (research/engine.md 0.1).
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from eventsourcing.persistence import IntegrityError, InterfaceError, OperationalError, PersistenceError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection, Cursor
from psycopg import Error as DatabaseFault
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow

T = TypeVar("T")

CHANNEL = "events"
"""Where the log's growth is announced (NOTIFY), as a hint."""

_OWN_FIELDS = ("dbname", "host", "port", "user", "password")
_ATTEMPT_SECONDS = 2
_PAUSE_SECONDS = 0.2

# The library's own ten attempts take two seconds when a server is away and twenty when a lock is: too short, too long.
_insert_once: Any = PostgresApplicationRecorder.insert_events.__wrapped__


class StoreAway(Exception):  # noqa: N818 - the store is away; the caller may come again
    """The event store cannot be reached. What was asked may or may not have happened: repeat it with the same id."""


class TablesMissing(Exception):  # noqa: N818 - an answer to the operator, who reads it
    """The owner has not made the tables."""


class Refused(Exception):  # noqa: N818 - the database refused; the port says why
    """A constraint of the store was hit. `constraint` is its name."""

    def __init__(self, constraint: str) -> None:
        """Name the constraint."""
        super().__init__(constraint)
        self.constraint = constraint


@dataclass(frozen=True, slots=True)
class CommandRow:
    """A row of `store.command`. `after` counts the events of its transaction that were stored after its own."""

    stream: str
    command_id: str
    body_mark: bytes
    answer: str
    events: int
    after: int


@dataclass(frozen=True, slots=True)
class LedgerMove:
    """The first and the last time a transaction records in one ledger."""

    ledger: str
    first: datetime
    last: datetime


# One statement, and the last before the library reads results: an error that arrives earlier is lost in the pipeline,
# and a conflict then looks like a lost connection. The table is locked, so the positions of these events have no gap.
_SAVE = """
WITH stored AS (
    INSERT INTO store.events (originator_id, originator_version, topic, state)
    SELECT originator_id, originator_version, topic, state FROM unnest(%s::store.stored_event_text[])
    RETURNING notification_id
), advanced AS MATERIALIZED (
    SELECT count(store.advance_ledger(ledger, first, last))
    FROM unnest(%s::text[], %s::timestamptz[], %s::timestamptz[]) AS moved(ledger, first, last)
)
INSERT INTO store.command (stream, command_id, body_mark, answer, events, position)
SELECT stream, command_id, body_mark, answer, events,
    coalesce((SELECT max(notification_id) FROM stored), (SELECT max(notification_id) FROM store.events), 0) - after
FROM advanced, unnest(%s::text[], %s::text[], %s::bytea[], %s::json[], %s::int[], %s::int[])
    AS asked(stream, command_id, body_mark, answer, events, after)
RETURNING position AS notification_id
"""


class EventRecorder(PostgresApplicationRecorder):
    """Appends events and their commands, all or nothing, waiting up to `patience` seconds for a server that is away."""

    def __init__(self, url: str, *, pool_size: int, lock_seconds: int, patience: float) -> None:
        """Open a pool of `pool_size` connections at `url`. Raises StoreAway, and TablesMissing."""
        given = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
        fields = {name: str(given.pop(name, "")) for name in _OWN_FIELDS}
        datastore = PostgresDatastore(
            **fields,  # type: ignore[arg-type]
            connect_timeout=_ATTEMPT_SECONDS,
            idle_in_transaction_session_timeout=5,
            pool_size=pool_size,
            lock_timeout=lock_seconds,
            schema="store",
            originator_id_type="text",
            enable_db_functions=False,
        )
        # The library takes five fields; the rest of the address (TLS above all) must not get lost.
        kept = datastore.pool.kwargs
        assert isinstance(kept, dict)  # noqa: S101 - the library makes it so
        kept.update({"connect_timeout": _ATTEMPT_SECONDS, "application_name": "waymark store", **given})
        for name in _OWN_FIELDS:
            if not kept[name]:
                del kept[name]
        self._patience = patience
        begin = super().__init__
        try:
            self.patiently(lambda: begin(datastore, events_table_name="events"))
        except StoreAway:
            datastore.close()
            raise
        if self.stored_event_type_name not in datastore.psycopg_type_adapters:
            datastore.close()
            raise TablesMissing("This database has no event store yet. Start Waymark once with its owner's address.")

    def save(self, events: Sequence[StoredEvent], moves: Sequence[LedgerMove], commands: Sequence[CommandRow]) -> int:
        """Store everything in one transaction. Returns the position of its last event. Raises Refused, StoreAway."""

        def attempt() -> int:
            if events:
                positions: Sequence[int] = _insert_once(self, events, moves=moves, commands=commands)
            else:
                with self.datastore.get_connection() as connection, connection.cursor() as cursor:
                    self._save(cursor, events, moves, commands)
                    positions = [row["notification_id"] for row in cursor.fetchall()]
            return max(positions)

        return self.patiently(attempt)

    @contextmanager
    def connection(self) -> Iterator[Connection[DictRow]]:
        """Lend a connection of the pool, for reading."""
        with self.datastore.get_connection() as connection:
            yield connection

    def patiently(self, attempt: Callable[[], T]) -> T:
        """Try again while the server is away. Raises Refused when a constraint was hit, StoreAway at the end."""
        until = time.monotonic() + self._patience
        while True:
            try:
                return attempt()
            except (OperationalError, InterfaceError) as away:
                if time.monotonic() > until:
                    msg = "The event store cannot be reached just now. Please try again in a minute."
                    raise StoreAway(msg) from away
                time.sleep(_PAUSE_SECONDS)
            except IntegrityError as broken:
                raise Refused(_constraint(broken)) from broken

    def _insert_stored_events(
        self,
        curs: Cursor[DictRow],
        stored_events: Sequence[StoredEvent],
        *,
        moves: Sequence[LedgerMove] = (),
        commands: Sequence[CommandRow] = (),
        **_: Any,  # noqa: ANN401 - the library's signature
    ) -> None:
        self._lock_table(curs)
        self._notify_channel(curs)
        self._save(curs, stored_events, moves, commands)

    def _save(
        self,
        cursor: Cursor[DictRow],
        events: Sequence[StoredEvent],
        moves: Sequence[LedgerMove],
        commands: Sequence[CommandRow],
    ) -> None:
        composites = [
            self.construct_pg_stored_event(e.originator_id, e.originator_version, e.topic, e.state) for e in events
        ]
        columns = (
            composites,
            [m.ledger for m in moves],
            [m.first for m in moves],
            [m.last for m in moves],
            [c.stream for c in commands],
            [c.command_id for c in commands],
            [c.body_mark for c in commands],
            [c.answer for c in commands],
            [c.events for c in commands],
            [c.after for c in commands],
        )
        cursor.execute(_SAVE, columns, prepare=True)


def _constraint(broken: PersistenceError) -> str:
    cause = broken.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, DatabaseFault) else ""
