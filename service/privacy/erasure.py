"""A person's right to be forgotten: first the event says so, then everything about them goes, however often it takes.

What they decided and did for a group stays: it belongs to the group, and names nobody. What is about them was sealed
with their key, and nobody can read it any more.
"""

from contextlib import suppress
from dataclasses import dataclass

import structlog
from psycopg import Connection
from psycopg.errors import LockNotAvailable
from psycopg.sql import SQL, Identifier

from domain.event import PersonRef
from domain.person_commands import ErasePerson
from domain.refusals import UnknownPart
from service.assembly import Waymark
from service.privacy.erased_list import remember
from service.privacy.letters_kept import forget_letters
from service.sign_in.accounts import Accounts, uuid_of
from service.sign_in.person_log import Asking, PersonLog

_ERASED_FROM = (
    "account",
    "session",
    "sign_in_link",
    "factor",
    "recovery_code",
    "identity",
    "invitation",
    "api_token",
    "draft",
)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was there to erase. A second time there is nothing."""

    keys: int = 0
    files: int = 0
    letters: int = 0
    messages: int = 0
    rows: int = 0

    @property
    def sentence(self) -> str:
        """The same, for a person."""
        return (
            f"Destroyed {self.keys} keys, took away {self.files} files, {self.letters} letters and {self.messages} "
            f"messages that waited, and {self.rows} rows with a name, an address or a way to sign in."
        )


def erase(waymark: Waymark, person: PersonRef, asking: Asking) -> Erased:
    """Forget a person for good. Raises UnknownPart when nobody of this name was ever here, NotAllowed.

    Once this has begun, `finish` ends it, whoever stops this one.
    """
    log = person_log(waymark)
    if not log.state(person).erased:
        if not is_here(waymark, person):
            raise UnknownPart("There is nobody with this id. Look at the list: waymark people list")
        log.ask(person, ErasePerson(keys=tuple(waymark.keyring.kids(person))), asking)
    return finish(waymark, person)


def finish(waymark: Waymark, person: PersonRef) -> Erased:
    """Take away everything about a person whose erasure the log tells of. Calling it again changes nothing."""
    # First: whatever stops this, a restore of older keys knows of it.
    remember(waymark.settings.folders, person)
    # The row with their name and addresses goes last: until then it says which letters are theirs.
    keys = len(waymark.keyring.erase(person))
    files = waymark.files.take_away_all_of(person) + waymark.files.take_away_unshown_of(person)
    letters = forget_letters(waymark, person)
    with waymark.pool.connection() as connection:
        messages = connection.execute("DELETE FROM store.pending_message WHERE person = %s", (person,)).rowcount
        rows = connection.execute("DELETE FROM store.account WHERE person = %s", (uuid_of(person),)).rowcount
        rows += connection.execute("DELETE FROM store.bundle_given WHERE reader = %s", (person,)).rowcount
        rows += waymark.people.erase(person)
    done = Erased(keys, files, letters, messages, rows)
    if done != Erased():
        _write_anew(waymark, done)
        structlog.get_logger().info("a person was erased", person=person, rows=rows, keys=keys, files=files)
    return done


def is_here(waymark: Waymark, person: PersonRef) -> bool:
    """Whether anything is kept about a person, or anything was ever recorded about their way in."""
    return (
        waymark.people.get(person) is not None
        or Accounts(waymark.pool, waymark.clock).get(person) is not None
        or bool(waymark.keyring.kids(person))
        or waymark.store.stream_version(person) > 0
    )


def person_log(waymark: Waymark) -> PersonLog:
    """The front door for what concerns a person."""
    return PersonLog(waymark.store, waymark.marks, waymark.clock, Accounts(waymark.pool, waymark.clock))


def _write_anew(waymark: Waymark, done: Erased) -> None:
    """Write the tables anew, so that what was erased is in none of their pages. Somebody busy there: the next time."""
    tables = [("store", name) for name in ("people", *_ERASED_FROM)] if done.rows else []
    tables += [("store", "pending_message")] if done.messages else []
    with waymark.pool.connection() as connection:
        _vacuum(connection, tables)
    if done.keys:
        with waymark.passage_keys.connection() as connection:
            _vacuum(connection, [("keys", "subject_key")])


def _vacuum(connection: Connection, tables: list[tuple[str, str]]) -> None:
    connection.execute("SELECT set_config('lock_timeout', '2s', false)")
    for schema, table in tables:
        with suppress(LockNotAvailable):
            connection.execute(SQL("VACUUM (FULL) {}").format(Identifier(schema, table)))
    connection.execute("SELECT set_config('lock_timeout', '0', false)")
