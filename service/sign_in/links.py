"""Links that sign somebody in, once: by e-mail for a quarter of an hour, printed by the machine for a day."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from service.clock import Clock
from service.sign_in.accounts import uuid_of
from service.sign_in.random_secrets import hash_of, new_secret

Purpose = Literal["sign-in", "operator", "new-email"]
LASTS: dict[Purpose, timedelta] = {
    "sign-in": timedelta(minutes=15),
    "new-email": timedelta(minutes=15),
    "operator": timedelta(hours=24),
}
_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was used just now. `email` is the address that it proves, if it was sent to one."""

    person: PersonRef
    email: str | None


class Links:
    """The `sign_in_link` table."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    def make(self, person: PersonRef, purpose: Purpose, email: str | None = None) -> str:
        """Make a link. Gives its secret, which is kept nowhere."""
        now, secret = self._clock(), new_secret()
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("DELETE FROM store.sign_in_link WHERE ends_at < %s", (now - _KEPT,))
            connection.execute(
                "INSERT INTO store.sign_in_link (hash, person, purpose, email, made_at, ends_at)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                (hash_of(secret), uuid_of(person), purpose, email, now, now + LASTS[purpose]),
            )
        return secret

    def use(self, secret: str, purpose: Purpose) -> Link | None:
        """Use a link up. None when it was used, is too old, or never was: of two at once, one gets it."""
        now = self._clock()
        with self._pool.connection() as connection:
            row = connection.execute(
                "UPDATE store.sign_in_link SET used_at = %s WHERE hash = %s AND purpose = %s AND used_at IS NULL"
                " AND ends_at > %s RETURNING 'person:' || person, email",
                (now, hash_of(secret), purpose, now),
            ).fetchone()
        return Link(*row) if row else None

    def withdraw(self, person: PersonRef) -> None:
        """Make every link of a person useless."""
        with self._pool.connection() as connection:
            connection.execute("DELETE FROM store.sign_in_link WHERE person = %s", (uuid_of(person),))
