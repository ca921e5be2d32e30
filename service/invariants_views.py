"""I3: every view equals its rebuild from nothing."""

from collections.abc import Sequence

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from projections.catalogue import PROJECTIONS
from projections.fingerprint import fingerprint
from projections.projection import Projection
from projections.table import VIEWS
from service.event_store import EventStore
from service.invariant_findings import Finding, Report
from service.log_reader import lag

_AT_ONCE = 4_000


def check_views(connection: Connection, store: EventStore, projections: Sequence[Projection] = PROJECTIONS) -> Report:
    """Build each view again up to where it is, compare, and undo that: the rebuild is never committed.

    People read on meanwhile; the projector waits. `connection` may delete from the views (the owner's role).
    """
    said = []
    for each in projections:
        said += _late(connection, each.name)
        try:
            same = _same_when_rebuilt(connection, store, each)
        except Exception as fault:  # noqa: BLE001 - a damaged log breaks a view in any way, and the rest is looked at too
            said.append(f"The view “{each.name}” cannot be built from the log ({type(fault).__name__}).")
            continue
        if not same:
            said.append(
                f"The view “{each.name}” differs from its rebuild. Put it right with: waymark rebuild {each.name}"
            )
    return Report(
        looked_at={"views": len(projections)},
        findings=tuple(Finding(invariant="I3", sentence=sentence) for sentence in said),
    )


def _late(connection: Connection, name: str) -> list[str]:
    now = lag(connection, name)
    connection.rollback()
    said = []
    if now.behind:
        said.append(f"The view “{name}” is at position {now.position}, and the log is at {now.end}.")
    if now.parked:
        said.append(f"The view “{name}” passed over {now.parked} events it could not handle.")
    return said


def _same_when_rebuilt(connection: Connection, store: EventStore, projection: Projection) -> bool:
    try:
        # The lock comes before the first look, so that rows and position are of the same moment.
        for table in projection.tables:
            connection.execute(SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(Identifier(VIEWS, table)))
        until = lag(connection, projection.name).position
        kept = fingerprint(connection, projection.name)
        for table in projection.tables:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(VIEWS, table)))
        position = 0
        while events := store.read(position, _AT_ONCE, until):
            with connection.cursor() as cursor:
                projection.apply(cursor, events)
            position = events[-1].position
        return fingerprint(connection, projection.name) == kept
    finally:
        connection.rollback()
