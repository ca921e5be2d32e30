"""The keys personal text is sealed with: one for each subject, so that erasing a subject is destroying a key.

Each passage has a key that follows from it (service/seals.py), and may get one of its own, so that it can be taken out
alone: `kid` and where it stands, with a slash between (service/privacy/passage_keys.py).
"""

import os
import secrets
import shutil
import stat
import time
from pathlib import Path
from typing import Protocol

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.refusals import Refusal
from service.privacy.key_wrapping import KeysUnusable, unwrapped, wrapped

__all__ = ["DERIVING", "KeyFolder", "Keyring", "KeysUnusable", "SubjectErased", "SubjectKeys", "new_kid"]

DERIVING = "p"
"""What begins the id of a key from which each passage's own follows. Older keys seal passages themselves. Storage."""


class SubjectErased(Refusal):
    """The person or programme was erased, and nothing may be written about them again."""


class SubjectKeys(Protocol):
    """Where sealing gets its keys from. A key is 32 bytes."""

    def key_for_writing(self, subject: str) -> tuple[str, bytes]:
        """Give a subject's key and its id, making one if there is none. Raises SubjectErased."""
        ...

    def key_for_reading(self, subject: str, kid: str) -> bytes | None:
        """Give a key, or nothing when it was destroyed."""
        ...


class KeyFolder:
    """The service's own keys, in files only it may read: `kek-1` wraps subjects' keys, `mark-1` marks commands."""

    def __init__(self, folder: Path) -> None:
        """Read the keys. Raises KeysUnusable, saying what to do."""
        self.wrapping_keys = {
            int(file.name.removeprefix("kek-")): _read(file) for file in sorted(folder.glob("kek-[0-9]*"))
        }
        if not self.wrapping_keys:
            msg = (
                f"There is no key in {folder}. Restore the keys folder from its backup: without it, text stays sealed."
            )
            raise KeysUnusable(msg)
        self.marking_key = _read(folder / "mark-1")

    @classmethod
    def make(cls, folder: Path) -> "KeyFolder":
        """Make the keys of a new home, or read those that are there. One that was lost is never made again."""
        if not folder.exists():
            # Renamed when complete: a folder with half its keys would look like keys that were lost.
            half = folder.with_name(folder.name + ".new")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(mode=0o700, parents=True)
            for name in ("mark-1", "kek-1"):
                with os.fdopen(os.open(half / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(secrets.token_bytes(32))
                    file.flush()
                    os.fsync(file.fileno())
            half.rename(folder)
        return cls(folder)


class Keyring:
    """Subjects' keys, wrapped in the keys database and for a short while in memory.

    `fresh_for` is how many seconds a key may be used after another process erased its subject.
    """

    def __init__(self, pool: ConnectionPool[Connection], folder: KeyFolder, fresh_for: float = 30.0) -> None:
        """Read keys through `pool`, which logs in to the keys database."""
        self._pool = pool
        self._wrapping = folder.wrapping_keys
        self._fresh_for = fresh_for
        self._current: dict[str, tuple[float, str, bytes]] = {}
        self._known: dict[tuple[str, str], tuple[float, bytes | None]] = {}

    def key_for_writing(self, subject: str) -> tuple[str, bytes]:
        """Give a subject's newest key, making one if there is none. Raises SubjectErased."""
        cached = self._current.get(subject)
        if cached and cached[0] > time.monotonic():
            return cached[1], cached[2]
        with self._pool.connection() as connection, connection.transaction():
            # Erasing takes the same lock: no key is made between its two statements.
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", (subject,))
            if connection.execute("SELECT 1 FROM keys.erased_subject WHERE subject = %s", (subject,)).fetchone():
                msg = "This was about somebody who has been erased. Nothing more can be written about them."
                raise SubjectErased(msg)
            row = connection.execute(
                "SELECT kid, wrapped_key, kek_epoch FROM keys.subject_key WHERE subject = %s AND strpos(kid, '/') = 0"
                " ORDER BY created_at DESC LIMIT 1",
                (subject,),
            ).fetchone()
            if row:
                kid, key = row[0], self._unwrapped(subject, *row)
            else:
                kid, key = new_kid(), secrets.token_bytes(32)
                kept, epoch = wrapped(self._wrapping, subject, kid, key)
                connection.execute(
                    "INSERT INTO keys.subject_key (subject, kid, wrapped_key, kek_epoch) VALUES (%s, %s, %s, %s)",
                    (subject, kid, kept, epoch),
                )
        self._current[subject] = (time.monotonic() + self._fresh_for, kid, key)
        return kid, key

    def key_for_reading(self, subject: str, kid: str) -> bytes | None:
        """Give a key, or nothing when it was destroyed."""
        cached = self._known.get((subject, kid))
        if cached and cached[0] > time.monotonic():
            return cached[1]
        with self._pool.connection() as connection:
            row = connection.execute(
                "SELECT kid, wrapped_key, kek_epoch FROM keys.subject_key WHERE subject = %s AND kid = %s",
                (subject, kid),
            ).fetchone()
        key = self._unwrapped(subject, *row) if row else None
        self._known[subject, kid] = (time.monotonic() + self._fresh_for, key)
        return key

    def erase(self, subject: str) -> list[str]:
        """Destroy a subject's keys for ever. Returns the ids of those destroyed; a second time there are none."""
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", (subject,))
            connection.execute(
                "INSERT INTO keys.erased_subject (subject) VALUES (%s) ON CONFLICT DO NOTHING", (subject,)
            )
            gone = connection.execute(
                "DELETE FROM keys.subject_key WHERE subject = %s RETURNING kid", (subject,)
            ).fetchall()
        self.forget(subject)
        return [kid for (kid,) in gone]

    def kids(self, subject: str) -> list[str]:
        """The ids of a subject's keys, the oldest first, without those of single passages."""
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT kid FROM keys.subject_key WHERE subject = %s AND strpos(kid, '/') = 0 ORDER BY created_at, kid",
                (subject,),
            ).fetchall()
        return [kid for (kid,) in rows]

    def forget(self, subject: str) -> None:
        """Keep nothing of a subject's keys in memory: they are no longer as they were."""
        self._current.pop(subject, None)
        for known in [known for known in list(self._known) if known[0] == subject]:
            self._known.pop(known, None)

    def _unwrapped(self, subject: str, kid: str, stored: bytes, epoch: int) -> bytes:
        return unwrapped(self._wrapping, subject, kid, stored, epoch)


def new_kid() -> str:
    """An id for a new key."""
    return DERIVING + secrets.token_hex(8)


def _read(file: Path) -> bytes:
    try:
        mode = file.stat().st_mode
        key = file.read_bytes()
    except FileNotFoundError:
        msg = f"The key file {file} is missing. Restore the keys folder from its backup."
        raise KeysUnusable(msg) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        msg = f"The key file {file} can be read by others. Close it with: chmod 600 {file}"
        raise KeysUnusable(msg)
    if len(key) != 32:  # noqa: PLR2004 - AES-256
        msg = f"The key file {file} is damaged. Restore the keys folder from its backup."
        raise KeysUnusable(msg)
    return key
