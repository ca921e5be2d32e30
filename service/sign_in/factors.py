"""What people sign in with besides links: passwords, keys of one-time codes, passkeys, recovery codes."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from domain.person_events import FactorKind
from service.clock import Clock
from service.keyring import SubjectKeys
from service.sign_in.accounts import uuid_of

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that a person signs in with. `used`: the last time step or count of signatures that was used."""

    person: PersonRef
    number: int
    kind: FactorKind
    label: str
    secret: bytes
    used: int
    added_at: datetime
    used_at: datetime | None


_COLUMNS = "'person:' || person, number, kind, label, secret, used, added_at, used_at"
_OF_PERSON = f"SELECT {_COLUMNS} FROM store.factor WHERE person = %s ORDER BY number"  # noqa: S608 - our own words
_OF_PASSKEY = f"SELECT {_COLUMNS} FROM store.factor WHERE credential = %s"  # noqa: S608 - our own words


class Factors:
    """The tables `factor` and `recovery_code`. The log gives the numbers; service/sign_in/reception.py asks it."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock, keys: SubjectKeys) -> None:
        self._pool = pool
        self._clock = clock
        self._keys = keys

    def of(self, person: PersonRef) -> list[Factor]:
        """Give everything a person signs in with."""
        with self._pool.connection() as connection:
            return [_factor(row) for row in connection.execute(_OF_PERSON, (uuid_of(person),))]

    def one(self, person: PersonRef, kind: FactorKind) -> Factor | None:
        """Give the one of a kind of which a person has only one."""
        return next((each for each in self.of(person) if each.kind == kind), None)

    def with_passkey(self, credential: bytes) -> Factor | None:
        """Give the passkey with this id, whoever's it is."""
        with self._pool.connection() as connection:
            row = connection.execute(_OF_PASSKEY, (credential,)).fetchone()
        return _factor(row) if row else None

    def keep(
        self,
        person: PersonRef,
        number: int,
        kind: FactorKind,
        secret: bytes,
        *,
        label: str = "",
        credential: bytes | None = None,
        used: int = 0,
    ) -> None:
        """Keep a factor under the number that the log gave it."""
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO store.factor (person, number, kind, label, secret, credential, used, added_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (uuid_of(person), number, kind, label, secret, credential, used, self._clock()),
            )

    def use(self, factor: Factor, used: int) -> bool:
        """Note that a factor was used. False when this very code or signature was used before, or at the same time."""
        with self._pool.connection() as connection:
            return (
                connection.execute(
                    "UPDATE store.factor SET used = %s, used_at = %s WHERE person = %s AND number = %s"
                    " AND (used < %s OR (%s = 0 AND used = 0))",
                    (used, self._clock(), uuid_of(factor.person), factor.number, used, used),
                ).rowcount
                == 1
            )

    def change_secret(self, factor: Factor, secret: bytes) -> None:
        """Keep a secret in another form, such as a password hashed with today's figures."""
        with self._pool.connection() as connection:
            connection.execute(
                "UPDATE store.factor SET secret = %s WHERE person = %s AND number = %s AND secret = %s",
                (secret, uuid_of(factor.person), factor.number, factor.secret),
            )

    def keep_recovery_codes(self, person: PersonRef, hashes: list[bytes]) -> None:
        """Keep new recovery codes in place of the old."""
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("DELETE FROM store.recovery_code WHERE person = %s", (uuid_of(person),))
            connection.cursor().executemany(
                "INSERT INTO store.recovery_code (person, number, hash) VALUES (%s, %s, %s)",
                [(uuid_of(person), number, each.decode()) for number, each in enumerate(hashes, start=1)],
            )

    def recovery_code(self, person: PersonRef, number: int) -> bytes | None:
        """Give what is kept of a recovery code that was not used yet."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT hash FROM store.recovery_code WHERE person = %s AND number = %s AND used_at IS NULL",
                (uuid_of(person), number),
            ).fetchone()
        return row[0].encode() if row else None

    def use_recovery_code(self, person: PersonRef, number: int) -> bool:
        """Use a recovery code up. False when it was used before, or at the same time."""
        with self._pool.connection() as connection:
            return (
                connection.execute(
                    "UPDATE store.recovery_code SET used_at = %s WHERE person = %s AND number = %s AND used_at IS NULL",
                    (self._clock(), uuid_of(person), number),
                ).rowcount
                == 1
            )

    def recovery_codes_left(self, person: PersonRef) -> int:
        """Count the recovery codes that were not used yet."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT count(*) FROM store.recovery_code WHERE person = %s AND used_at IS NULL", (uuid_of(person),)
            ).fetchone()
        return int(row[0]) if row else 0

    def sealed(self, person: PersonRef, secret: str) -> bytes:
        """Encrypt a secret that must be read again under the person's own key: forgetting them destroys it."""
        kid, key = self._keys.key_for_writing(person)
        nonce = os.urandom(_NONCE)
        words = nonce + AESGCM(key).encrypt(nonce, secret.encode(), f"factor/{person}".encode())
        return orjson.dumps([kid, words.hex()])

    def opened(self, factor: Factor) -> str | None:
        """Decrypt it, or give nothing when the person was forgotten."""
        kid, words = orjson.loads(factor.secret)
        key = self._keys.key_for_reading(factor.person, kid)
        if key is None:
            return None
        sealed = bytes.fromhex(words)
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], f"factor/{factor.person}".encode()).decode()


def _factor(row: tuple[Any, ...]) -> Factor:
    person, number, kind, label, secret, *rest = row
    return Factor(person, number, kind, label, bytes(secret), *rest)
