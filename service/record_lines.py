"""The file in which a group carries its whole record: JSON Lines, each chained to the one before.

A line is an object that begins with `check`: the first 16 hex digits of the SHA-256 of the line before's check and of
the rest of this line. A changed, missing or moved line is found, and named by its number.

Version 2 has the files too: those of evidence as they are kept, sealed, and the published ones as anybody reads them.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from typing import IO, Annotated, Literal

import orjson
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from domain.event import PersonRef
from service.event_mapper import RawEvent
from service.machine_faults import MachineFault
from service.people import PersonCard

FORMAT_VERSION = 2
LONGEST_LINE = 16 * 1024 * 1024
LONGEST_PIECE = 1 << 20
"""Bytes of a file in one line."""
_BEFORE_STATE = b',"state":'
_HEAD = len(b'{"check":"0123456789abcdef",')


class RecordRefused(MachineFault):
    """The file cannot be taken in, and nothing was. It says why, and at which line."""

    def __init__(self, why: str, line: int | None = None) -> None:
        """Say why. Lines are counted from 1."""
        super().__init__(why if line is None else f"Line {line}: {why}")
        self.line = line


class RecordPart(BaseModel, frozen=True, extra="forbid"):
    """One line of a record, without its check."""


class Header(RecordPart):
    """What the file is, and what should be in it."""

    kind: Literal["header"] = "header"
    format: Literal["waymark-record"] = "waymark-record"
    version: int
    waymark: str
    made_at: AwareDatetime
    programme: Annotated[str, Field(pattern=r"^programme:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    keys: int
    people: int
    events: int
    commands: int
    files: int = 0


class KeyLine(RecordPart):
    """A subject's key (32 bytes, in hex), with which its sealed text is read."""

    kind: Literal["key"] = "key"
    subject: str
    kid: str
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PersonLine(RecordPart):
    """What is kept about a person whom the record names."""

    kind: Literal["person"] = "person"
    person: PersonRef
    card: PersonCard


class EventLine(RecordPart):
    """An event as it is stored. `position` is where it stood in the log it comes from."""

    kind: Literal["event"] = "event"
    position: Annotated[int, Field(ge=1)]
    stream: str
    version: Annotated[int, Field(ge=1)]
    topic: str
    state: bytes

    @property
    def raw(self) -> RawEvent:
        """The same, as the store has it."""
        return RawEvent(self.position, self.stream, self.version, self.topic, self.state)


class CommandLine(RecordPart):
    """A command and its answer, so that the same command gets the same answer after the move. `mark` is in hex."""

    kind: Literal["command"] = "command"
    stream: str
    command_id: str
    mark: Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$")]
    answer: dict[str, object]
    position: Annotated[int, Field(ge=0)]
    events: Annotated[int, Field(ge=0)]


class FileBegins(RecordPart):
    """A file that events name; its pieces follow. `size` is in bytes, as kept. `uploader`: who sent it here."""

    kind: Literal["file"] = "file"
    place: Literal["evidence", "published"]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=1)]
    uploader: PersonRef | None = None


class FilePiece(RecordPart):
    """The next bytes of a file, in base64."""

    kind: Literal["piece"] = "piece"
    content: Annotated[str, Field(max_length=LONGEST_PIECE * 4 // 3 + 4)]

    @property
    def bytes(self) -> bytes:
        """The same, as bytes. Raises ValueError."""
        try:
            return base64.b64decode(self.content, validate=True)
        except binascii.Error as wrong:
            msg = "no base64"
            raise ValueError(msg) from wrong


class End(RecordPart):
    """The last line: what comes without it was cut off."""

    kind: Literal["end"] = "end"
    lines: int


Line = Header | KeyLine | PersonLine | EventLine | CommandLine | FileBegins | FilePiece | End
_LINE: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="kind")])


class RecordWriter:
    """Writes lines, each with its check."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._check = b""
        self.lines = 0

    def write(self, part: RecordPart) -> None:
        """Write the next line."""
        if isinstance(part, EventLine):
            # The stored bytes, unchanged: they are JSON already, and the file must give back the very same.
            rest = orjson.dumps(part.model_dump(exclude={"state"}))[1:-1] + _BEFORE_STATE + part.state + b"}"
        else:
            rest = orjson.dumps(part.model_dump(mode="json"))[1:]
        self._check = _check(self._check, rest)
        self._file.write(b'{"check":"' + self._check + b'",' + rest + b"\n")
        self.lines += 1


def read_lines(file: IO[bytes]) -> Iterator[tuple[int, Line]]:
    """Give the lines with their numbers, each as it was written. Raises RecordRefused."""
    check, number = b"", 0
    while text := file.readline(LONGEST_LINE):
        number += 1
        head, rest = text[:_HEAD], text[_HEAD:].removesuffix(b"\n")
        if number == 1 and not (head.startswith(b'{"check":"') and b'"waymark-record"' in rest):
            raise RecordRefused("This is not a record that `waymark export` made.")
        check = _check(check, rest)
        if not text.endswith(b"\n") or head != b'{"check":"' + check + b'",':
            raise RecordRefused("It is damaged or cut off here. Ask for another copy of the file.", number)
        yield number, _parsed(rest, number)


def _parsed(rest: bytes, number: int) -> Line:
    try:
        if rest.startswith(b'"kind":"event"') and _BEFORE_STATE in rest:
            before, _, state = rest.partition(_BEFORE_STATE)
            return EventLine.model_validate(orjson.loads(b"{" + before + b"}") | {"state": state[:-1]})
        said = orjson.loads(b"{" + rest)
        version = said.get("version")
        if said.get("kind") == "header" and isinstance(version, int) and version > FORMAT_VERSION:
            raise RecordRefused("It was made by a newer Waymark than this one. Install that version first.", number)
        return _LINE.validate_python(said)
    except (ValidationError, orjson.JSONDecodeError) as wrong:
        raise RecordRefused("This Waymark does not know what it says.", number) from wrong


def _check(before: bytes, rest: bytes) -> bytes:
    return hashlib.sha256(before + rest).hexdigest()[:16].encode()
