"""What a browser is in the middle of, kept on the server for a short time and opened by the browser's number alone."""

import os
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Literal

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from service.clock import Clock
from service.sign_in.accounts import uuid_of
from service.sign_in.random_secrets import hash_of, new_secret

Kind = Literal["passkey", "new-passkey", "new-code", "provider", "start"]
LASTS: dict[Kind, timedelta] = {
    "passkey": timedelta(minutes=15),
    "new-passkey": timedelta(minutes=15),
    "new-code": timedelta(minutes=30),
    "provider": timedelta(minutes=30),
    # Only what was begun before such answers were kept with all other drafts.
    "start": timedelta(days=30),
}
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Step:
    """What was kept. `person` is who it is for, if it is for one."""

    person: PersonRef | None
    content: dict[str, str]


class Steps:
    """The `sign_in_step` table. Its content is encrypted under the number: a copy of the database shows no form."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    def keep(self, kind: Kind, content: dict[str, str], person: PersonRef | None = None) -> str:
        """Keep something. Gives the number for the browser."""
        now, secret = self._clock(), new_secret()
        nonce = os.urandom(_NONCE)
        sealed = nonce + AESGCM(_key(secret)).encrypt(nonce, orjson.dumps(content), kind.encode())
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("DELETE FROM store.sign_in_step WHERE ends_at < %s", (now,))
            connection.execute(
                "INSERT INTO store.sign_in_step VALUES (%s, %s, %s, %s, %s)",
                (hash_of(secret), kind, person and uuid_of(person), sealed, now + LASTS[kind]),
            )
        return secret

    def look(self, secret: str, kind: Kind) -> Step | None:
        """Give what was kept, and keep it."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT 'person:' || person, content FROM store.sign_in_step"
                " WHERE hash = %s AND kind = %s AND ends_at > %s",
                (hash_of(secret), kind, self._clock()),
            ).fetchone()
        return _opened(secret, kind, row) if row else None

    def take(self, secret: str, kind: Kind) -> Step | None:
        """Give what was kept, once."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "DELETE FROM store.sign_in_step WHERE hash = %s AND kind = %s AND ends_at > %s"
                " RETURNING 'person:' || person, content",
                (hash_of(secret), kind, self._clock()),
            ).fetchone()
        return _opened(secret, kind, row) if row else None


def _opened(secret: str, kind: Kind, row: tuple[str | None, bytes]) -> Step:
    person, sealed = row
    plain = AESGCM(_key(secret)).decrypt(bytes(sealed[:_NONCE]), bytes(sealed[_NONCE:]), kind.encode())
    return Step(person, orjson.loads(plain))


def _key(secret: str) -> bytes:
    # Not the hash that is kept, which is of the same number.
    return sha256(b"step/" + secret.encode()).digest()
