"""The language that somebody chose, kept beside their name for what is written to them. Erasing a person erases it."""

from functools import cache

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from service.language.language import ENGLISH, Language
from service.language.shelf import Shelf, shipped
from service.sign_in.accounts import uuid_of

LANGUAGE_TABLES = """
-- The language somebody chose while they were signed in, as its tag: letters are written in it.
ALTER TABLE store.people ADD COLUMN language text;
"""


class KeptLanguages:
    """The part of the `people` table that says in which language somebody is written to."""

    def __init__(self, pool: ConnectionPool[Connection], shelf: Shelf | None = None) -> None:
        self._pool = pool
        self._shelf = shelf or _shipped()

    def of(self, person: PersonRef) -> Language:
        """The language they chose, while there is one of this name; else English."""
        return self._shelf.named(self.tag_of(person) or "") or ENGLISH

    def tag_of(self, person: PersonRef) -> str | None:
        """The tag of the language they chose, None when they chose none."""
        with self._pool.connection() as connection:
            row = connection.execute("SELECT language FROM store.people WHERE id = %s", (uuid_of(person),)).fetchone()
        return row[0] if row is not None else None

    def keep(self, person: PersonRef, language: Language) -> None:
        """Write to them in this language from now on."""
        with self._pool.connection() as connection:
            connection.execute("UPDATE store.people SET language = %s WHERE id = %s", (language.tag, uuid_of(person)))


@cache
def _shipped() -> Shelf:
    return shipped()
