"""What the signer signed in one epoch, in a file that only grows and is in no backup.

So a database, or a whole home, that was put back to an earlier day cannot make it sign a second history.
"""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ValidationError

from service.machine_faults import MachineFault


class JournalUnusable(MachineFault):
    """The signer's own file is missing, damaged, or in use."""


class Head(BaseModel, frozen=True, extra="forbid"):
    """A leaf of the global log: a ledger's signed checkpoint, or (without a ledger) what is said about the epoch."""

    ledger: str | None = None
    size: int | None = None
    note: str


class Signed(BaseModel, frozen=True, extra="forbid"):
    """What was signed at one moment: heads from index `begin` on, and the global checkpoint over them all.

    Every event up to `position` has a leaf in it.
    """

    begin: int
    heads: tuple[Head, ...]
    position: int
    checkpoint: str

    @property
    def size(self) -> int:
        """The length of the global log with these."""
        return self.begin + len(self.heads)


class Opening(BaseModel, frozen=True, extra="forbid"):
    """The first line: which epoch this is, its log's name, and why it began."""

    epoch: int
    log: str
    because: str


class Journal:
    """The file of one epoch. One process at a time has it open."""

    def __init__(self, file: Path) -> None:
        """Open it for adding, and read it whole. Raises JournalUnusable."""
        try:
            self._descriptor = os.open(file, os.O_RDWR | os.O_APPEND)
        except OSError as fault:
            raise JournalUnusable(f"{file} cannot be opened: {fault.strerror}.") from fault
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            content = self._whole()
            lines = content.splitlines()
            self.opening = Opening.model_validate_json(lines[0])
            self.signed = [Signed.model_validate_json(line) for line in lines[1:]]
        except BlockingIOError:
            os.close(self._descriptor)
            raise JournalUnusable("Another signer has the journal open.") from None
        except (ValidationError, IndexError) as wrong:
            os.close(self._descriptor)
            raise JournalUnusable(f"{file} is damaged. Begin a new epoch: waymark audit epoch --because …") from wrong

    @classmethod
    def make(cls, file: Path, opening: Opening) -> None:
        """Make the file of a new epoch. Raises FileExistsError."""
        file.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, opening.model_dump_json().encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        os.close(self._descriptor)

    def add(self, signed: Signed) -> None:
        """Write down what is about to be published. It is on the disk when this returns."""
        line = signed.model_dump_json().encode() + b"\n"
        if os.write(self._descriptor, line) != len(line):
            raise JournalUnusable("The disk is full: the signer could not write down what it signs, and did not.")
        os.fsync(self._descriptor)
        self.signed.append(signed)

    def _whole(self) -> bytes:
        """Everything up to the last complete line; the rest was never published."""
        with os.fdopen(os.dup(self._descriptor), "rb") as file:
            content = file.read()
        end = content.rfind(b"\n") + 1
        if end != len(content):
            os.ftruncate(self._descriptor, end)
            os.fsync(self._descriptor)
        return content[:end]
