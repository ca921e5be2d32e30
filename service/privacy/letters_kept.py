"""Letters that lie in the mail folder: those of one person, and those that are older than they need to be."""

from collections.abc import Iterator
from contextlib import suppress
from email import message_from_binary_file
from email.policy import default
from pathlib import Path

from domain.event import PersonRef
from service.assembly import Waymark
from service.sign_in.accounts import key_of, uuid_of

ABOUT = "Waymark-About"
"""The header of a letter to somebody else that names a person: it goes with them."""

_LETTERS = """
SELECT letter FROM store.delivery WHERE person = %(person)s AND letter IS NOT NULL
UNION SELECT letter FROM store.pending_message WHERE person = %(person)s AND letter IS NOT NULL
"""
_ADDRESSES = """
SELECT email FROM store.people WHERE id = %(id)s AND email IS NOT NULL
UNION SELECT email FROM store.account WHERE person = %(id)s AND email IS NOT NULL
UNION SELECT email FROM store.invitation WHERE person = %(id)s
UNION SELECT email FROM store.sign_in_link WHERE person = %(id)s AND email IS NOT NULL
"""


def forget_letters(waymark: Waymark, person: PersonRef) -> int:
    """Take away every letter to a person, by its number and by its address, and those about them. Returns how many."""
    with waymark.pool.connection() as connection:
        numbers = {str(row[0]) for row in connection.execute(_LETTERS, {"person": person})}
        addresses = {key_of(row[0]) for row in connection.execute(_ADDRESSES, {"id": uuid_of(person)})}
    gone = 0
    for file in _letters(waymark.settings.mail_folder):
        if file.name.partition("@")[0] in numbers or ({person} | addresses) & _named(file):
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def forget_old_letters(folder: Path, written_before: float) -> int:
    """Take away letters of long ago: who looks after Waymark has sent them on by then. Returns how many."""
    gone = 0
    for file in _letters(folder):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < written_before:
                file.unlink()
                gone += 1
    return gone


def _letters(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.eml"))


def _named(file: Path) -> set[str]:
    """To whom a letter is, and whom it is about."""
    try:
        with file.open("rb") as opened:
            message = message_from_binary_file(opened, policy=default)
    except FileNotFoundError:
        return set()
    to, about = message["To"], message[ABOUT]
    named = {key_of(address.addr_spec) for address in to.addresses} if to else set()
    return named | {str(about)} if about else named
