"""Reading one's own writes: wait, for a while, until a projection has read as far as a command's position."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from time import monotonic
from typing import Annotated, Generic, TypeVar

from fastapi import Query, Response
from psycopg import Connection, IsolationLevel, OperationalError
from psycopg_pool import ConnectionPool
from starlette.concurrency import run_in_threadpool

from service.api_headers import POSITION
from service.api_refusals import NotRead
from service.log_reader import saved_position

T = TypeVar("T")

LONGEST_WAIT = 5.0
"""Seconds."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.1
_FOR_A_CONNECTION = 5.0

WaitFor = Annotated[
    int | None,
    Query(
        ge=0,
        le=2**62,
        description="Answer only once this position has been read, such as the one a command was answered with.",
        examples=[4711],
    ),
]


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was read, and up to which position of the log."""

    position: int
    found: T

    def said_in(self, response: Response) -> T:
        """What was read, for an answer that says in a header how far the view was."""
        response.headers[POSITION] = str(self.position)
        return self.found


class Readings:
    """Reads views, each at one moment, and says how far in the log they are."""

    def __init__(self, pool: ConnectionPool[Connection]) -> None:
        self._pool = pool
        # A reading holds one connection and may need another for names: half of them always stay free for that.
        self._desks = BoundedSemaphore(max(1, pool.max_size // 2))

    async def reach(self, projection: str, position: int | None) -> None:
        """Wait until the projection is there. Raises NotRead when it takes too long.

        It waits outside the threads, so that a projector that stands still does not keep commands from being taken.
        """
        if position is None:
            return
        until, pause = monotonic() + LONGEST_WAIT, _FIRST_PAUSE
        while await run_in_threadpool(self.position, projection) < position:
            if monotonic() + pause > until:
                msg = "What you wait for is recorded, but cannot be read yet. Ask again in a moment."
                raise NotRead(msg)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def position(self, projection: str) -> int:
        """How far a projection has read."""
        return self._with(lambda connection: saved_position(connection, projection))

    def read(self, projection: str, look: Callable[[Connection], T]) -> "Read[T]":
        """Look at a view as of one moment, and say how far it had read then."""
        return self._with(lambda connection: _at_once(connection, projection, look))

    def _with(self, look: Callable[[Connection], T]) -> T:
        if not self._desks.acquire(timeout=_FOR_A_CONNECTION):
            msg = "Too many people read at this moment. Ask again in a moment."
            raise NotRead(msg)
        try:
            return self._twice(look)
        finally:
            self._desks.release()

    def _twice(self, look: Callable[[Connection], T]) -> T:
        """Once more on a new connection, for the pool may hold one that ended with the last server."""
        try:
            with self._pool.connection(_FOR_A_CONNECTION) as connection:
                return look(connection)
        except OperationalError:
            with self._pool.connection(_FOR_A_CONNECTION) as connection:
                return look(connection)


def _at_once(connection: Connection, projection: str, look: Callable[[Connection], T]) -> Read[T]:
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    try:
        with connection.transaction():
            return Read(saved_position(connection, projection), look(connection))
    finally:
        connection.isolation_level = connection.read_only = None
