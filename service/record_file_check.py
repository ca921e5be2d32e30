"""The files in a record: each is named by an event of it, is as large as it says, and is what its name says."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.event import Fact
from domain.milestone_events import EvidenceAdded, EvidenceFile
from domain.passage import Sealed
from domain.resource_events import ResourcePublished
from service.record_lines import FileBegins, FilePiece, RecordRefused

Place = Literal["evidence", "published"]

MOST_FILES = 20_000
MOST_BYTES = 20_000_000_000
LARGEST = 27_000_000
"""A file of 25 MB, sealed, and some room."""

_NOT_OURS = "It was not made by `waymark export`, or was changed."


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as an event names it. `subject`: whom it is about (of evidence). `name`: of a published one, plain."""

    place: Place
    media_type: str
    size: int
    subject: str = ""
    name: str = ""


Named = Mapping[tuple[Place, str], NamedFile]


def files_of(fact: Fact) -> dict[tuple[Place, str], NamedFile]:
    """The files that an event names, by where they are kept and their SHA-256."""
    match fact:
        case EvidenceAdded(file=EvidenceFile(name=Sealed(s=subject)) as file):
            named = NamedFile("evidence", file.media_type, file.size, subject=subject)
            return {("evidence", file.sha256): named}
        case ResourcePublished(files=files):
            return {
                ("published", each.sha256): NamedFile("published", each.media_type, each.size, name=each.name)
                for each in files
            }
        case _:
            return {}


class FileFollower:
    """Follows the files of a record, piece by piece. Raises RecordRefused."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._seen: set[tuple[Place, str]] = set()
        self._total = 0
        self._open: FileBegins | None = None
        self._digest = hashlib.sha256()
        self._size = 0

    @property
    def count(self) -> int:
        """How many there were."""
        return len(self._seen)

    def begin(self, number: int, line: FileBegins) -> None:
        """A file begins."""
        self.rest(number)
        key = line.place, line.sha256
        if key not in self._named:
            raise RecordRefused(f"A file is in it that no event names. {_NOT_OURS}", number)
        if key in self._seen:
            raise RecordRefused(f"A file is in it twice. {_NOT_OURS}", number)
        self._seen.add(key)
        self._total += line.size
        if line.size > LARGEST or self._total > MOST_BYTES or len(self._seen) > MOST_FILES:
            raise RecordRefused("Its files are larger, or more, than those of any record may be.", number)
        self._open, self._digest, self._size = line, hashlib.sha256(), 0

    def go_on(self, number: int, line: FilePiece) -> None:
        """The next bytes of it."""
        opened = self._open
        if opened is None:
            raise RecordRefused(f"It is not where it should be. {_NOT_OURS}", number)
        try:
            piece = line.bytes
        except ValueError:
            raise RecordRefused("This Waymark does not know what it says.", number) from None
        self._size += len(piece)
        self._digest.update(piece)
        if not piece or self._size > opened.size:
            raise RecordRefused(f"A file is longer than it says. {_NOT_OURS}", number)
        if self._size == opened.size:
            if self._digest.hexdigest() != opened.sha256:
                raise RecordRefused(f"A file is not what its name says. {_NOT_OURS}", number)
            self._open = None

    def rest(self, number: int) -> None:
        """Make sure that no file is half told."""
        if self._open is not None:
            raise RecordRefused(f"A file ends too early. {_NOT_OURS}", number)
