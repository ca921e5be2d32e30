"""Who is signed in, kept on the server: the browser has a random number, and the database its hash."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from service.clock import Clock
from service.sign_in.accounts import uuid_of
from service.sign_in.random_secrets import hash_of, new_secret

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
HALF = timedelta(minutes=15)
"""How long somebody has to give the second of two factors."""

FRESH = timedelta(minutes=15)
"""How long after signing in somebody may change how they sign in."""

_NOTED_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=1)

_FOUND = """
SELECT 'person:' || person, ways, second_factor, half, begun_at, seen_at, session.ends_at, operator
FROM store.session JOIN store.account USING (person)
WHERE hash = %s AND NOT disabled AND ends_at > %s AND seen_at > %s
"""
_LATELY = timedelta(hours=12)
# Whoever signs out, or is shut out, has no row any more: what is here and over has run out by time.
_RUN_OUT = """
SELECT 'person:' || person, ways, second_factor, half, begun_at, seen_at, session.ends_at, operator
FROM store.session JOIN store.account USING (person)
WHERE hash = %(key)s AND NOT disabled AND NOT half
    AND least(session.ends_at, seen_at + %(idle)s) BETWEEN %(now)s - %(lately)s AND %(now)s
"""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in. `half`: one of two factors is given, and nothing else is possible yet."""

    hash: bytes
    person: PersonRef
    ways: tuple[str, ...]
    second_factor: bool
    half: bool
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime
    operator: bool = False

    def idle_until(self, now: datetime) -> datetime:
        """When it ends if nothing more is done."""
        return min(now + IDLE, self.ends_at)

    def is_fresh(self, now: datetime) -> bool:
        """Whether they signed in only just now."""
        return now - self.begun_at <= FRESH


class Sessions:
    """The `session` table."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    def begin(
        self,
        person: PersonRef,
        ways: Sequence[str],
        *,
        second_factor: bool = False,
        half: bool = False,
        instead_of: str | None = None,
    ) -> str:
        """Sign somebody in under a new number, and end the session it takes the place of. Gives the number."""
        now, secret = self._clock(), new_secret()
        with self._pool.connection() as connection, connection.transaction():
            if instead_of is not None:
                connection.execute("DELETE FROM store.session WHERE hash = %s", (hash_of(instead_of),))
            connection.execute("DELETE FROM store.session WHERE ends_at < %s", (now - _KEPT,))
            connection.execute(
                "INSERT INTO store.session VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                (
                    hash_of(secret),
                    uuid_of(person),
                    list(ways),
                    second_factor,
                    half,
                    now,
                    now,
                    now + (HALF if half else LONGEST),
                ),
            )
        return secret

    def find(self, secret: str) -> Session | None:
        """Give the session of this number, if it still holds; asked anew for every request."""
        now, key = self._clock(), hash_of(secret)
        with self._pool.connection() as connection:
            row = connection.execute(_FOUND, (key, now, now - IDLE)).fetchone()
            if row is None:
                return None
            if now - row[5] >= _NOTED_EVERY:
                connection.execute("UPDATE store.session SET seen_at = %s WHERE hash = %s", (now, key))
        return Session(key, row[0], tuple(row[1]), *row[2:])

    def holds(self, hash_of_secret: bytes) -> bool:
        """Whether this session goes on. Asking does not make it last longer: nobody did anything."""
        now = self._clock()
        with self._pool.connection() as connection:
            return connection.execute(_FOUND, (hash_of_secret, now, now - IDLE)).fetchone() is not None

    def run_out(self, secret: str) -> Session | None:
        """Give the session of this number if it ended by time within twelve hours, and in no other way."""
        now, key = self._clock(), hash_of(secret)
        with self._pool.connection() as connection:
            row = connection.execute(_RUN_OUT, {"key": key, "now": now, "idle": IDLE, "lately": _LATELY}).fetchone()
        return None if row is None else Session(key, row[0], tuple(row[1]), *row[2:])

    def whose(self, secret: str) -> PersonRef | None:
        """Give whose session this is or was, even when it has run out within a day."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT 'person:' || person FROM store.session WHERE hash = %s AND NOT half", (hash_of(secret),)
            ).fetchone()
        return str(row[0]) if row else None

    def of(self, person: PersonRef) -> list[Session]:
        """Give where a person is signed in, the newest first."""
        now = self._clock()
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT hash, 'person:' || person, ways, second_factor, half, begun_at, seen_at, ends_at"
                " FROM store.session WHERE person = %s AND NOT half AND ends_at > %s AND seen_at > %s"
                " ORDER BY begun_at DESC",
                (uuid_of(person), now, now - IDLE),
            ).fetchall()
        return [Session(bytes(row[0]), row[1], tuple(row[2]), *row[3:]) for row in rows]

    def end(self, secret: str) -> None:
        """End one session."""
        with self._pool.connection() as connection:
            connection.execute("DELETE FROM store.session WHERE hash = %s", (hash_of(secret),))

    def end_all(self, person: PersonRef, but: bytes | None = None) -> None:
        """End a person's sessions, but for one if it is named by its hash."""
        with self._pool.connection() as connection:
            connection.execute(
                "DELETE FROM store.session WHERE person = %s AND hash IS DISTINCT FROM %s", (uuid_of(person), but)
            )


def form_token(secret: str) -> str:
    """What each form of a session carries. It follows from the browser's number, which other sites cannot read."""
    return urlsafe_b64encode(hmac.digest(secret.encode(), b"form", "sha256")).decode().rstrip("=")
