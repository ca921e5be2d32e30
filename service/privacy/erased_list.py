"""A list of who was erased, by id, beside the home's data and in no backup: keys from before cannot bring them back.

It says nothing about anybody. Copy it away as often as you like; give it to a restore, which erases them again.
"""

import os
import re
from pathlib import Path

from domain.event import PersonRef
from service.home import Home
from service.machine_faults import MachineFault

_PERSON = re.compile(r"person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LARGEST = 50_000_000


class ErasedListUnusable(MachineFault):
    """The list of who was erased cannot be read. Nothing is restored without it, when it was named."""


def remember(home: Home, person: PersonRef) -> None:
    """Put somebody on the list of this home; it is on the disk when this returns. A second time changes nothing."""
    if person in _lines(home.erased):
        return
    with os.fdopen(os.open(home.erased, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as file:
        file.write(f"{person}\n")
        file.flush()
        os.fsync(file.fileno())


def read_list(file: Path) -> tuple[PersonRef, ...]:
    """Everybody on a list. Raises ErasedListUnusable."""
    try:
        if file.stat().st_size > _LARGEST:
            raise ErasedListUnusable(f"{file} is too large to be a list of who was erased.")
        lines = _lines(file)
    except (OSError, UnicodeDecodeError) as fault:
        raise ErasedListUnusable(f"{file} cannot be read. Name the file `erased` of the old home.") from fault
    if not file.exists() or any(not _PERSON.fullmatch(line) for line in lines):
        raise ErasedListUnusable(f"{file} is not a list of who was erased, or was cut off. Use another copy of it.")
    return tuple(dict.fromkeys(lines))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="ascii").split("\n")[:-1]
    except FileNotFoundError:
        return []
