"""Keys of single passages: what makes it possible to take one out and leave every other as it is.

A passage's key follows from its subject's. To take one passage out, the keys of all the others are kept apart, under
`<kid>/<where they stand>`, and the subject's own key is destroyed. What is written from then on has a new one.
"""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from secrets import token_bytes

import orjson
from psycopg import Connection
from psycopg.types.json import Json
from psycopg_pool import ConnectionPool

from domain.passage import Sealed
from service.keyring import KeyFolder, Keyring, new_kid
from service.privacy.key_wrapping import unwrapped, wrapped

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))"
_INSERT = (
    "INSERT INTO keys.subject_key (subject, kid, wrapped_key, kek_epoch)"
    " SELECT %s, %s, %s, %s WHERE NOT EXISTS (SELECT FROM keys.erased_subject WHERE subject = %s)"
    " ON CONFLICT DO NOTHING"
)


class PassageKeys:
    """Reads and writes keys of single passages. It knows what was taken out, and when and why."""

    def __init__(self, pool: ConnectionPool[Connection], folder: KeyFolder, keyring: Keyring) -> None:
        self._pool = pool
        self._epochs = folder.wrapping_keys
        self._keyring = keyring

    def connection(self) -> AbstractContextManager[Connection]:
        """A connection to the keys database, in autocommit."""
        return self._pool.connection()

    def taken_out(self, passage: Sealed) -> tuple[date, Sealed | None] | None:
        """When a passage was taken out, and why. Nothing when it was not."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT taken_out_on, reason FROM keys.taken_out WHERE (subject, kid, at) = (%s, %s, %s)",
                (passage.s, passage.kid, passage.at),
            ).fetchone()
        if row is None:
            return None
        return row[0], None if row[1] is None else Sealed.model_validate(row[1])

    def note(self, passage: Sealed, day: date, reason: Sealed | None) -> None:
        """Write down that a passage is to be taken out. A second time changes nothing."""
        why = None if reason is None else Json({**reason.model_dump(), "at": reason.at}, dumps=orjson.dumps)
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO keys.taken_out (subject, kid, at, taken_out_on, reason) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (passage.s, passage.kid, passage.at, day, why),
            )

    def is_done(self, passage: Sealed) -> bool:
        """Whether no key of a passage is left here. A record that came in may have brought one back."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT FROM keys.taken_out WHERE (subject, kid, at) = (%s, %s, %s) AND done"
                " AND NOT EXISTS (SELECT FROM keys.subject_key WHERE subject = %s AND kid = ANY(%s))",
                (passage.s, passage.kid, passage.at, passage.s, [passage.kid, own(passage.kid, passage.at)]),
            ).fetchone()
        return row is not None

    def places(self, subject: str, kid: str) -> frozenset[str]:
        """Every place under one key that was or is to be taken out."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT at FROM keys.taken_out WHERE subject = %s AND kid = %s", (subject, kid)
            ).fetchall()
        return frozenset(at for (at,) in rows)

    def root(self, subject: str, kid: str) -> bytes | None:
        """The key that passages' own keys follow from, as it is in the database now."""
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT wrapped_key, kek_epoch FROM keys.subject_key WHERE subject = %s AND kid = %s", (subject, kid)
            ).fetchone()
        return unwrapped(self._epochs, subject, kid, *row) if row else None

    def retire(self, subject: str, kid: str, until_nobody_writes: timedelta) -> bool:
        """Let nothing more be written with a key. Says whether every process has heard of it by now."""
        with self._pool.connection() as connection, connection.transaction():
            connection.execute(_LOCK, (subject,))
            newest = connection.execute(
                "SELECT kid, created_at <= clock_timestamp() - %s FROM keys.subject_key"
                " WHERE subject = %s AND strpos(kid, '/') = 0 ORDER BY created_at DESC LIMIT 1",
                (until_nobody_writes, subject),
            ).fetchone()
            if newest is not None and newest[0] != kid:
                return bool(newest[1])
            fresh = new_kid()
            stored, epoch = wrapped(self._epochs, subject, fresh, token_bytes(32))
            connection.execute(_INSERT, (subject, fresh, stored, epoch, subject))
        self._keyring.forget(subject)
        return until_nobody_writes <= timedelta(0)

    def split(self, subject: str, kid: str, keys: Mapping[str, bytes]) -> None:
        """Keep these places' keys apart, and destroy the key they follow from."""
        with self._pool.connection() as connection, connection.transaction():
            connection.execute(_LOCK, (subject,))
            for at, key in sorted(keys.items()):
                stored, epoch = wrapped(self._epochs, subject, own(kid, at), key)
                connection.execute(_INSERT, (subject, own(kid, at), stored, epoch, subject))
            connection.execute("DELETE FROM keys.subject_key WHERE subject = %s AND kid = %s", (subject, kid))
        self._keyring.forget(subject)

    def strike(self, subject: str, kid: str, places: Collection[str]) -> None:
        """Destroy the keys of these places, and write down that they are gone."""
        with self._pool.connection() as connection, connection.transaction():
            connection.execute(
                "DELETE FROM keys.subject_key WHERE subject = %s AND kid = ANY(%s)",
                (subject, [own(kid, at) for at in places]),
            )
            connection.execute(
                "UPDATE keys.taken_out SET done = true WHERE subject = %s AND kid = %s AND at = ANY(%s)",
                (subject, kid, list(places)),
            )
        self._keyring.forget(subject)

    def kept_apart(self, subject: str, kid: str) -> dict[str, bytes]:
        """The keys of single passages that once followed from this key, by the id they are kept under."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT kid, wrapped_key, kek_epoch FROM keys.subject_key WHERE subject = %s AND starts_with(kid, %s)"
                " ORDER BY kid",
                (subject, own(kid, "")),
            ).fetchall()
        return {name: unwrapped(self._epochs, subject, name, stored, epoch) for name, stored, epoch in rows}


def own(kid: str, at: str) -> str:
    """The id under which the key of one place is kept apart."""
    return f"{kid}/{at}"
