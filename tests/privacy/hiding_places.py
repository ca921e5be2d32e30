"""Every place in which something about a person could hide, read as bytes and as what is packed in them."""

import base64
import subprocess
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import psycopg

from service.postgres_programs import postgres_programs


@dataclass
class Canaries:
    """Unique strings, by what they stand for. `looked_in` counts the places by kind."""

    planted: Mapping[str, str]
    looked_in: dict[str, int] = field(default_factory=dict)

    def found_in(self, kind: str, places: Iterable[tuple[str, bytes]]) -> dict[str, set[str]]:
        """Where a canary sings: the place, and what it was planted as."""
        found: dict[str, set[str]] = {}
        for place, content in places:
            self.looked_in[kind] = self.looked_in.get(kind, 0) + 1
            for what, text in self.planted.items():
                if any(form in content for form in _forms(text)):
                    found.setdefault(place, set()).add(what)
        return found


def _forms(text: str) -> list[bytes]:
    """A text as it may be written down: plain, UTF-16, hex, and base64 at each of its three offsets."""
    plain = text.encode()
    forms = [plain, plain.lower(), text.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode()]
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + plain).rstrip(b"=")
        forms.append(encoded[4 if offset else 0 : len(encoded) - 2])
    return forms


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, whole; letters and archives also unpacked."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(folder).as_posix()
            content = path.read_bytes()
            yield name, content
            if path.suffix == ".eml":
                yield f"{name} as read", b"".join(_read(content))


def zipped(file: Path) -> Iterator[tuple[str, bytes]]:
    """Every part of a zip."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            yield f"{file.name}/{name}", archive.read(name)


def backed_up(file: Path, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Every part of a backup; databases as SQL, because a dump is packed."""
    with tarfile.open(file) as tar:
        for entry in tar:
            opened = tar.extractfile(entry)
            content = opened.read() if opened else b""
            yield f"{file.name}/{entry.name}", content
            if entry.name.endswith(".dump"):
                dump = scratch / entry.name
                dump.write_bytes(content)
                sql = _said("pg_restore", "--file=-", str(dump))
                yield f"{file.name}/{entry.name} as SQL", sql


def dumped(url: str) -> Iterator[tuple[str, bytes]]:
    """Every table of a database, each by itself."""
    sql = _said("pg_dump", "--dbname", url)
    table = "the shape"
    for part in sql.split(b"\nCOPY "):
        yield table if part is sql else part.split(b" ", 1)[0].decode(), part
    with psycopg.connect(url) as connection:
        yield "its statistics", repr(connection.execute("SELECT * FROM pg_stats").fetchall()).encode()


def _said(program: str, *arguments: str) -> bytes:
    command = [str(postgres_programs() / program), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _read(content: bytes) -> Iterator[bytes]:
    for part in message_from_bytes(content).walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield payload
