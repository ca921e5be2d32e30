"""How often something was tried, counted in the database: a restart forgets nothing, and all processes count as one."""

import hmac
from datetime import UTC, datetime, timedelta

from psycopg import Connection
from psycopg_pool import ConnectionPool

from service.clock import Clock
from service.sign_in.refusals import TooManyTries

MOST = 10
EVERY = timedelta(minutes=1)
_KEPT = timedelta(hours=1)
_WAIT_A_MINUTE = "This was tried too often just now. Wait for a minute, and try again."
_WAIT_AN_HOUR = "This was tried too often just now. Wait for an hour, and try again."


class Attempts:
    """Counts by the minute. `key` hides whom a row is about."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock, key: bytes) -> None:
        self._pool = pool
        self._clock = clock
        self._key = key

    def count(self, what: str, whom: str, most: int = MOST, every: timedelta = EVERY) -> None:
        """Count one more try of `what` by or for `whom`. Raises TooManyTries after `most` in a minute (or hour)."""
        if self._add(what, whom, every) > most:
            raise TooManyTries(_WAIT_A_MINUTE if every == EVERY else _WAIT_AN_HOUR)

    def _add(self, what: str, whom: str, every: timedelta) -> int:
        now = _minute(self._clock())
        minute = now if every == EVERY else now.replace(minute=0)
        what = what if every == EVERY else f"{what} in an hour"
        with self._pool.connection() as connection:
            row = connection.execute(
                "INSERT INTO store.attempt AS tried VALUES (%s, %s, 1)"
                " ON CONFLICT (subject, began_at) DO UPDATE SET count = tried.count + 1 RETURNING count",
                (self._subject(what, whom), minute),
            ).fetchone()
            if row and row[0] == 1:
                connection.execute("DELETE FROM store.attempt WHERE began_at < %s", (now - _KEPT,))
        return row[0] if row else 0

    def _subject(self, what: str, whom: str) -> bytes:
        return hmac.digest(self._key, f"{what}/{whom}".encode(), "sha256")


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
