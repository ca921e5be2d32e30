"""A file on its way in: a form read a piece at a time and counted as it comes, onto a disk place without a name."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Final

from fastapi import Request
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from service.evidence.file_refusals import FileTooLarge, UploadNotUnderstood
from service.home import Home

MOST_BYTES: Final = 25_000_000
_BESIDE = 64 * 1024
"""Bytes of everything in a form that is not the file."""
_MOST_PARTS = 20
_UPLOADS = re.compile(
    r"/api/programmes/[^/]+/(files|published-files)"
    r"|/programmes/[^/]+/resources/[^/]+/files",
    re.ASCII,
)
_EVIDENCE = re.compile(r"/programmes/[^/]+/milestones/[^/]+/evidence", re.ASCII)
_SAID = 2**62
"""Of a form that is too large the words are still read: they come before the file, where reading ends."""

_TOO_LARGE = "This file is larger than 25 MB. Make it smaller, or split it: for a film, give a link to it instead."
_UNCLEAR = "Send the file in a form (multipart/form-data), in a field called file."


def largest(path: str) -> int | None:
    """How many bytes a request to this address may have, where it may have more than others."""
    if _EVIDENCE.fullmatch(path):
        return _SAID
    return MOST_BYTES + 2 * _BESIDE if _UPLOADS.fullmatch(path) else None


@dataclass(slots=True)
class Arrival:
    """A form that came in. `name` is empty when no file was chosen. The file has no name on the disk."""

    file: IO[bytes]
    name: str = ""
    size: int = 0
    fields: dict[str, str] = field(default_factory=dict)


@asynccontextmanager
async def arriving(request: Request, home: Home, words: dict[str, str] | None = None) -> AsyncIterator[Arrival]:
    """Read a form with a file. Raises FileTooLarge and UploadNotUnderstood; whatever happens, nothing is left of it.

    `words` is filled with what was typed before the file, for who shows it again when the file is refused.
    """
    said = request.headers.get("content-length", "")
    too_large = said.isdecimal() and int(said[:20]) > MOST_BYTES + _BESIDE
    if too_large and words is None:
        raise FileTooLarge(_TOO_LARGE)
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= 200:  # noqa: PLR2004 - RFC 2046 allows 70
        raise UploadNotUnderstood(_UNCLEAR)
    home.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryFile(dir=home.incoming) as file:
        form = _Form(boundary, Arrival(file, fields={} if words is None else words), too_large=too_large)
        try:
            async for piece in request.stream():
                await run_in_threadpool(form.read, piece)
            form.end()
        except HTTPException:
            # The limit of all bodies: so much came at once that it was met first.
            raise FileTooLarge(_TOO_LARGE) from None
        except ClientDisconnect:
            raise UploadNotUnderstood("The file did not arrive whole. Send it again.") from None
        except (FormParserError, UnicodeDecodeError):
            raise UploadNotUnderstood(_UNCLEAR) from None
        yield form.arrival


class _Form:
    """Takes the parts of a form as they come: one file, the rest short fields."""

    def __init__(self, boundary: bytes, arrival: Arrival, *, too_large: bool) -> None:
        self.arrival = arrival
        self._too_large = too_large
        self._read = 0
        self._parts = 0
        self._ended = False
        self._header: list[bytes] = [b"", b""]
        self._disposition = b""
        self._field = ""
        self._is_file = False
        self._text = bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._add_header(0, data[start:end]),
                "on_header_value": lambda data, start, end: self._add_header(1, data[start:end]),
                "on_header_end": self._header_end,
                "on_headers_finished": self._named,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._all,
            },
        )

    def read(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        self._read += len(piece)
        self._parser.write(piece)
        if self._read - self.arrival.size > _BESIDE:
            raise UploadNotUnderstood("There is too much beside the file in this form. Shorten your note.")

    def end(self) -> None:
        """Raises UploadNotUnderstood when the last boundary never came."""
        self._parser.finalize()
        if not self._ended:
            raise UploadNotUnderstood("The file did not arrive whole. Send it again.")

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise UploadNotUnderstood(_UNCLEAR)
        self._disposition, self._field, self._is_file = b"", "", False
        self._text.clear()

    def _add_header(self, part: int, piece: bytes) -> None:
        self._header[part] += piece

    def _header_end(self) -> None:
        name, value = self._header
        if name.lower() == b"content-disposition":
            self._disposition = value
        self._header = [b"", b""]

    def _named(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._field = options.get(b"name", b"").decode()
        self._is_file = b"filename" in options
        if not self._is_file:
            return
        if self._too_large:
            raise FileTooLarge(_TOO_LARGE)
        if self.arrival.name or self._field != "file":
            raise UploadNotUnderstood(f"{_UNCLEAR} Send one file at a time.")
        self.arrival.name = options[b"filename"].decode()

    def _data(self, data: bytes, start: int, end: int) -> None:
        if not self._is_file:
            self._text += data[start:end]
            return
        self.arrival.size += end - start
        if self.arrival.size > MOST_BYTES:
            raise FileTooLarge(_TOO_LARGE)
        self.arrival.file.write(data[start:end])

    def _end(self) -> None:
        if not self._is_file:
            self.arrival.fields[self._field] = self._text.decode().replace("\r\n", "\n")

    def _all(self) -> None:
        self._ended = True
