"""API tokens: a program acts for a person, never with more than the person has, and not for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from domain.presence import Scope
from service.clock import Clock
from service.sign_in.accounts import uuid_of
from service.sign_in.random_secrets import hash_of, is_token, new_token

_NOTED_EVERY = timedelta(minutes=1)
_FOUND = """
SELECT 'person:' || person, number, label, scopes, programmes, second_factor, token.made_at, ends_at, used_at, operator
FROM store.api_token AS token JOIN store.account USING (person) WHERE hash = %s AND NOT disabled AND ends_at > %s
"""
_OF_PERSON = """
SELECT 'person:' || person, number, label, scopes, programmes, second_factor, made_at, ends_at, used_at
FROM store.api_token WHERE person = %s ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as it is kept. Without `programmes` it is for all of its owner's."""

    person: PersonRef
    number: int
    label: str
    scopes: frozenset[Scope]
    programmes: frozenset[str] | None
    second_factor: bool
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    operator: bool = False


class ApiTokens:
    """The `api_token` table. `environment` stands in every token, so that nobody takes one for another's."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock, environment: str) -> None:
        self._pool = pool
        self._clock = clock
        self._environment = environment

    def keep(
        self,
        person: PersonRef,
        number: int,
        label: str,
        scopes: Sequence[Scope],
        programmes: Sequence[str] | None,
        ends_at: datetime,
        *,
        second_factor: bool,
    ) -> str:
        """Keep a token under the number that the log gave it. Gives the token, which is shown once."""
        token = new_token(self._environment)
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO store.api_token (hash, person, number, label, scopes, programmes, second_factor, made_at,"
                " ends_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                (
                    hash_of(token),
                    uuid_of(person),
                    number,
                    label,
                    list(scopes),
                    None if programmes is None else list(programmes),
                    second_factor,
                    self._clock(),
                    ends_at,
                ),
            )
        return token

    def find(self, token: str) -> ApiToken | None:
        """Give what a token is for, if it still holds; asked anew for every request."""
        if not is_token(token):
            return None
        now, key = self._clock(), hash_of(token)
        with self._pool.connection() as connection:
            row = connection.execute(_FOUND, (key, now)).fetchone()
            if row is None:
                return None
            used_at = row[8]
            if used_at is None or now - used_at >= _NOTED_EVERY:
                connection.execute("UPDATE store.api_token SET used_at = %s WHERE hash = %s", (now, key))
        return _token(*row)

    def of(self, person: PersonRef) -> list[ApiToken]:
        """Give a person's tokens."""
        with self._pool.connection() as connection:
            return [_token(*row) for row in connection.execute(_OF_PERSON, (uuid_of(person),))]


def _token(
    person: str, number: int, label: str, scopes: list[Scope], programmes: list[str] | None, *rest: object
) -> ApiToken:
    among = None if programmes is None else frozenset(programmes)
    return ApiToken(person, number, label, frozenset(scopes), among, *rest)  # type: ignore[arg-type] # columns above
