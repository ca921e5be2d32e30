"""I3: every view equals its rebuild from nothing."""

from collections.abc import Sequence

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from projections.catalogue import PROJECTIONS
from projections.fingerprint import fingerprint
from projections.projection import Projection
from projections.table import VIEWS
from service.event_recorder import StoreAway
from service.event_store import EventStore
from service.invariant_findings import Finding, Report
from service.log_reader import lag, saved_position

_AT_ONCE = 4_000


def check_views(connection: Connection, store: EventStore, projections: Sequence[Projection] = PROJECTIONS) -> Report:
    """Build each view again up to where it is, compare, and undo that: the rebuild is never committed.

    People read on meanwhile; the projector waits. `connection` may lock and empty the views (the owner's role).
    """
    said = [sentence for each in projections for sentence in _late(connection, each.name)]
    said += _differing(connection, store, projections)
    return Report(
        looked_at={"views": len(projections)},
        findings=tuple(Finding(invariant="I3", sentence=sentence) for sentence in said),
    )


def _late(connection: Connection, name: str) -> list[str]:
    now = lag(connection, name)
    said = []
    if now.behind:
        said.append(f"The view “{name}” is at position {now.position}, and the log is at {now.end}.")
    if now.parked:
        said.append(f"The view “{name}” passed over events it could not handle ({now.parked}).")
    return said


def _differing(connection: Connection, store: EventStore, projections: Sequence[Projection]) -> list[str]:
    connection.rollback()
    try:
        for each in projections:
            for table in each.tables:
                connection.execute(SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(Identifier(VIEWS, table)))
        kept = {each.name: fingerprint(connection, each.name) for each in projections}
        broken = _rebuild(connection, store, projections)
        differ = [
            f"The view “{each.name}” differs from its rebuild. Put it right with: waymark rebuild {each.name}"
            for each in projections
            if each.name not in broken and fingerprint(connection, each.name) != kept[each.name]
        ]
        return [*broken.values(), *differ]
    finally:
        connection.rollback()


def _rebuild(connection: Connection, store: EventStore, projections: Sequence[Projection]) -> dict[str, str]:
    """Build all in one pass over the log. Gives a sentence for each that a damaged log keeps from being built."""
    until = {each.name: saved_position(connection, each.name) for each in projections}
    for each in projections:
        for table in each.tables:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(VIEWS, table)))
    broken: dict[str, str] = {}
    position = 0
    while events := store.read(position, _AT_ONCE, max(until.values(), default=0)):
        for each in projections:
            if each.name in broken:
                continue
            try:
                with connection.transaction(), connection.cursor() as cursor:
                    each.apply(cursor, [event for event in events if event.position <= until[each.name]])
            except (StoreAway, psycopg.OperationalError, psycopg.InterfaceError):
                raise
            except Exception as fault:  # noqa: BLE001 - whatever it is, the other views are looked at too
                broken[each.name] = f"The view “{each.name}” cannot be built from the log ({type(fault).__name__})."
        position = events[-1].position
    return broken
