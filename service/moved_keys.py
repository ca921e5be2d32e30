"""Keys that came with a record: first in memory, to look at it, then in this installation's own keys database."""

import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import Connection

from service.keyring import KeyFolder, KeysUnusable

_NONCE = 12
KeysBySubject = Mapping[tuple[str, str], bytes]
"""Subject and key id -> key."""


class KeysAtHand:
    """The keys of a file, as the seals ask for them. Nothing is sealed with them."""

    def __init__(self, keys: KeysBySubject) -> None:
        self._keys = keys

    def key_for_writing(self, subject: str) -> tuple[str, bytes]:
        """There is nothing to write."""
        msg = f"Nothing about {subject} is written while a record is only looked at."
        raise AssertionError(msg)

    def key_for_reading(self, subject: str, kid: str) -> bytes | None:
        """Give a key, or nothing when it is not in the file."""
        return self._keys.get((subject, kid))


class KeysDiffer(Exception):  # noqa: N818 - an answer about a file
    """There is another key here under the same id: one of the two was not made by Waymark."""


def take_in(keys: KeysBySubject, connection: Connection, folder: KeyFolder) -> int:
    """Keep keys, wrapped in this installation's own. Returns how many are new. Raises KeysDiffer, KeysUnusable.

    Whoever was erased here stays erased. Taking the same keys in again changes nothing.
    """
    epoch = max(folder.wrapping_keys)
    taken = 0
    with connection.transaction():
        for (subject, kid), key in sorted(keys.items()):
            # As when a key is made or erased (service/keyring.py).
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", (subject,))
            nonce = os.urandom(_NONCE)
            wrapped = nonce + AESGCM(folder.wrapping_keys[epoch]).encrypt(nonce, key, f"{subject}/{kid}".encode())
            taken += connection.execute(
                "INSERT INTO keys.subject_key (subject, kid, wrapped_key, kek_epoch) SELECT %s, %s, %s, %s"
                " WHERE NOT EXISTS (SELECT FROM keys.erased_subject WHERE subject = %s) ON CONFLICT DO NOTHING",
                (subject, kid, wrapped, epoch, subject),
            ).rowcount
            kept = connection.execute(
                "SELECT wrapped_key, kek_epoch FROM keys.subject_key WHERE subject = %s AND kid = %s", (subject, kid)
            ).fetchone()
            if kept is not None and _unwrapped(folder, f"{subject}/{kid}", *kept) != key:
                raise KeysDiffer
    return taken


def _unwrapped(folder: KeyFolder, name: str, wrapped: bytes, epoch: int) -> bytes:
    try:
        return AESGCM(folder.wrapping_keys[epoch]).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.encode())
    except (InvalidTag, KeyError):
        msg = (
            f"The key file kek-{epoch} is missing, or does not fit this data. Restore the keys folder from its backup."
        )
        raise KeysUnusable(msg) from None
