"""Where the bytes of files are kept: one port, and a folder behind it. A file's name is the SHA-256 of its bytes."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO, Protocol

SHA256 = re.compile(r"[0-9a-f]{64}")
PIECE = 1 << 16
"""Bytes that are in memory at once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was put into a store, and how many bytes it is there."""

    sha256: str
    size: int


class FileNotKept(Exception):  # noqa: N818 - an answer about a file
    """No file of this name is in the store."""


class FileStore(Protocol):
    """Keeps bytes under their SHA-256, and changes none of them."""

    def put(self, pieces: Iterable[bytes]) -> Kept:
        """Keep these bytes, whole or not at all. Keeping the same again changes nothing."""
        ...

    def open(self, sha256: str) -> IO[bytes]:
        """Give the bytes of a file to read. Raises FileNotKept."""
        ...

    def touch(self, sha256: str) -> int | None:
        """Count a file as written just now. Gives its size, or nothing when there is none."""
        ...

    def delete(self, sha256: str) -> bool:
        """Take a file away for ever. Says whether there was one."""
        ...

    def names(self, written_before: float | None = None) -> Iterator[str]:
        """The SHA-256 of each file that is kept, or of those that are there since before a moment (`time.time()`)."""
        ...

    def tidy(self, written_before: float) -> int:
        """Take away what somebody who was stopped left half written before this moment. Returns how many."""
        ...


class FileFolder:
    """A store in a folder of two levels, `ab/cd/abcd…`, that only its owner reads.

    What is half written begins with a dot: no backup takes it, and the next put may follow at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, pieces: Iterable[bytes]) -> Kept:
        """Keep these bytes; when it returns they are on the disk, under their name."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._folder / f".{token_hex(16)}"
        seen, size = hashlib.sha256(), 0
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in pieces:
                    seen.update(piece)
                    size += len(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            place = self._place(seen.hexdigest())
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh.replace(place)
        finally:
            with suppress(FileNotFoundError):
                fresh.unlink()
        for folder in (place.parent, place.parent.parent, self._folder):
            _settle(folder)
        return Kept(seen.hexdigest(), size)

    def open(self, sha256: str) -> IO[bytes]:
        """Give the bytes of a file to read. Raises FileNotKept."""
        try:
            return self._place(sha256).open("rb")
        except FileNotFoundError:
            raise FileNotKept(sha256) from None

    def touch(self, sha256: str) -> int | None:
        """Count a file as written just now. Gives its size, or nothing when there is none."""
        try:
            place = self._place(sha256)
            os.utime(place)
            return place.stat().st_size
        except (FileNotFoundError, FileNotKept):
            return None

    def delete(self, sha256: str) -> bool:
        """Take a file away for ever. Says whether there was one."""
        place = self._place(sha256)
        try:
            place.unlink()
        except FileNotFoundError:
            return False
        _settle(place.parent)
        return True

    def names(self, written_before: float | None = None) -> Iterator[str]:
        """The SHA-256 of each file that is kept, or of those that are there since before a moment."""
        for path in self._folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            if SHA256.fullmatch(path.name) and (written_before is None or _older(path, written_before)):
                yield path.name

    def tidy(self, written_before: float) -> int:
        """Take away what somebody who was stopped left half written before this moment. Returns how many."""
        left = [path for path in self._folder.glob(".*") if _older(path, written_before)]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _place(self, sha256: str) -> Path:
        # Whatever is no SHA-256 never becomes a part of a path.
        if not SHA256.fullmatch(sha256):
            raise FileNotKept(sha256[:64])
        return self._folder / sha256[:2] / sha256[2:4] / sha256


def is_whole(store: FileStore, sha256: str) -> bool:
    """Whether a file is there and is what its name says. Raises FileNotKept."""
    with store.open(sha256) as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256  # type: ignore[arg-type] # opened to read


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """The rest of a file, a piece at a time."""
    while piece := file.read(PIECE):
        yield piece


def read_and_closed(file: IO[bytes], pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of a file, which is closed after the last, or when nobody wants more."""
    with file:
        yield from pieces


def _older(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False


def _settle(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk too."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
