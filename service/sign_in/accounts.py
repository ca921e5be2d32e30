"""Who may come in: one row for each person with a way in, beside what the log says about them."""

from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg_pool import ConnectionPool

from domain.event import PersonRef
from domain.person import Person
from domain.refusals import AlreadyDone
from service.clock import Clock

_ALL = "SELECT 'person:' || person, email, disabled, operator FROM store.account ORDER BY made_at, person"
_BY_PERSON = "SELECT 'person:' || person, email, disabled, operator FROM store.account WHERE person = %s"
_BY_EMAIL = "SELECT 'person:' || person, email, disabled, operator FROM store.account WHERE email_key = %s"


@dataclass(frozen=True, slots=True)
class Account:
    """A person's way in. `email` is where links are sent, None when they have none yet."""

    person: PersonRef
    email: str | None
    disabled: bool
    operator: bool


class Accounts:
    """The `account` table. `person` is `person:<uuid>` everywhere."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    def add(self, person: PersonRef, email: str | None = None) -> None:
        """Make an account, or leave it as it is. Raises AlreadyDone when the address is another person's."""
        try:
            with self._pool.connection() as connection:
                connection.execute(
                    "INSERT INTO store.account (person, email, email_key, made_at) VALUES (%s, %s, %s, %s)"
                    " ON CONFLICT (person) DO NOTHING",
                    (uuid_of(person), email, email and key_of(email), self._clock()),
                )
        except UniqueViolation:
            raise AlreadyDone(_TAKEN) from None

    def change_email(self, person: PersonRef, email: str) -> None:
        """Send links somewhere else from now on. Raises AlreadyDone when the address is another person's."""
        try:
            with self._pool.connection() as connection:
                connection.execute(
                    "UPDATE store.account SET email = %s, email_key = %s WHERE person = %s",
                    (email, key_of(email), uuid_of(person)),
                )
        except UniqueViolation:
            raise AlreadyDone(_TAKEN) from None

    def get(self, person: PersonRef) -> Account | None:
        """Give one account."""
        return self._one(_BY_PERSON, uuid_of(person))

    def with_email(self, email: str) -> Account | None:
        """Give the account that links to this address belong to."""
        return self._one(_BY_EMAIL, key_of(email))

    def everybody(self) -> list[Account]:
        """Give every account, the oldest first."""
        with self._pool.connection() as connection:
            rows = connection.execute(_ALL).fetchall()
        return [Account(*row) for row in rows]

    def has_operator(self) -> bool:
        """Whether anybody looks after this installation."""
        with self._pool.connection() as connection:
            row = connection.execute("SELECT EXISTS (SELECT FROM store.account WHERE operator)").fetchone()
        return bool(row and row[0])

    def forget_unused_operators(self) -> None:
        """Forget whom a link was printed for that nobody used: only the newest such link holds."""
        with self._pool.connection() as connection:
            connection.execute(
                "DELETE FROM store.account WHERE email IS NULL AND NOT operator AND version = 0 AND person IN"
                " (SELECT person FROM store.sign_in_link WHERE purpose = 'operator' AND used_at IS NULL)"
            )

    def settle(self, person: PersonRef, state: Person) -> None:
        """Make the row say what the log says. Somebody who is shut out loses every session at once."""
        with self._pool.connection() as connection, connection.transaction():
            newest = connection.execute(
                "UPDATE store.account SET disabled = %s, operator = %s, version = %s"
                " WHERE person = %s AND version <= %s",
                (state.disabled or state.erased, state.operator, state.version, uuid_of(person), state.version),
            )
            if newest.rowcount == 0:
                return
            if state.disabled or state.erased:
                connection.execute("DELETE FROM store.session WHERE person = %s", (uuid_of(person),))
            connection.execute(
                "DELETE FROM store.api_token WHERE person = %s AND NOT number = ANY(%s)",
                (uuid_of(person), list(state.tokens)),
            )
            connection.execute(
                "DELETE FROM store.factor WHERE person = %s AND NOT number = ANY(%s)",
                (uuid_of(person), list(state.factors)),
            )

    def _one(self, query: LiteralString, of: object) -> Account | None:
        with self._pool.connection() as connection:
            row = connection.execute(query, (of,)).fetchone()
        return Account(*row) if row else None


_TAKEN = "Somebody else signs in with this e-mail address. Use another, or sign in as them."


def uuid_of(person: PersonRef) -> UUID:
    """The uuid of `person:<uuid>`."""
    return UUID(person.removeprefix("person:"))


def key_of(email: str) -> str:
    """An address as it is looked for: people write theirs with and without capital letters."""
    return email.strip().casefold()
