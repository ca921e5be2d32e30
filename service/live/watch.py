"""Watches the log for everybody who looks at a page: one look in a second, however many they are."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool, PoolTimeout
from starlette.concurrency import run_in_threadpool

from domain.event import PersonRef
from service.api_positions import Readings
from service.api_refusals import NotRead
from service.group import programme_of_stream
from service.live.live_refusals import TooManyListeners

VIEW = "history"
"""The view whose growth is told: what was read from it is on every page."""

MOST = 200
"""How many pages are told of changes at once."""

MOST_OF_ONE = 6
"""How many of them may be one person's."""

_EVERY = 1.0
_CHANGED = "SELECT DISTINCT originator_id FROM store.events WHERE notification_id > %s AND notification_id <= %s"


class Listener:
    """One page that somebody looks at."""

    def __init__(self, programme: str, person: PersonRef) -> None:
        self.programme = programme
        self.person = person
        self._told = asyncio.Event()

    def tell(self) -> None:
        """Something happened in its programme."""
        self._told.set()

    async def told(self, seconds: float) -> bool:
        """Whether something happened within this time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._told.wait()
        told = self._told.is_set()
        self._told.clear()
        return told


class Watch:
    """Tells listeners that the history of their programme has grown. It looks only while somebody listens."""

    def __init__(self, readings: Readings, pool: ConnectionPool[Connection]) -> None:
        self._readings = readings
        self._pool = pool
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None

    def check(self, person: PersonRef) -> None:
        """Raises TooManyListeners when there is no room for one more."""
        own = sum(each.person == person for each in self._listeners)
        if own >= MOST_OF_ONE or len(self._listeners) >= MOST:
            raise TooManyListeners("Too many pages are told of changes already. Close one, or load this page again.")

    @contextmanager
    def listening(self, programme: str, person: PersonRef) -> Iterator[Listener]:
        """Be told, inside."""
        listener = Listener(programme, person)
        self._listeners.add(listener)
        # Whatever happened since their page was read, others may have been told of already: they ask at once.
        listener.tell()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look_on())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._task is not None:
                self._task.cancel()
                self._task = None

    async def _look_on(self) -> None:
        seen: int | None = None
        while True:
            # What cannot be read now is told with the next look.
            with suppress(NotRead, PoolTimeout, psycopg.OperationalError, psycopg.InterfaceError):
                now = await run_in_threadpool(self._readings.position, VIEW)
                if seen is None:
                    # Whoever came before the first look may have asked before what it found.
                    changed = {each.programme for each in self._listeners}
                else:
                    changed = await run_in_threadpool(self._changed, seen, now) if now > seen else set()
                seen = now
                for listener in self._listeners:
                    if listener.programme in changed:
                        listener.tell()
            await asyncio.sleep(_EVERY)

    def _changed(self, seen: int, now: int) -> set[str]:
        with self._pool.connection() as connection:
            rows = connection.execute(_CHANGED, (seen, now)).fetchall()
        return {programme for (stream,) in rows if (programme := programme_of_stream(stream)) is not None}
