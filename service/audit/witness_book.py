"""What a witness cosigned, in a file that only grows."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ValidationError

from service.audit.checkpoint import Checkpoint
from service.audit.note import NoteRefused, text_of
from service.machine_faults import MachineFault


class WitnessRefuses(MachineFault):
    """Nothing is cosigned: this does not continue what was cosigned before, or it is not a log we follow."""


class Cosigned(BaseModel, frozen=True, extra="forbid"):
    """One line of the file. `checkpoint` is the whole note, with the log's signature and the witness'."""

    checkpoint: str

    @property
    def tree(self) -> Checkpoint:
        """Which log it is, how long, and its root."""
        return Checkpoint.parse(text_of(self.checkpoint))


class WitnessBook:
    """The file. One process at a time has it open."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def opened(self) -> Iterator["OpenBook"]:
        """Open and read it. Raises WitnessRefuses when it is gone or damaged: it is never begun anew."""
        try:
            descriptor = os.open(self._file, os.O_RDWR | os.O_APPEND)
        except OSError as fault:
            raise WitnessRefuses(
                f"The file in which this witness wrote down what it cosigned is gone: {self._file}. Put it back. "
                "Without it, it could be made to cosign a second history."
            ) from fault
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield OpenBook(self._file, descriptor)
        finally:
            os.close(descriptor)


class OpenBook:
    """The file while it is open. `last` is what was cosigned last of each log, by its origin."""

    def __init__(self, file: Path, descriptor: int) -> None:
        self._descriptor = descriptor
        content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
        # A last line that was cut short was given to nobody.
        end = content.rfind(b"\n") + 1
        if end != len(content):
            os.ftruncate(descriptor, end)
        try:
            read = [Cosigned.model_validate_json(line) for line in content[:end].splitlines()]
            self.last = {each.tree.origin: each for each in read}
        except (ValidationError, NoteRefused) as wrong:
            raise WitnessRefuses(
                f"{file} is damaged. Put it back from a copy. Nothing is cosigned until then."
            ) from wrong

    def add(self, cosigned: Cosigned) -> None:
        """Write one down. It is on the disk when this returns."""
        line = cosigned.model_dump_json().encode() + b"\n"
        if os.write(self._descriptor, line) != len(line):
            raise WitnessRefuses("The disk is full: what is cosigned could not be written down, and so it was not.")
        os.fsync(self._descriptor)


def write_new(file: Path, content: str) -> None:
    """Write a file that only its owner reads, unless it is there already."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as made:
        made.write(content)
        made.flush()
        os.fsync(made.fileno())
