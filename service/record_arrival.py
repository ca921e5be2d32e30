"""The files of a record as they arrive: looked through as if somebody had just sent them, then kept as they are."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from psycopg import Connection
from psycopg.errors import UniqueViolation

from domain.refusals import Refusal
from service.assembly import Waymark
from service.evidence.examination import examined
from service.evidence.file_register import FileLine
from service.evidence.file_seal import FileDamaged, FileErased, opened, sealing_of
from service.evidence.file_store import pieces_of
from service.keyring import Keyring
from service.moved_keys import KeysAtHand
from service.record_check import CheckedRecord
from service.record_file_check import NamedFile
from service.record_lines import FileBegins, FilePiece, Line, RecordRefused

_REGISTERED = """
INSERT INTO store.evidence_file
    (sha256, programme, subject, uploader, size, media_type, scan, touched_at, named, gone, mark)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL)
"""


@dataclass(frozen=True, slots=True)
class ArrivedFiles:
    """What was kept, and is not in the register yet."""

    lines: list[FileLine]
    count: int


@contextmanager
def files_kept(waymark: Waymark, record: CheckedRecord, lines: Iterable[Line]) -> Iterator[ArrivedFiles]:
    """Keep the files of a record that was checked. Raises RecordRefused; whatever fails, none of them stays."""
    with ExitStack() as undo:
        arrival = _Arrival(waymark, record, undo)
        arrival.take(lines)
        yield ArrivedFiles(arrival.lines, arrival.count)
        undo.pop_all()


def register(connection: Connection, arrived: ArrivedFiles) -> None:
    """Write the files of evidence down. Raises RecordRefused."""
    try:
        connection.cursor().executemany(
            _REGISTERED,
            [
                (
                    line.sha256,
                    line.programme,
                    line.subject,
                    line.uploader,
                    line.size,
                    line.media_type,
                    line.scan,
                    line.touched_at,
                    line.named,
                    line.gone,
                )
                for line in arrived.lines
            ],
        )
    except UniqueViolation:
        raise RecordRefused("A file of it is here already, as another group's. One of the two was changed.") from None


class _Arrival:
    def __init__(self, waymark: Waymark, record: CheckedRecord, undo: ExitStack) -> None:
        """`undo` is told how to take away again whatever is kept."""
        self._waymark = waymark
        self._record = record
        self._keys = _EitherKeys(KeysAtHand(record.keys), waymark.keyring)
        self.lines: list[FileLine] = []
        self.count = 0
        self._undo = undo

    def take(self, lines: Iterable[Line]) -> None:
        rest = iter(lines)
        for line in rest:
            if not isinstance(line, FileBegins):
                continue
            with TemporaryFile(dir=self._incoming()) as content:
                left = line.size
                while left > 0:
                    piece = next(rest, None)
                    if not isinstance(piece, FilePiece):
                        raise RecordRefused("The file changed while it was read. Try again with a copy of it.")
                    left -= content.write(piece.bytes)
                try:
                    self._keep(line, content)
                except Refusal as refusal:
                    raise RecordRefused(f"A file in it cannot be taken in. {refusal}") from refusal

    def _keep(self, line: FileBegins, content: IO[bytes]) -> None:
        named = self._record.named[line.place, line.sha256]
        content.seek(0)
        if line.place == "published":
            public = self._waymark.public_files
            fresh = public.store.touch(line.sha256) is None
            public.keep(line.sha256, content.read(), named.name)
            if fresh:
                self._undo.callback(public.store.delete, line.sha256)
        else:
            gone = self._is_erased(named.subject)
            if not gone:
                self._look_through(named, content)
                content.seek(0)
                fresh = self._waymark.files.store.touch(line.sha256) is None
                self._waymark.files.store.put(pieces_of(content))
                if fresh:
                    self._undo.callback(self._waymark.files.store.delete, line.sha256)
            self.lines.append(self._line(line, named, gone=gone))
        self.count += 1

    def _look_through(self, named: NamedFile, content: IO[bytes]) -> None:
        """As if somebody had just sent it. What nobody can open can harm nobody."""
        try:
            sealing = sealing_of(content)
            if (sealing.programme, sealing.subject) != (self._record.header.programme, named.subject):
                raise RecordRefused("A file in it belongs to somebody else. The record was changed.")
            content.seek(0)
            found = opened(self._keys, content)
            with TemporaryFile(dir=self._incoming()) as plain:
                size = sum(plain.write(piece) for piece in found.pieces)
                if (size, found.card.media_type) != (named.size, named.media_type):
                    raise RecordRefused("A file in it is not what its event says. The record was changed.")
                with examined(plain, found.card.name, self._waymark.settings.folders.incoming):
                    pass
        except FileErased:
            return
        except FileDamaged:
            raise RecordRefused("A file in it was altered. Ask for another copy of the record.") from None

    def _line(self, line: FileBegins, named: NamedFile, *, gone: bool) -> FileLine:
        return FileLine(
            sha256=line.sha256,
            programme=self._record.header.programme,
            subject=named.subject,
            uploader=line.uploader or "",
            size=named.size,
            media_type=named.media_type,
            scan="not-scanned" if self._waymark.files.scanner is None else "waiting",
            touched_at=self._waymark.clock(),
            named=True,
            gone=gone,
        )

    def _is_erased(self, subject: str) -> bool:
        with self._waymark.passage_keys.connection() as connection:
            found = connection.execute("SELECT FROM keys.erased_subject WHERE subject = %s", (subject,))
            return found.fetchone() is not None

    def _incoming(self) -> str:
        folder = self._waymark.settings.folders.incoming
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return str(folder)


class _EitherKeys:
    """The keys of the record, and this installation's own: what either can open is looked through."""

    def __init__(self, record: KeysAtHand, own: Keyring) -> None:
        self._record = record
        self._own = own

    def key_for_writing(self, subject: str) -> tuple[str, bytes]:
        """There is nothing to write."""
        return self._record.key_for_writing(subject)

    def key_for_reading(self, subject: str, kid: str) -> bytes | None:
        """Give a key, or nothing when neither has it."""
        return self._record.key_for_reading(subject, kid) or self._own.key_for_reading(subject, kid)
