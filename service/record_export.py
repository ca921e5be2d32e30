"""A group's whole record in one file, so that it can move it to an installation of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import LiteralString, TypeVar

import psycopg
from psycopg import Connection, IsolationLevel
from psycopg.rows import class_row

from domain.refusals import UnknownProgramme
from service.assembly import Waymark
from service.evidence.file_store import FileNotKept
from service.group import streams_of
from service.people import PersonCard
from service.record_files import FilesToCarry, files_to_carry, pieces_of_file
from service.record_lines import (
    FORMAT_VERSION,
    CommandLine,
    End,
    EventLine,
    FileBegins,
    Header,
    KeyLine,
    PersonLine,
    RecordWriter,
)
from service.seals import moved_mark
from service.whole_file import CannotWrite, new_file

T = TypeVar("T")

_AT_ONCE = 2_000

# Canonical JSON has the members of a sealed passage in this order, and typed text cannot hold a bare quotation mark.
_SUBJECTS = """
SELECT DISTINCT found[2], found[1] FROM store.events,
    regexp_matches(convert_from(state, 'UTF8'), '"kid":"([^"]+)","s":"([^"]+)"', 'g') AS found
WHERE originator_id = ANY(%s) ORDER BY 1, 2
"""
_PEOPLE = """
SELECT DISTINCT found[1] FROM store.events,
    regexp_matches(convert_from(state, 'UTF8'), '"(person:[0-9a-f-]{36})"', 'g') AS found
WHERE originator_id = ANY(%s) ORDER BY 1
"""
_CARD = "SELECT name, email, phone, post, channel FROM store.people WHERE 'person:' || id = %s"
_COUNTS = """
SELECT (SELECT count(*) FROM store.events WHERE originator_id = ANY(%(streams)s)),
    (SELECT count(*) FROM store.command WHERE stream = ANY(%(streams)s))
"""
_EVENTS = """
SELECT notification_id AS position, originator_id AS stream, originator_version AS version, topic, state
FROM store.events WHERE originator_id = ANY(%s) ORDER BY notification_id
"""
_COMMANDS = """
SELECT stream, command_id, encode(body_mark, 'hex') AS mark, answer, position, events
FROM store.command WHERE stream = ANY(%s) ORDER BY position, stream, command_id
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """The first line of a record that was written, and how many files are not in it because they are not here."""

    header: Header
    wanting: int


def export_record(
    waymark: Waymark,
    programme: str,
    file: Path,
    *,
    with_people: bool = False,
    sealed: bool = False,
    with_files: bool = True,
) -> Exported:
    """Write a programme's record, as it is at this moment. Raises UnknownProgramme, CannotWrite.

    `with_people` adds names and contacts; `sealed` leaves out the keys, so that nobody can read the group's words.
    Files of evidence stay sealed: whoever has the keys in the record can open them.
    """
    streams = list(streams_of(programme))
    with psycopg.connect(waymark.settings.database_url, application_name="waymark export") as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        events, commands = connection.execute(_COUNTS, {"streams": streams}).fetchall()[0]
        if not events:
            raise UnknownProgramme("There is no such programme here. Look at the list of programmes for its id.")
        carried = files_to_carry(waymark, connection, programme) if with_files else FilesToCarry()
        keys = [] if sealed else list(_keys(waymark, connection, streams, carried.keys))
        people = list(_people(connection, streams)) if with_people else []
        header = Header(
            version=FORMAT_VERSION,
            waymark=version("waymark"),
            made_at=waymark.clock(),
            programme=programme,
            keys=len(keys),
            people=len(people),
            events=events,
            commands=commands,
            files=len(carried.files),
        )
        with new_file(file) as written:
            record = RecordWriter(written)
            for part in (header, *keys, *people):
                record.write(part)
            for line in _lines(connection, _EVENTS, EventLine, streams):
                record.write(line)
            for answer in _lines(connection, _COMMANDS, CommandLine, streams):
                record.write(answer)
            for each in carried.files:
                _write_file(waymark, record, each)
            record.write(End(lines=record.lines + 1))
    return Exported(header, carried.wanting)


def _lines(connection: Connection, query: LiteralString, kind: type[T], streams: list[str]) -> Iterator[T]:
    # A cursor with a name brings its rows a few at a time.
    with connection.cursor(kind.__name__, row_factory=class_row(kind)) as cursor:
        cursor.itersize = _AT_ONCE
        yield from cursor.execute(query, (streams,))


def _write_file(waymark: Waymark, record: RecordWriter, file: FileBegins) -> None:
    record.write(file)
    try:
        for piece in pieces_of_file(waymark, file):
            record.write(piece)
    except FileNotKept:
        raise CannotWrite("A file was erased while the record was written. Nothing was written: try again.") from None


def _keys(
    waymark: Waymark, connection: Connection, streams: list[str], more: Iterable[tuple[str, str]]
) -> Iterator[KeyLine]:
    subject, kid = moved_mark(streams[0])
    yield KeyLine(subject=subject, kid=kid, key=waymark.marks.key_of(streams[0]).hex())
    named = {(subject, kid) for subject, kid in connection.execute(_SUBJECTS, (streams,))}
    for subject, kid in sorted(named | set(more)):
        key = waymark.keyring.key_for_reading(subject, kid)
        if key is not None:
            yield KeyLine(subject=subject, kid=kid, key=key.hex())
            continue
        # One passage was taken out: the others' keys are kept apart.
        for name, own in waymark.passage_keys.kept_apart(subject, kid).items():
            yield KeyLine(subject=subject, kid=name, key=own.hex())


def _people(connection: Connection, streams: list[str]) -> Iterator[PersonLine]:
    for (person,) in connection.execute(_PEOPLE, (streams,)).fetchall():
        with connection.cursor(row_factory=class_row(PersonCard)) as cursor:
            card = cursor.execute(_CARD, (person,)).fetchone()
        if card is not None:
            yield PersonLine(person=person, card=card)
