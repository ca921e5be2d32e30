"""The file that goes to a funder: a zip whose every part has a fixed name. Reading it trusts nothing in it."""

import base64
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

CHECKPOINT, OLD_CHECKPOINT = "checkpoint", "old.checkpoint"
ENTRIES = "entries.jsonl"
GLOBAL_PROOF, GLOBAL_GROWTH = "global.tlog-proof", "global.consistency"
EPOCH, EPOCH_PROOF = "epoch.txt", "epoch.tlog-proof"
README, EASY_README = "README.txt", "README-easy-read.txt"
WITNESSED, STAMPED, STAMP = "witnessed/", "timestamped", "global.tsr"
"""Where the parts about an older global checkpoint are, which others said something about."""

_TEXTS = {CHECKPOINT, OLD_CHECKPOINT, GLOBAL_PROOF, GLOBAL_GROWTH, EPOCH, EPOCH_PROOF, README, EASY_README}
_TIES = re.compile(rf"({WITNESSED}[1-9]|{STAMPED})\.(tlog-proof|head|consistency)|{STAMPED}\.checkpoint|global\.tsr")
_TILE = re.compile(r"tile/\d/(x\d{3}/){0,3}\d{3}(\.p/[1-9]\d{0,2})?")
_WITHHELD = re.compile(rb'\{"hash":"([A-Za-z0-9+/]{43}=)","i":(0|[1-9]\d{0,14}),"withheld":true\}')
_LONGEST_TEXT = 1 << 20
_LONGEST_TILE = 256 * 32
_LONGEST_LINE = 16 << 20
_LARGEST_DIRECTORY = 16 << 20
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 1 << 16
_LARGE_END = b"PK\x06\x07"


class BundleRefused(Exception):  # noqa: N818 - a verdict
    """The file is not a bundle, or a part of it cannot be read."""


class BundleFile:
    """An open bundle. Parts are read one by one, each with a limit, and nothing is ever unpacked to the disk."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Look at the list of parts. Raises BundleRefused."""
        self._archive = archive
        self.names: set[str] = set()
        for part in archive.infolist():
            name = part.orig_filename
            if name in self.names:
                raise BundleRefused(f"This bundle holds two parts called “{_shown(name)}”.")
            if name not in _TEXTS and name != ENTRIES and not (_TILE.fullmatch(name) or _TIES.fullmatch(name)):
                raise BundleRefused(f"This bundle holds something that no bundle holds: “{_shown(name)}”.")
            if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise BundleRefused(f"The part “{name}” is packed in a way that no bundle uses.")
            self.names.add(name)

    def text(self, name: str) -> str:
        """A short text. Raises BundleRefused."""
        try:
            return self._read(name, _LONGEST_TEXT).decode()
        except UnicodeDecodeError as wrong:
            raise BundleRefused(f"The part “{name}” is not a text.") from wrong

    def raw(self, name: str) -> bytes:
        """A part that is no text. Raises BundleRefused."""
        return self._read(name, _LONGEST_TEXT)

    def tile(self, name: str) -> bytes:
        """The hashes of a tile. Raises BundleRefused."""
        return self._read(name, _LONGEST_TILE)

    def lines(self) -> Iterator[bytes]:
        """The entries, one a line, each without its end. Raises BundleRefused."""
        with _readable(ENTRIES), self._open(ENTRIES) as opened:
            while line := opened.readline(_LONGEST_LINE + 1):
                if len(line) > _LONGEST_LINE:
                    raise BundleRefused("An entry of this bundle is longer than any event can be.")
                yield line.removesuffix(b"\n")

    def _open(self, name: str) -> IO[bytes]:
        if name not in self.names:
            raise BundleRefused(f"The part “{name}” is missing from this bundle.")
        return self._archive.open(name)

    def _read(self, name: str, limit: int) -> bytes:
        with _readable(name), self._open(name) as opened:
            content = opened.read(limit + 1)
        if len(content) > limit:
            raise BundleRefused(f"The part “{name}” is longer than it can be.")
        return content


@contextmanager
def open_bundle(file: Path) -> Iterator[BundleFile]:
    """Open a bundle for reading. Raises BundleRefused."""
    try:
        with file.open("rb") as opened:
            _refuse_large_directory(opened)
            with zipfile.ZipFile(opened) as archive:
                yield BundleFile(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as wrong:
        raise BundleRefused(f"{file} is not a bundle, or it was damaged on its way.") from wrong
    except OSError as fault:
        raise BundleRefused(f"{file} cannot be read: {fault.strerror}.") from fault


def withheld_line(index: int, leaf: bytes) -> bytes:
    """What stands in the place of an entry its reader may not see."""
    return f'{{"hash":"{base64.b64encode(leaf).decode()}","i":{index},"withheld":true}}'.encode()


def read_withheld(line: bytes) -> tuple[int, bytes] | None:
    """The index and the leaf hash of an entry that is not shown; nothing, when the line is not one of these."""
    match = _WITHHELD.fullmatch(line)
    return (int(match.group(2)), base64.b64decode(match.group(1))) if match else None


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as wrong:
        raise BundleRefused(f"The part “{name}” was damaged on its way: it cannot be unpacked.") from wrong


def _refuse_large_directory(opened: IO[bytes]) -> None:
    """Before `zipfile` reads the list of parts into memory."""
    size = opened.seek(0, 2)
    opened.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - 20))
    tail = opened.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE or _LARGE_END in tail[max(0, at - 20) : at]:
        raise BundleRefused("This is not a bundle.")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > _LARGEST_DIRECTORY:
        raise BundleRefused("This is not a bundle: it holds too many parts.")
    opened.seek(0)


def _shown(name: str) -> str:
    return name.encode("ascii", "backslashreplace").decode()[:80].replace("\n", "?").replace("\x1b", "?")
