"""The files that go into a record: those of evidence as they are kept, sealed, and the published ones."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from psycopg import Connection

from domain.milestone_events import EvidenceAdded
from domain.resource_events import ResourcePublished
from service.assembly import Waymark
from service.evidence.file_seal import FileDamaged, FileErased, opened, sealing_of
from service.evidence.file_store import FileNotKept, FileStore, is_whole
from service.group import resources_of
from service.record_file_check import Place
from service.record_lines import LONGEST_PIECE, FileBegins, FilePiece

_EVIDENCE = """
SELECT sha256, uploader FROM store.evidence_file WHERE programme = %s AND NOT gone AND sha256 IN (
    SELECT convert_from(state, 'UTF8')::json #>> '{data,file,sha256}' FROM store.events
    WHERE originator_id = %s AND topic = %s
) ORDER BY sha256
"""
_PUBLISHED = """
SELECT DISTINCT file ->> 'sha256' AS sha256 FROM store.events,
    json_array_elements(convert_from(state, 'UTF8')::json #> '{data,files}') AS file
WHERE originator_id = %s AND topic = %s ORDER BY sha256
"""


@dataclass(slots=True)
class FilesToCarry:
    """What goes into the record. `keys`: under which each is sealed. `wanting`: how many are not here as they were."""

    files: list[FileBegins] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)
    wanting: int = 0


def files_to_carry(waymark: Waymark, connection: Connection, programme: str) -> FilesToCarry:
    """Look for the files that a programme's events name. What was erased is left out."""
    found = FilesToCarry()
    for sha256, uploader in connection.execute(_EVIDENCE, (programme, programme, EvidenceAdded.TOPIC)):
        try:
            _evidence(waymark, found, sha256, uploader)
        except FileErased:
            continue
        except (FileNotKept, FileDamaged):
            found.wanting += 1
    for (sha256,) in connection.execute(_PUBLISHED, (resources_of(programme), ResourcePublished.TOPIC)):
        store = waymark.public_files.store
        try:
            whole = is_whole(store, sha256)
        except FileNotKept:
            whole = False
        if whole:
            found.files.append(_begins(store, "published", sha256, None))
        else:
            found.wanting += 1
    return found


def pieces_of_file(waymark: Waymark, file: FileBegins) -> Iterator[FilePiece]:
    """A file as lines of a record. Raises FileNotKept when it was erased meanwhile."""
    with _store(waymark, file.place).open(file.sha256) as content:
        while piece := content.read(LONGEST_PIECE):
            yield FilePiece(content=base64.b64encode(piece).decode())


def _evidence(waymark: Waymark, found: FilesToCarry, sha256: str, uploader: str) -> None:
    store = waymark.files.store
    if not is_whole(store, sha256):
        raise FileDamaged
    with store.open(sha256) as content:
        opened(waymark.keyring, content)
        content.seek(0)
        sealing = sealing_of(content)
    found.keys.add((sealing.subject, sealing.kid))
    found.files.append(_begins(store, "evidence", sha256, uploader))


def _begins(store: FileStore, place: Place, sha256: str, uploader: str | None) -> FileBegins:
    with store.open(sha256) as content:
        return FileBegins(place=place, sha256=sha256, size=_size(content), uploader=uploader)


def _size(content: IO[bytes]) -> int:
    return content.seek(0, 2)


def _store(waymark: Waymark, place: Place) -> FileStore:
    return waymark.files.store if place == "evidence" else waymark.public_files.store
