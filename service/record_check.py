"""Everything about a record that can be wrong, found before anything is taken in."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from pydantic import ValidationError

from domain.event import Fact, Recorded
from service.event_mapper import EventMapper, UnknownTopic
from service.facts import FACTS
from service.group import Group, streams_of
from service.moved_keys import KeysAtHand
from service.people import PersonCard
from service.record_file_check import FileFollower, NamedFile, Place, files_of
from service.record_lines import (
    CommandLine,
    End,
    EventLine,
    FileBegins,
    FilePiece,
    Header,
    KeyLine,
    Line,
    PersonLine,
    RecordRefused,
    read_lines,
)
from service.seals import SealBroken, Seals

_ORDER: dict[type[Line], int] = {
    Header: 0,
    KeyLine: 1,
    PersonLine: 2,
    EventLine: 3,
    CommandLine: 4,
    FileBegins: 5,
    FilePiece: 5,
    End: 6,
}
_NOT_OURS = "It was not made by `waymark export`, or was changed."


@dataclass
class CheckedRecord:
    """A record that is whole and fits together. Only the small parts are kept; events are read again."""

    header: Header
    keys: dict[tuple[str, str], bytes] = field(default_factory=dict)
    people: dict[str, PersonCard] = field(default_factory=dict)
    positions: "array[int]" = field(default_factory=lambda: array("q"))
    """Where each event stood in the log it comes from, in order."""
    named: dict[tuple[Place, str], NamedFile] = field(default_factory=dict)
    """The files that its events name. Not all of them need be in it."""
    first: datetime | None = None
    last: datetime | None = None
    lines: int = 0

    def place(self, position: int) -> int:
        """How many of its events stood at or before a position of the old log."""
        return bisect_right(self.positions, position)


def check_record(file: IO[bytes]) -> CheckedRecord:
    """Read a whole record. Raises RecordRefused, naming the first line that is wrong."""
    lines = read_lines(file)
    number, header = next(lines, (1, None))
    if not isinstance(header, Header):
        raise RecordRefused("This is not a record that `waymark export` made.")
    record = CheckedRecord(header)
    reader = _Reader(record)
    for number, line in lines:
        reader.take(number, line)
    if not reader.ended:
        raise RecordRefused("The file ends too early. Ask for another copy of it.", number)
    record.lines = number
    return record


class _Reader:
    """Follows a record line by line."""

    def __init__(self, record: CheckedRecord) -> None:
        self._record = record
        self._mapper = EventMapper(FACTS, Seals(KeysAtHand(record.keys)))
        self._seals = Seals(KeysAtHand(record.keys))
        self._versions = dict.fromkeys(streams_of(record.header.programme), 0)
        self._group = Group()
        self._commands = 0
        self._files = FileFollower(record.named)
        self._reached = 0
        self.ended = False

    def take(self, number: int, line: Line) -> None:
        """Take the next line. Raises RecordRefused."""
        place = _ORDER[type(line)]
        if self.ended or place < max(self._reached, 1):
            raise RecordRefused(f"It is not where it should be. {_NOT_OURS}", number)
        self._reached = place
        match line:
            case KeyLine():
                self._record.keys[line.subject, line.kid] = bytes.fromhex(line.key)
            case PersonLine():
                self._record.people[line.person] = line.card
            case EventLine():
                self._event(number, line)
            case CommandLine():
                self._command(number, line)
            case FileBegins():
                self._files.begin(number, line)
            case FilePiece():
                self._files.go_on(number, line)
            case End():
                self._files.rest(number)
                self._end(number, line)
            case Header():
                raise RecordRefused(f"It begins a second time here. {_NOT_OURS}", number)

    def _event(self, number: int, line: EventLine) -> None:
        record = self._record
        if line.stream not in self._versions or line.version != self._versions[line.stream] + 1:
            raise RecordRefused(f"An event does not follow the one before. {_NOT_OURS}", number)
        if record.positions and line.position <= record.positions[-1]:
            raise RecordRefused(f"An event is out of order. {_NOT_OURS}", number)
        self._versions[line.stream] = line.version
        record.positions.append(line.position)
        event = self._read(number, line)
        record.named.update(files_of(event.fact))
        at = event.meta.recorded_at
        if event.meta.ledger != record.header.programme or (record.last is not None and at < record.last):
            raise RecordRefused(f"An event belongs elsewhere, or its time runs backwards. {_NOT_OURS}", number)
        record.first, record.last = record.first or at, at
        try:
            self._group = self._group.after([event])
        except (LookupError, TypeError, ValueError, AttributeError) as wrong:
            raise RecordRefused(f"This event cannot follow those before it. {_NOT_OURS}", number) from wrong

    def _read(self, number: int, line: EventLine) -> Recorded[Fact]:
        try:
            event = self._mapper.read(line.raw)
            self._seals.unseal(event)
        except UnknownTopic as unknown:
            raise RecordRefused(str(unknown), number) from unknown
        except SealBroken as broken:
            raise RecordRefused(f"{broken} {_NOT_OURS}", number) from broken
        except (ValidationError, ValueError, LookupError, TypeError) as wrong:
            raise RecordRefused(f"An event is not as events are. {_NOT_OURS}", number) from wrong
        return event

    def _command(self, number: int, line: CommandLine) -> None:
        self._commands += 1
        place, positions = self._record.place(line.position), self._record.positions
        fits = line.events == 0 or (place >= line.events and positions[place - 1] == line.position)
        if line.stream not in self._versions or not fits:
            raise RecordRefused(f"A command does not fit the events. {_NOT_OURS}", number)

    def _end(self, number: int, line: End) -> None:
        record = self._record
        header = record.header
        counted = (len(record.keys), len(record.people), len(record.positions), self._commands, self._files.count)
        promised = (header.keys, header.people, header.events, header.commands, header.files)
        if (counted, number) != (promised, line.lines):
            raise RecordRefused(f"Something is missing that the first line promises. {_NOT_OURS}", number)
        if self._group.programme is None:
            raise RecordRefused(f"There is no programme in it. {_NOT_OURS}", number)
        self.ended = True
