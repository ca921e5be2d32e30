"""Whether this installation is well: is the database there, and how far behind is each reader of the log."""

from http import HTTPStatus

import psycopg
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Response
from psycopg import Connection
from psycopg_pool import ConnectionPool
from pydantic import BaseModel, Field

from service.audit.lag import LONGEST_SECONDS, signer_lag
from service.clock import Clock

_SECONDS = 2.0


class ReaderHealth(BaseModel, frozen=True):
    """How far one reader of the log is. `behind` counts positions still to come; `parked` events it could not read."""

    name: str
    position: int
    behind: int
    parked: int


class SignerHealth(BaseModel, frozen=True):
    """How much is recorded and not signed yet. `late` is an alarm: the first of it waits longer than we promise."""

    waiting: int
    signer_lag: float = Field(description="For how many seconds the first of it waits.")
    longest: float = Field(description="How many seconds we promise.")
    late: bool
    sentence: str


class Health(BaseModel, frozen=True):
    """How Waymark is."""

    database: bool
    end: int | None = None
    readers: tuple[ReaderHealth, ...] = ()
    signer: SignerHealth | None = None


def health_routes(pool: ConnectionPool[Connection], clock: Clock) -> APIRouter:
    """`/health`, for whoever watches over the processes."""
    router = APIRouter()
    # Threads of its own: while the database is away, all others may be waiting for it.
    own = CapacityLimiter(2)

    @router.get("/health", operation_id="health", tags=["running it"], responses={503: {"model": Health}})
    async def health(response: Response) -> Health:
        """Say whether the database is there, and how far behind each reader of the log, and the signer, are."""
        found = await to_thread.run_sync(_look, pool, clock, limiter=own)
        if not found.database:
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return found

    return router


def _look(pool: ConnectionPool[Connection], clock: Clock) -> Health:
    for _ in range(2):
        try:
            with pool.connection(_SECONDS) as connection:
                return _health(connection, clock)
        except psycopg.OperationalError:
            continue
    return Health(database=False)


def _health(connection: Connection, clock: Clock) -> Health:
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
    lag = signer_lag(connection, clock())
    signer = SignerHealth(
        waiting=lag.waiting, signer_lag=lag.seconds, longest=LONGEST_SECONDS, late=lag.late, sentence=lag.sentence
    )
    return Health(database=True, end=end, readers=readers, signer=signer)
