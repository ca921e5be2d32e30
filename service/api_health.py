"""Whether this installation is well: is the database there, and how far behind is each reader of the log."""

from http import HTTPStatus

import psycopg
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Response
from psycopg import Connection
from psycopg_pool import ConnectionPool
from pydantic import BaseModel

_SECONDS = 2.0


class ReaderHealth(BaseModel, frozen=True):
    """How far one reader of the log is. `behind` counts positions still to come; `parked` events it could not read."""

    name: str
    position: int
    behind: int
    parked: int


class Health(BaseModel, frozen=True):
    """How Waymark is."""

    database: bool
    end: int | None = None
    readers: tuple[ReaderHealth, ...] = ()


def health_routes(pool: ConnectionPool[Connection]) -> APIRouter:
    """`/health`, for whoever watches over the processes."""
    router = APIRouter()
    # Threads of its own: while the database is away, all others may be waiting for it.
    own = CapacityLimiter(2)

    @router.get("/health", operation_id="health", tags=["running it"], responses={503: {"model": Health}})
    async def health(response: Response) -> Health:
        """Say whether the database is there, and how far behind each reader of the log is."""
        found = await to_thread.run_sync(_look, pool, limiter=own)
        if not found.database:
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return found

    return router


def _look(pool: ConnectionPool[Connection]) -> Health:
    for _ in range(2):
        try:
            with pool.connection(_SECONDS) as connection:
                return _health(connection)
        except psycopg.OperationalError:
            continue
    return Health(database=False)


def _health(connection: Connection) -> Health:
    row = connection.execute("SELECT coalesce(max(notification_id), 0) FROM store.events").fetchone()
    end = int(row[0]) if row else 0
    rows = connection.execute(
        "SELECT name, position, (SELECT count(*) FROM store.parked_event WHERE reader = name)"
        " FROM store.reader ORDER BY name"
    )
    readers = tuple(
        ReaderHealth(name=name, position=position, behind=max(0, end - position), parked=parked)
        for name, position, parked in rows
    )
    return Health(database=True, end=end, readers=readers)
