"""Files of evidence: taken in, named by a command, handed out, and taken away again."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.milestone_commands import AddEvidence, FileShown
from service.clock import Clock
from service.evidence.examination import examined
from service.evidence.file_kinds import kind_of_name
from service.evidence.file_names import safe_name
from service.evidence.file_refusals import FileGone, FileNotScanned, FileUnknown, TooManyFiles
from service.evidence.file_register import FileLine, FileRegister
from service.evidence.file_seal import FileCard, FileDamaged, FileErased, opened, sealed
from service.evidence.file_store import FileFolder, FileNotKept, FileStore, pieces_of, read_and_closed
from service.evidence.virus_scanner import Scan, VirusScanner, scanned, scanner_of
from service.home import Home
from service.keyring import SubjectKeys
from service.seals import BodyMarks
from service.settings import Settings

MOST_UNNAMED = 50

_UNKNOWN = "There is no such file here. Send the file first, then name it."
_GONE = "This file was erased, and nobody can read it any more."
_INFECTED = "The virus scanner found something in this file, and it was taken away. Ask for another copy."
_WAITS = "The virus scanner has not looked at this file yet. Come back in an hour."


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that was kept, as a command names it, and what the scanner said."""

    shown: FileShown
    scan: Scan


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it is handed out. Reading the pieces raises FileDamaged when somebody altered it."""

    card: FileCard
    scan: Scan
    pieces: Iterator[bytes]


class EvidenceFiles:
    """The files of all programmes. Who may do what is asked before; what is asked for here is done."""

    def __init__(
        self,
        store: FileStore,
        register: FileRegister,
        keys: SubjectKeys,
        marks: BodyMarks,
        scanner: VirusScanner | None,
        home: Home,
        clock: Clock,
    ) -> None:
        self.store = store
        self.register = register
        self.scanner = scanner
        self.home = home
        self._keys = keys
        self._marks = marks
        self._clock = clock

    def take(
        self, content: IO[bytes], name: str, *, programme: str, uploader: str, about: str | None = None
    ) -> Uploaded:
        """Look through a file and keep it sealed. Raises what refuses a file, and SubjectErased.

        The same file of the same person under the same name is kept once, so that sending it again is harmless.
        """
        subject, name = about or programme, safe_name(name)
        mark = self._mark(content, programme, subject, name)
        before = self.register.same(programme, uploader, mark)
        if before is not None:
            return _uploaded(before, name)
        idle = self.register.unnamed_of(programme, uploader)
        if len(idle) >= MOST_UNNAMED and len(idle) - len(self.register.named_in(programme, idle)) >= MOST_UNNAMED:
            raise TooManyFiles(f"{MOST_UNNAMED:,} files of yours show nothing yet. Use some of them first.")
        with examined(content, name, self.home.incoming) as found:
            content.seek(0)
            scan = scanned(self.scanner, pieces_of(content), programme)
            size = found.content.seek(0, 2)
            found.content.seek(0)
            card = FileCard(name=name, media_type=found.media_type, size=size)
            kept = self.store.put(sealed(self._keys, subject, programme, card, pieces_of(found.content)))
        line = FileLine(
            sha256=kept.sha256,
            programme=programme,
            subject=subject,
            uploader=uploader,
            size=size,
            media_type=card.media_type,
            scan=scan,
            touched_at=self._clock(),
        )
        self.register.add(line, mark)
        return _uploaded(line, name)

    def claim(self, programme: str, command: AddEvidence, actor: str) -> None:
        """Make sure that the file a command names is here, as the command says it is. Raises FileUnknown."""
        shown = command.file
        if shown is None:
            return
        found = self.register.claim(programme, shown.sha256)
        if found is None or not (
            found.uploader == actor or found.named or self.register.named_in(programme, [shown.sha256])
        ):
            raise FileUnknown(_UNKNOWN)
        if found.gone:
            raise FileUnknown(_INFECTED if found.scan == "infected" else _GONE)
        safe_name(shown.name)
        said = (shown.size, shown.media_type, kind_of_name(shown.name).media_type, command.about or programme)
        if said != (found.size, found.media_type, found.media_type, found.subject):
            raise FileUnknown(
                "This file was sent with another size, kind or person it is about. Name it just as it was answered, "
                "or send it again."
            )

    def line(self, programme: str, sha256: str) -> FileLine:
        """What is known of a file of a programme. Raises FileUnknown."""
        found = self.register.get(programme, sha256)
        if found is None:
            raise FileUnknown(_UNKNOWN)
        return found

    def open(self, programme: str, sha256: str, reader: str | None = None) -> Download:
        """Open a file. Raises FileUnknown, FileGone, and FileNotScanned for all but the one who sent it."""
        line = self.line(programme, sha256)
        if line.gone:
            raise FileGone(_INFECTED if line.scan == "infected" else _GONE)
        if line.scan == "waiting" and reader != line.uploader:
            raise FileNotScanned(_WAITS)
        if reader not in {None, line.uploader} and not (line.named or self.register.named_in(programme, [sha256])):
            # It shows nothing yet: for others it is not there.
            raise FileUnknown(_UNKNOWN)
        try:
            file = self.store.open(sha256)
        except FileNotKept:
            raise FileGone("This file is missing. Tell whoever runs this Waymark: it may be in a backup.") from None
        try:
            found = opened(self._keys, file)
        except FileErased:
            file.close()
            raise FileGone(_GONE) from None
        except FileDamaged:
            file.close()
            raise
        return Download(found.card, line.scan, read_and_closed(file, found.pieces))

    @contextmanager
    def content(self, sha256: str) -> Iterator[Iterator[bytes]]:
        """What is in a file, for the scanner. Raises FileNotKept, FileErased and FileDamaged."""
        with self.store.open(sha256) as file:
            yield opened(self._keys, file).pieces

    def take_away(self, sha256: str) -> bool:
        """Take the bytes of a file away for ever; that it was there is still known. Says whether there were any."""
        self.register.bury(sha256)
        return self.store.delete(sha256)

    def take_away_all_of(self, subject: str) -> int:
        """Take away every file about a person or programme that was erased. Returns how many there were."""
        return sum(self.take_away(line.sha256) for line in self.register.of_subject(subject))

    def take_away_unshown_of(self, uploader: str) -> int:
        """Take away every file of somebody who was erased that shows nothing yet. Returns how many there were."""
        return sum(self.take_away(line.sha256) for line in self.unshown_of(uploader))

    def unshown_of(self, uploader: str) -> list[FileLine]:
        """What somebody sent, and nothing names: it waits in a draft of theirs."""
        lines = self.register.unshown_of(uploader)
        named = {sha256 for line in lines for sha256 in self.register.named_in(line.programme, [line.sha256])}
        return [line for line in lines if line.sha256 not in named]

    def _mark(self, content: IO[bytes], programme: str, subject: str, name: str) -> bytes:
        content.seek(0)
        seen = hashlib.sha256()
        for part in (subject, name):
            seen.update(part.encode() + b"\0")
        for piece in pieces_of(content):
            seen.update(piece)
        return hmac.digest(self._marks.key_of(programme), b"file\0" + seen.digest(), "sha256")


def _uploaded(line: FileLine, name: str) -> Uploaded:
    shown = FileShown(sha256=line.sha256, size=line.size, media_type=line.media_type, name=name)
    return Uploaded(shown, line.scan)


def evidence_files(
    settings: Settings, pool: ConnectionPool[Connection], keys: SubjectKeys, marks: BodyMarks, clock: Clock
) -> EvidenceFiles:
    """The files of an installation."""
    home = settings.folders
    store, register = FileFolder(home.files / "evidence"), FileRegister(pool, clock)
    return EvidenceFiles(store, register, keys, marks, scanner_of(settings), home, clock)
