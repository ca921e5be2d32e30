"""Takes a group's whole record in: all of it or nothing, with its versions, times, ids and answers as they were."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

import orjson
import psycopg
from psycopg import Connection

from domain.duty_events import Prompted
from domain.resource_events import PackImported
from service.assembly import Waymark
from service.event_recorder import CHANNEL
from service.group import resources_of, streams_of
from service.keyring import KeyFolder
from service.moved_keys import KeysDiffer, take_in
from service.record_arrival import ArrivedFiles, files_kept, register
from service.record_check import CheckedRecord, check_record
from service.record_lines import CommandLine, EventLine, RecordRefused, read_lines

_LOCK_PATIENCE = "60s"

# Its prompts were told, or wait to be told, where it comes from: nobody gets a message about the past.
_TOLD_ELSEWHERE = """
INSERT INTO store.delivery (programme, version, person, channel, outcome, settled_at)
SELECT originator_id, originator_version, person, 'none', 'elsewhere', %s
FROM store.events, json_array_elements_text(convert_from(state, 'UTF8')::json -> 'data' -> 'to') AS person
WHERE originator_id = %s AND topic = %s AND convert_from(state, 'UTF8')::json -> 'meta' ->> 'story' IS NULL
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken in. `position` is where its last event stands in this installation's log."""

    programme: str
    events: int
    commands: int
    people: int
    files: int
    position: int


def import_record(waymark: Waymark, file: Path) -> Imported:
    """Take a record in, with its files. Raises RecordRefused, with nothing taken in, and KeysUnusable."""
    try:
        with file.open("rb") as opened:
            record = check_record(opened)
            with psycopg.connect(waymark.settings.database_url, application_name="waymark import") as connection:
                _refuse_known(connection, record.header.programme)
            opened.seek(0)
            with files_kept(waymark, record, (line for _, line in read_lines(opened))) as arrived:
                return _take_in(waymark, opened, record, arrived)
    except OSError as fault:
        raise RecordRefused(f"{file} cannot be read: {fault.strerror}.") from fault


def _take_in(waymark: Waymark, opened: IO[bytes], record: CheckedRecord, arrived: ArrivedFiles) -> Imported:
    settings, programme = waymark.settings, record.header.programme
    with psycopg.connect(settings.database_url, application_name="waymark import") as connection:
        with psycopg.connect(settings.keys_database_url, application_name="waymark import") as keys:
            try:
                take_in(record.keys, keys, KeyFolder(settings.folders.keys))
            except KeysDiffer as differ:
                msg = "It has other keys than this installation, under the same names. One of the two was changed."
                raise RecordRefused(msg) from differ
        connection.execute(f"SET LOCAL lock_timeout = '{_LOCK_PATIENCE}'")
        # As every writer of the log does: readers then never see a later position before an earlier one.
        connection.execute("LOCK TABLE store.events IN EXCLUSIVE MODE")
        _refuse_known(connection, programme)
        end = _copy_in(connection, opened, record)
        register(connection, arrived)
        connection.execute("SELECT store.advance_ledger(%s, %s, %s)", (programme, record.first, record.last))
        connection.execute(_TOLD_ELSEWHERE, (waymark.clock(), programme, Prompted.TOPIC))
        now = waymark.clock()
        connection.cursor().executemany(
            "INSERT INTO store.people (id, name, email, phone, post, channel, created_at, changed_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [
                (person.removeprefix("person:"), c.name, c.email, c.phone, c.post, c.channel, now, now)
                for person, c in record.people.items()
            ],
        )
        connection.execute("SELECT pg_notify(%s, '')", (CHANNEL,))
    header = record.header
    return Imported(programme, header.events, header.commands, header.people, arrived.count, end)


def _refuse_known(connection: Connection, programme: str) -> None:
    streams = list(streams_of(programme))
    pack = connection.execute(
        "SELECT FROM store.events WHERE originator_id = %s AND topic = %s LIMIT 1",
        (resources_of(programme), PackImported.TOPIC),
    ).fetchone()
    if pack is not None:
        msg = "What this group left behind came in here before, as a legacy pack. Its whole record needs another home."
        raise RecordRefused(msg)
    known = connection.execute(
        "SELECT FROM store.events WHERE originator_id = ANY(%s)"
        " UNION ALL SELECT FROM store.command WHERE stream = ANY(%s)"
        " UNION ALL SELECT FROM store.ledger_head WHERE ledger = %s LIMIT 1",
        (streams, streams, programme),
    ).fetchone()
    if known is not None:
        msg = "This programme is here already. A record is taken in once, where the programme is not known yet."
        raise RecordRefused(msg)


def _copy_in(connection: Connection, opened: IO[bytes], record: CheckedRecord) -> int:
    """Copy events and commands in, a line at a time. Returns the position of the last event."""
    opened.seek(0)
    lines = (line for _, line in read_lines(opened))
    rest = iter(lines)
    first_command: list[CommandLine] = []
    with connection.cursor() as cursor:
        columns = "originator_id, originator_version, topic, state"
        with cursor.copy(f"COPY store.events ({columns}) FROM STDIN") as copy:
            for line in rest:
                if isinstance(line, EventLine):
                    copy.write_row((line.stream, line.version, line.topic, line.state))
                elif isinstance(line, CommandLine):
                    first_command.append(line)
                    break
        begin, end = _positions(connection, record)
        commands = (line for line in chain(first_command, rest) if isinstance(line, CommandLine))
        columns = "stream, command_id, body_mark, answer, position, events"
        with cursor.copy(f"COPY store.command ({columns}) FROM STDIN") as copy:
            for row in _command_rows(commands, record, begin):
                copy.write_row(row)
    return end


def _positions(connection: Connection, record: CheckedRecord) -> tuple[int, int]:
    """Where the events stand now. The table is locked, so nobody else's stand between them."""
    begin, end, events = connection.execute(
        "SELECT min(notification_id), max(notification_id), count(*) FROM store.events WHERE originator_id = ANY(%s)",
        (list(streams_of(record.header.programme)),),
    ).fetchall()[0]
    if events != record.header.events or end - begin + 1 != events:
        raise RecordRefused("The file changed while it was read. Try again with a copy that nobody writes to.")
    return begin, end


def _command_rows(
    commands: Iterator[CommandLine], record: CheckedRecord, begin: int
) -> Iterator[tuple[str, str, bytes, str, int, int]]:
    for line in commands:
        place = record.place(line.position)
        position = begin + place - 1 if place else 0
        answer = orjson.dumps(line.answer).decode()
        yield line.stream, line.command_id, bytes.fromhex(line.mark), answer, position, line.events
