"""Drafts: what somebody typed and has not sent. Each is theirs alone, sealed with their key, and gone after 30 days."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from service.clock import Clock
from service.drafts.tables import KEPT_FOR
from service.keyring import SubjectErased, SubjectKeys
from service.privacy.broken_seals import report
from service.seals import derived
from service.sign_in.accounts import uuid_of

MOST = 40
"""How many one person may have; the oldest make room."""

LARGEST = 64 * 1024
_LONGEST_PLACE = 600
_LED_BACK_FOR = timedelta(hours=12)
_NONCE = 12

_KEEP = """
INSERT INTO store.draft AS draft VALUES (%(person)s, %(place)s, %(kid)s, %(content)s, %(interrupted)s, %(now)s)
ON CONFLICT (person, place) DO UPDATE
SET kid = %(kid)s, content = %(content)s, interrupted = %(interrupted)s, kept_at = %(now)s
"""
_MAKE_ROOM = """
DELETE FROM store.draft WHERE person = %(person)s AND place IN
    (SELECT place FROM store.draft WHERE person = %(person)s ORDER BY kept_at DESC, place OFFSET %(most)s)
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, in the order of the form, and where it goes on."""

    place: str
    fields: tuple[tuple[str, str], ...]
    kept_at: datetime
    interrupted: bool = False

    @property
    def typed(self) -> dict[str, str]:
        """By field; a list is one text, one in each line."""
        found: dict[str, str] = {}
        for name, text in self.fields:
            found[name] = f"{found[name]}\n{text}" if name in found else text
        return found


class Drafts:
    """The `draft` table."""

    def __init__(self, pool: ConnectionPool[Connection], keys: SubjectKeys, clock: Clock) -> None:
        self._pool = pool
        self._keys = keys
        self._clock = clock

    def keep(
        self, person: PersonRef, place: str, fields: Sequence[tuple[str, str]], *, interrupted: bool = False
    ) -> bool:
        """Keep what was typed, in place of what was kept there before. Says whether there was anything to keep."""
        written = orjson.dumps(list(fields))
        if not fields or len(written) > LARGEST or len(place) > _LONGEST_PLACE:
            return False
        try:
            kid, root = self._keys.key_for_writing(person)
        except SubjectErased:
            return False
        nonce, bound = os.urandom(_NONCE), _bound(person, place)
        content = nonce + AESGCM(derived(root, bound)).encrypt(nonce, written, bound.encode())
        asked = {
            "person": uuid_of(person),
            "place": place,
            "kid": kid,
            "content": content,
            "interrupted": interrupted,
            "now": self._clock(),
            "most": MOST,
        }
        with self._pool.connection() as connection, connection.transaction():
            connection.execute(_KEEP, asked)
            connection.execute(_MAKE_ROOM, asked)
        return True

    def at(self, person: PersonRef, place: str) -> Draft | None:
        """What this person typed there and did not send."""
        return next(iter(self._found(person, "AND place = %(place)s", place)), None)

    def of(self, person: PersonRef) -> list[Draft]:
        """All that a person has begun, the newest first."""
        return self._found(person, "")

    def interrupted(self, person: PersonRef) -> Draft | None:
        """What they were sending when their session ran out, today."""
        found = self._found(person, "AND interrupted AND kept_at > %(since)s")
        return found[0] if found else None

    def led_back(self, person: PersonRef, place: str) -> None:
        """They have been led back to it: it is a draft like others now."""
        with self._pool.connection() as connection:
            connection.execute(
                "UPDATE store.draft SET interrupted = false WHERE person = %s AND place = %s", (uuid_of(person), place)
            )

    def forget(self, person: PersonRef, place: str) -> None:
        """It was sent, or is not wanted any more."""
        with self._pool.connection() as connection:
            connection.execute("DELETE FROM store.draft WHERE person = %s AND place = %s", (uuid_of(person), place))

    def _found(self, person: PersonRef, where: str, place: str = "") -> list[Draft]:
        now = self._clock()
        asked = {"person": uuid_of(person), "place": place, "old": now - KEPT_FOR, "since": now - _LED_BACK_FOR}
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT place, kid, content, kept_at, interrupted FROM store.draft"  # noqa: S608 - our own words
                f" WHERE person = %(person)s AND kept_at > %(old)s {where} ORDER BY kept_at DESC, place".encode(),
                asked,
            ).fetchall()
        read = [(row, self._opened(person, row[0], row[1], bytes(row[2]))) for row in rows]
        return [Draft(row[0], fields, row[3], row[4]) for row, fields in read if fields is not None]

    def _opened(self, person: PersonRef, place: str, kid: str, content: bytes) -> tuple[tuple[str, str], ...] | None:
        """What was typed; None when its key was destroyed, or somebody altered it."""
        root, bound = self._keys.key_for_reading(person, kid), _bound(person, place)
        if root is None:
            return None
        try:
            plain = AESGCM(derived(root, bound)).decrypt(content[:_NONCE], content[_NONCE:], bound.encode())
        except InvalidTag:
            report(bound)
            return None
        return tuple((str(name), str(text)) for name, text in orjson.loads(plain))


def _bound(person: PersonRef, place: str) -> str:
    return f"draft/{person}/{place}"
