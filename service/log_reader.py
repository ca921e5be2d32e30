"""Follows the log in batches, from where it was, for ever: the part that relay, projector and post share.

The library's own runner dies with a lost connection, a second runner or one bad event.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from threading import Event
from time import monotonic

import psycopg
import structlog
from psycopg import Connection
from psycopg.conninfo import make_conninfo

from domain.event import Fact, Recorded
from service.event_recorder import CHANNEL, StoreAway
from service.event_store import EventStore

Batch = Sequence[Recorded[Fact]]
Handler = Callable[[Batch, Connection], None]
"""Does something with a batch. `Connection` is the reader's own, and goes when its lease goes: write through it."""

_LONGEST_PAUSE = 5.0
_SLICE = 0.2
_PARKED_IN_A_ROW = 20
# A host that vanished must not hold the lease for the two hours TCP would allow it.
_KEEPALIVE: dict[str, int | str] = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "connect_timeout": 5,
    "options": "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
}


class Unavailable(Exception):  # noqa: N818 - nobody's fault; it is tried again for ever
    """What a handler needs is away just now (Temporal, a mail server). No event is to blame."""


class NothingGoesThrough(Exception):  # noqa: N818 - it stops the reader, loudly
    """Event after event was parked: the handler is broken, not the events. A person must look."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a reader is. `behind` counts positions, which have gaps; `parked` are events it could not handle."""

    position: int
    end: int
    parked: int

    @property
    def behind(self) -> int:
        """How many positions are still to come, at most."""
        return max(0, self.end - self.position)


def saved_position(connection: Connection, name: str) -> int:
    """Give the position up to which a reader is done, 0 at first."""
    row = connection.execute("SELECT position FROM store.reader WHERE name = %s", (name,)).fetchone()
    return row[0] if row else 0


def save_position(connection: Connection, name: str, position: int) -> None:
    """Save up to where a reader is done. Saving 0 makes it begin anew (a rebuild)."""
    connection.execute(
        "INSERT INTO store.reader (name, position) VALUES (%s, %s)"
        " ON CONFLICT (name) DO UPDATE SET position = excluded.position, saved_at = now()",
        (name, position),
    )


def try_lease(connection: Connection, name: str) -> bool:
    """Take a reader's lease if it is free. It is held until the connection ends, and asking again is harmless."""
    row = connection.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 2))", (name,)).fetchone()
    return bool(row and row[0])


def lag(connection: Connection, name: str) -> Lag:
    """Say how far a reader is, as anybody may ask who can log in."""
    row = connection.execute(
        "SELECT coalesce((SELECT position FROM store.reader WHERE name = %(name)s), 0),"
        " coalesce((SELECT max(notification_id) FROM store.events), 0),"
        " (SELECT count(*) FROM store.parked_event WHERE reader = %(name)s)",
        {"name": name},
    ).fetchone()
    return Lag(*row) if row else Lag(0, 0, 0)


class LogReader:
    """Brings every event to `handle`, in order, in batches.

    `together`: the batch is handled inside a transaction of the reader's connection that also saves the position, so
    what is written through that connection happens exactly once. Otherwise the position is saved after `handle`
    returned, and a batch may come twice.

    Only one runner of a `name` works; others wait. An event that fails `tries` times alone is parked and passed over.
    """

    def __init__(
        self,
        name: str,
        store: EventStore,
        url: str,
        handle: Handler,
        *,
        together: bool,
        batch: int = 500,
        poll: float = 1.0,
        tries: int = 3,
    ) -> None:
        self._name = name
        self._store = store
        self._url = url
        self._handle = handle
        self._together = together
        self._batch = batch
        self._poll = poll
        self._tries = tries
        self._stopped = Event()
        self._in_a_row: list[int] = []
        self._log = structlog.get_logger().bind(reader=name)

    def run(self) -> None:
        """Follow the log until `stop`. Raises UnknownTopic and NothingGoesThrough, which a person must look at."""
        pause = _SLICE
        while not self._stopped.is_set():
            began = monotonic()
            try:
                self._follow()
            except (psycopg.OperationalError, psycopg.InterfaceError, StoreAway, Unavailable) as away:
                pause = _SLICE if monotonic() - began > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
                # The kind only: a database's message may quote what it was given.
                self._log.warning("log reader tries again", error=_kind(away), seconds=pause)
                self._stopped.wait(pause)

    def stop(self) -> None:
        """Ask `run` to end after the batch it is at. Any thread may."""
        self._stopped.set()

    def _follow(self) -> None:
        url = make_conninfo(self._url, application_name=f"waymark {self._name}", **_KEEPALIVE)
        with psycopg.connect(url, autocommit=True) as connection:
            while not try_lease(connection, self._name):
                if self._stopped.wait(self._poll):
                    return
            connection.execute(f"LISTEN {CHANNEL}")
            position = saved_position(connection, self._name)
            self._log.info("log reader begins", position=position)
            while not self._stopped.is_set():
                batch = self._store.read(position, self._batch)
                if batch:
                    self._bring(batch, connection, self._tries)
                    position = batch[-1].position
                else:
                    self._wait(connection)

    def _wait(self, connection: Connection) -> None:
        """Until the log grows, or the poll is due. The hint may get lost, and then costs a second."""
        until = monotonic() + self._poll
        while not self._stopped.is_set() and (left := until - monotonic()) > 0:
            if any(True for _ in connection.notifies(timeout=min(left, _SLICE), stop_after=1)):
                return

    def _bring(self, batch: Batch, connection: Connection, tries: int) -> None:
        """Handle a batch, and if it cannot be, its halves, down to the one event that is to blame."""
        failure: Exception | None = None
        for attempt in range(tries):
            try:
                self._once(batch, connection)
            except (psycopg.OperationalError, psycopg.InterfaceError, StoreAway, Unavailable):
                raise
            except Exception as caught:  # noqa: BLE001 - whatever it is, one event must not stop all others
                failure = caught
                self._log.warning(
                    "a batch failed", first=batch[0].position, events=len(batch), error=_kind(caught), attempt=attempt
                )
                self._stopped.wait(min(0.1 * 2**attempt, _LONGEST_PAUSE))
            else:
                self._in_a_row.clear()
                return
        if failure is None or self._stopped.is_set():
            return
        if len(batch) == 1:
            self._park(batch[0], failure, connection)
            return
        middle = len(batch) // 2
        for half in (batch[:middle], batch[middle:]):
            if self._stopped.is_set():
                return  # the first half may be undone, and nothing may be passed over
            self._bring(half, connection, self._tries if len(half) == 1 else 1)

    def _once(self, batch: Batch, connection: Connection) -> None:
        with connection.transaction() if self._together else nullcontext():
            self._handle(batch, connection)
            save_position(connection, self._name, batch[-1].position)

    def _park(self, event: Recorded[Fact], failure: Exception, connection: Connection) -> None:
        self._in_a_row.append(event.position)
        if len(self._in_a_row) > _PARKED_IN_A_ROW:
            self._unpark(connection)
            raise NothingGoesThrough(
                f"The reader “{self._name}” failed on {_PARKED_IN_A_ROW} events in a row, at last with "
                f"{_kind(failure)}. It stopped before the first of them, so that nothing is passed over in silence."
            ) from failure
        with connection.transaction():
            connection.execute(
                "INSERT INTO store.parked_event (reader, position, stream, topic, error) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT (reader, position) DO UPDATE SET error = excluded.error, parked_at = now()",
                (self._name, event.position, event.stream, event.fact.TOPIC, _kind(failure)),
            )
            save_position(connection, self._name, event.position)
        self._log.error("an event was parked", position=event.position, topic=event.fact.TOPIC, error=_kind(failure))

    def _unpark(self, connection: Connection) -> None:
        with connection.transaction():
            connection.execute(
                "DELETE FROM store.parked_event WHERE reader = %s AND position = ANY(%s)", (self._name, self._in_a_row)
            )
            save_position(connection, self._name, self._in_a_row[0] - 1)


def on_loop(handle: Callable[[Batch], Awaitable[None]], loop: asyncio.AbstractEventLoop) -> Handler:
    """Make a handler out of a coroutine function that runs on `loop`, while the reader runs in a thread."""

    async def handled(batch: Batch) -> None:
        await handle(batch)

    return lambda batch, _: asyncio.run_coroutine_threadsafe(handled(batch), loop).result()


async def follow(reader: LogReader) -> None:
    """Run a reader in a thread of its own until it ends; when cancelled, let it finish its batch first."""
    # Not `to_thread`: its threads are few (six on two processors), and a reader keeps one for ever.
    with ThreadPoolExecutor(1) as thread:
        running = asyncio.get_running_loop().run_in_executor(thread, reader.run)
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            reader.stop()
            await running
            raise


def _kind(fault: BaseException) -> str:
    return type(fault).__name__
