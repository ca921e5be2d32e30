"""The looks of those who want to find them again wherever they sign in."""

from fastapi import Response
from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from service.looks.looks import Looks
from service.sign_in.accounts import uuid_of

COOKIE = "waymark_looks"
_A_YEAR = 31_536_000


class KeptLooks:
    """The part of the `people` table that says how Waymark looks for somebody. Erasing a person erases it."""

    def __init__(self, pool: ConnectionPool[Connection]) -> None:
        self._pool = pool

    def of(self, person: PersonRef) -> Looks | None:
        """What somebody keeps here, None when they keep nothing."""
        with self._pool.connection() as connection:
            row = connection.execute("SELECT looks FROM store.people WHERE id = %s", (uuid_of(person),)).fetchone()
        return Looks.read(row[0]) if row and row[0] is not None else None

    def keep(self, person: PersonRef, looks: Looks | None) -> None:
        """Keep this from now on, or nothing any more."""
        with self._pool.connection() as connection:
            connection.execute(
                "UPDATE store.people SET looks = %s WHERE id = %s", (looks and looks.written, uuid_of(person))
            )


def give(response: Response, looks: Looks, *, secure: bool) -> None:
    """Let the browser remember it, so that it is there before somebody signs in, and after."""
    response.set_cookie(COOKIE, looks.written, max_age=_A_YEAR, path="/", secure=secure, httponly=True, samesite="lax")
