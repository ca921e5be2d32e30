"""Documents that are zip archives: exactly one archive, nothing before, between or after its parts, and no bomb."""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from service.evidence.file_refusals import (
    FileIsTwoThings,
    FileLocked,
    FileNameUnsafe,
    FileNotWhatItSays,
    FileTooLargeInside,
    FileUnreadable,
)
from service.evidence.file_store import PIECE

MOST_BYTES = 200 * 1_000_000
MOST_MEMBERS = 2_000
_END = 22
_LOCAL = 30
_DESCRIPTOR = 24
_SAFE = re.compile(r"[^/\\:*?\"<>|\x00-\x1f\x7f]+(/[^/\\:*?\"<>|\x00-\x1f\x7f]+)*/?")

_TWO = "There is something else in this file beside the document. Open it, save it again, and send that."
_BOMB = "This file unpacks into more than 200 MB or 2,000 parts. Send a smaller document, or a PDF of it."
_BROKEN = "This document is damaged. Open it, save it again, and send that."


class Archive:
    """A zip archive whose shape is checked. What is read of it is counted, whatever it says of itself."""

    def __init__(self, file: IO[bytes], budget: int = MOST_BYTES) -> None:
        """Check the shape. Raises what refuses a file."""
        self._left = budget
        self._whole = file.seek(0, os.SEEK_END)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error, OSError):
            raise FileUnreadable(_BROKEN) from None
        self.members = {info.filename: info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > MOST_MEMBERS or sum(i.file_size for i in self._zip.infolist()) > budget:
            raise FileTooLargeInside(_BOMB)
        if len(self.members) != len(self._zip.infolist()):
            raise FileIsTwoThings(_TWO)
        for info in self.members.values():
            _sound(info)
        self._nothing_between(file)

    @property
    def left(self) -> int:
        """How many bytes may still be unpacked."""
        return self._left

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack one part, a piece at a time, and count it."""
        read = 0
        try:
            with self._zip.open(name) as part:
                while piece := part.read(PIECE):
                    read += len(piece)
                    self._left -= len(piece)
                    if self._left < 0:
                        raise FileTooLargeInside(_BOMB)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, OSError, RuntimeError):
            raise FileUnreadable(_BROKEN) from None
        if read != self.members[name].file_size:
            raise FileUnreadable(_BROKEN)

    def unpacked(self, name: str) -> io.BytesIO:
        """One part as a whole."""
        return io.BytesIO(b"".join(self.pieces(name)))

    def _nothing_between(self, file: IO[bytes]) -> None:
        """The parts lie one after the other from the first byte, then the directory, then the end and nothing more."""
        begin = 0
        for info in sorted(self.members.values(), key=lambda each: each.header_offset):
            # Between two parts there may be the sizes of the one before, and nothing else. Parts that lie over each
            # other are how 10 KB become 5 GB.
            if not begin <= info.header_offset <= begin + (_DESCRIPTOR if begin else 0):
                raise FileIsTwoThings(_TWO)
            file.seek(info.header_offset)
            head = file.read(_LOCAL)
            if len(head) < _LOCAL or head[:4] != b"PK\x03\x04":
                raise FileUnreadable(_BROKEN)
            name, extra = struct.unpack("<HH", head[26:30])
            begin = info.header_offset + _LOCAL + name + extra + info.compress_size
        if not begin <= self._zip.start_dir <= begin + _DESCRIPTOR:
            raise FileIsTwoThings(_TWO)
        file.seek(self._whole - _END)
        end = file.read(_END)
        size, start, comment = struct.unpack("<IIH", end[12:22]) if end[:4] == b"PK\x05\x06" else (0, 0, 1)
        if comment or start + size != self._whole - _END or start != self._zip.start_dir:
            raise FileIsTwoThings(_TWO)


def is_archive_too(file: IO[bytes]) -> bool:
    """Whether a file that should be something else can be opened as a zip archive (such as a GIFAR)."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error, OSError):
        return False


def _sound(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x41:
        raise FileLocked("This document is locked with a password. Save it without one, and send that.")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise FileUnreadable(_BROKEN)
    if info.orig_filename != info.filename or not _SAFE.fullmatch(info.filename) or _leads_away(info.filename):
        raise FileNameUnsafe(
            "A part of this document has a name that leads to another place. Open it, save it again, and send that."
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        raise FileNotWhatItSays("This document has links to files in it. Open it, save it again, and send that.")


def _leads_away(name: str) -> bool:
    return bool({"..", "."} & set(name.rstrip("/").split("/")))
