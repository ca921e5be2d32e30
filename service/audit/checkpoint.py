"""A checkpoint (c2sp.org/tlog-checkpoint): which log, how long it is, and the one root that stands for all of it."""

import base64
import re
from dataclasses import dataclass

from service.audit.note import NoteRefused
from service.audit.tree import HASH_BYTES

_TEXT = re.compile(r"(\S+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`size` leaves of the log `origin` have this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read what is signed; our checkpoints have no further lines. Raises NoteRefused."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise NoteRefused("This is signed, but it is not a checkpoint.")
        root = base64.b64decode(match.group(3))
        made = cls(match.group(1), int(match.group(2)), root)
        if len(root) != HASH_BYTES or made.text != text:
            raise NoteRefused("This is signed, but it is not a checkpoint.")
        return made


def origin_of(log: str, ledger: str) -> str:
    """The name of a ledger's log below the global log of an epoch."""
    return f"{log}/{ledger.replace(':', '/')}"


def ledger_of(log: str, origin: str) -> str:
    """Which ledger an origin names. Raises NoteRefused when it is not of this log."""
    if not origin.startswith(log + "/"):
        raise NoteRefused("This is the checkpoint of another installation.")
    return origin.removeprefix(log + "/").replace("/", ":", 1)
