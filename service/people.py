"""Names and contacts, kept apart from the log so that they can be changed and erased. Events say `person:<uuid>`."""

import re
from collections.abc import Iterable
from typing import Annotated, Literal, Self
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.rows import class_row
from psycopg_pool import ConnectionPool
from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError, model_validator

from domain.event import PersonRef
from domain.passage import Name, Text
from service.api_mistakes import mistakes
from service.clock import Clock

Channel = Literal["email", "post", "phone", "none"]
"""How a person wants to be reached."""

NOBODY = "[erased]"
"""The name of a person who is not kept any more."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[0-9 ()-]{5,25}(( ext\.? ?| x)[0-9]{1,6})?")


_WRONG_NAME = "Write a name of 1 to 200 letters."


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise ValueError("does not look like an e-mail address. It needs a name, an @ and a domain: ann@example.org")
    return text


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise ValueError("does not look like a phone number. Please use digits and spaces, such as 01827 123 456")
    return text


Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_email)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), AfterValidator(_phone)]


class PersonCard(BaseModel, frozen=True, extra="forbid"):
    """What is kept about a person: a name, and only as much contact as they want to be reached by."""

    name: Name
    email: Email | None = None
    phone: Phone | None = None
    post: Text | None = None
    channel: Channel = "none"

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        match self.channel:
            case "email" if self.email is None:
                raise ValueError("They want to be reached by e-mail. Please give their e-mail address.")
            case "post" if self.post is None:
                raise ValueError("They want to be reached by post. Please give their address.")
            case "phone" if self.phone is None:
                raise ValueError("They want to be reached by phone. Please give their number.")
            case _:
                return self


def objection(fault: ValidationError) -> str:
    """What is wrong with a card, in sentences for whoever filled it in."""
    errors = fault.errors()
    named = [_WRONG_NAME] if any(each["loc"][:1] == ("name",) for each in errors) else []
    others = mistakes(each for each in errors if each["loc"][:1] != ("name",))
    return " ".join(dict.fromkeys((*named, *(each.message for each in others))))


def place_of(fault: ValidationError) -> str:
    """The first field of a card that is wrong, such as `email`."""
    return str(fault.errors()[0]["loc"][0])


class People:
    """The `people` table. `person` is `person:<uuid>` everywhere."""

    def __init__(self, pool: ConnectionPool[Connection], clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    def add(self, card: PersonCard, person: PersonRef | None = None) -> PersonRef:
        """Keep a new person, under a new id unless one is given (an import). Returns `person:<uuid>`.

        Adding a person who is there already leaves them as they are, so that adding may be repeated.
        """
        ref = person or f"person:{uuid4()}"
        now = self._clock()
        with self._pool.connection() as connection:
            connection.execute(
                "INSERT INTO store.people (id, name, email, phone, post, channel, created_at, changed_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (_uuid(ref), card.name, card.email, card.phone, card.post, card.channel, now, now),
            )
        return ref

    def change(self, person: PersonRef, card: PersonCard) -> bool:
        """Replace what is kept about a person. Returns whether there is such a person."""
        with self._pool.connection() as connection:
            changed = connection.execute(
                "UPDATE store.people SET name = %s, email = %s, phone = %s, post = %s, channel = %s, changed_at = %s"
                " WHERE id = %s",
                (card.name, card.email, card.phone, card.post, card.channel, self._clock(), _uuid(person)),
            )
            return changed.rowcount == 1

    def get(self, person: PersonRef) -> PersonCard | None:
        """Give what is kept about a person, if anything is."""
        with self._pool.connection() as connection, connection.cursor(row_factory=class_row(PersonCard)) as cursor:
            return cursor.execute(
                "SELECT name, email, phone, post, channel FROM store.people WHERE id = %s", (_uuid(person),)
            ).fetchone()

    def names(self, people: Iterable[PersonRef]) -> dict[PersonRef, str]:
        """Give the names of people, for a page. Who is not kept any more is `[erased]`."""
        wanted = {_uuid(person): person for person in people}
        with self._pool.connection() as connection:
            found = connection.execute("SELECT id, name FROM store.people WHERE id = ANY(%s)", (list(wanted),))
            names: dict[UUID, str] = {row[0]: row[1] for row in found}
        return {person: names.get(uuid, NOBODY) for uuid, person in wanted.items()}

    def erase(self, person: PersonRef) -> bool:
        """Forget a person. Returns whether there was such a person. Sealed text about them is the keyring's part."""
        with self._pool.connection() as connection:
            return connection.execute("DELETE FROM store.people WHERE id = %s", (_uuid(person),)).rowcount == 1


def _uuid(person: PersonRef) -> UUID:
    return UUID(person.removeprefix("person:"))
