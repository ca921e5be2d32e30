"""The eventsourcing library's recorder, with a command's answer and its ledger's head in the same transaction.

Only here is the library known (pinned below 10, which changes its tables). Its database functions stay off: they lose
events (ops/decisions/0004). What saves is our own `store.append` (service/append_function.py), in the library's
table and under the library's lock, in one way there and back: a command waits half as long as with `insert_events`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from eventsourcing.persistence import IntegrityError, InterfaceError, OperationalError, PersistenceError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection
from psycopg import Error as DatabaseFault
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow

T = TypeVar("T")

CHANNEL = "events"
"""Where the log's growth is announced (NOTIFY), as a hint."""

_OWN_FIELDS = ("dbname", "host", "port", "user", "password")
_ATTEMPT_SECONDS = 2
_PAUSE_SECONDS = 0.2


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


_SAVE = """
SELECT store.append(
    %s::store.stored_event_text[], %s::text[], %s::timestamptz[], %s::timestamptz[],
    %s::text[], %s::text[], %s::bytea[], %s::json[], %s::int[], %s::int[], %s
) AS position
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
            f"{self.datastore.lock_timeout}s",
        )

        def attempt() -> int:
            with self.connection() as connection:
                row = connection.execute(_SAVE, columns, prepare=True).fetchone()
            assert row is not None  # noqa: S101 - a function answers
            position: int = row["position"]
            return position

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


def _constraint(broken: PersistenceError) -> str:
    cause = broken.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, DatabaseFault) else ""
