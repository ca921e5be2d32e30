"""The projector: follows the log and writes what people read. A view can be built again from nothing at any time."""

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import monotonic

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from domain.event import Fact, Recorded
from projections.catalogue import PROJECTIONS
from projections.projection import Projection
from projections.table import VIEWS
from service.assembly import build
from service.event_store import EventStore
from service.evidence.file_sweep import sweep_on
from service.group import organisation_of, resources_of
from service.log_reader import Batch, Handler, LogReader, follow, save_position
from service.privacy.sweep import sweep_on as erase_on
from service.settings import Settings

_AT_ONCE = 500
_REBUILD_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did: how many events it read, up to which position, and in how many seconds."""

    names: tuple[str, ...]
    events: int
    position: int
    seconds: float

    @property
    def sentence(self) -> str:
        """The same, for a person."""
        return f"Built {', '.join(self.names)} again from {self.events:,} events in {self.seconds:.1f} seconds."


def readers(
    store: EventStore, url: str, projections: Sequence[Projection] = PROJECTIONS, *, batch: int = _AT_ONCE
) -> list[LogReader]:
    """One reader of the log a view, each with its own position and lease."""
    return [LogReader(each.name, store, url, _writing(each), together=True, batch=batch) for each in projections]


async def run_projector(settings: Settings, stop: asyncio.Event) -> None:
    """Keep all views up to date, and sweep, until `stop`. Raises what a reader stopped for: a person must look."""
    with build(settings) as waymark:
        following = [asyncio.ensure_future(follow(each)) for each in readers(waymark.store, settings.database_url)]
        following += [asyncio.ensure_future(each) for each in (sweep_on(waymark), erase_on(waymark))]
        told = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait([told, *following], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (told, *following):
                each.cancel()
            ended = await asyncio.gather(*following, return_exceptions=True)
        for outcome in ended:
            if isinstance(outcome, Exception):
                raise outcome


def rebuild(
    url: str,
    store: EventStore,
    projections: Sequence[Projection] = PROJECTIONS,
    *,
    at_once: int = _REBUILD_AT_ONCE,
    told: Callable[[int, int], object] | None = None,
) -> Rebuilt:
    """Build views again from nothing, all at once in one pass over the log; people read the old rows until it is done.

    A projector that runs meanwhile waits, and goes on from there. `told` hears how far it is: how many events of how
    many at most. `at_once` is about how many are in memory.
    """
    began, end = monotonic(), store.end()
    names = tuple(each.name for each in projections)
    with ExitStack() as leases, psycopg.connect(url, application_name="waymark rebuild") as connection:
        for name in names:
            leases.enter_context(_lease(url, name))
        for projection in projections:
            _empty(connection, projection)
        events = 0
        leases.enter_context(_uncollected())
        for batch in _ahead(_whole_groups(_groups(connection), store, end, at_once)):
            with connection.cursor() as cursor:
                for projection in projections:
                    projection.apply(cursor, batch)
            events += len(batch)
            if told is not None:
                told(events, end)
        for name in names:
            save_position(connection, name, end)
            connection.execute("DELETE FROM store.parked_event WHERE reader = %s", (name,))
        connection.commit()
        _tidy(connection, projections)
    return Rebuilt(names, events, end, monotonic() - began)


def _groups(connection: Connection) -> list[tuple[str, ...]]:
    """The streams that are read together: those of each programme, and each that came in with a legacy pack."""
    heads = connection.execute("SELECT ledger FROM store.ledger_head WHERE ledger LIKE 'programme:%' ORDER BY ledger")
    here = [str(row[0]) for row in heads]
    left = connection.execute(
        "SELECT originator_id FROM store.events WHERE originator_version = 1"
        " AND originator_id >= 'resource:' AND originator_id < 'resource;' ORDER BY originator_id"
    )
    groups = [(each, organisation_of(each), resources_of(each)) for each in here]
    known = {stream for group in groups for stream in group}
    return groups + [(str(row[0]),) for row in left if row[0] not in known]


def _whole_groups(groups: Sequence[tuple[str, ...]], store: EventStore, end: int, at_once: int) -> Iterator[Batch]:
    """The log up to its `end`, programme after programme, so that each row is written once and not once a batch.

    Only the order within a programme matters to a view.
    """
    batch: list[Recorded[Fact]] = []
    for streams in groups:
        together = (event for stream in streams for event in store.load(stream) if event.position <= end)
        batch += sorted(together, key=lambda event: event.position)
        if len(batch) >= at_once:
            yield batch
            batch = []
    if batch:
        yield batch


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same, each read while PostgreSQL is still at the one before."""
    with ThreadPoolExecutor(1) as reading:
        coming = reading.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reading.submit(next, batches, None)
            yield batch


@contextmanager
def _uncollected() -> Iterator[None]:
    """Facts are trees and need no garbage collector; its looking through them all takes longer than reading them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _writing(projection: Projection) -> Handler:
    def write(batch: Batch, connection: Connection) -> None:
        with connection.cursor() as cursor:
            projection.apply(cursor, batch)

    return write


def _empty(connection: Connection, projection: Projection) -> None:
    # Not TRUNCATE: it would keep everybody from reading until the rebuild is done.
    for table in projection.tables:
        connection.execute(SQL("DELETE FROM {}").format(Identifier(VIEWS, table)))


def _lease(url: str, name: str) -> Connection:
    """Take a reader's lease, from the one that holds it if need be; that one comes back and waits for its turn."""
    connection = psycopg.connect(url, autocommit=True, application_name=f"waymark rebuild {name}")
    connection.execute("SELECT set_config('lock_timeout', '0', false)")
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND ((classid::bigint << 32) | objid::bigint) = hashtextextended(%s, 2)",
        (name,),
    )
    connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 2))", (name,))
    return connection


def _tidy(connection: Connection, projections: Sequence[Projection]) -> None:
    """Give the room of the old rows back, and let PostgreSQL know how many there are now."""
    connection.autocommit = True
    for projection in projections:
        for table in projection.tables:
            connection.execute(SQL("VACUUM (ANALYZE) {}").format(Identifier(VIEWS, table)))
