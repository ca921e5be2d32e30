"""The virus scanner: clamd, asked over its own small protocol (INSTREAM). There may be none."""

import re
import socket
import struct
from collections.abc import Iterable
from typing import Literal, Protocol

import structlog

from service.evidence.file_refusals import FileInfected
from service.settings import Settings

Scan = Literal["clean", "not-scanned", "waiting", "infected"]
"""What is known of a file: `not-scanned` when there is no scanner, `waiting` when it did not answer."""

_PATIENCE = 60.0
"""Seconds."""
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"stream: (?P<name>.{1,200}) FOUND")


class ScannerAway(Exception):  # noqa: N818 - a state of the world
    """The scanner cannot be reached, or could not do its work."""


class VirusScanner(Protocol):
    """Looks for viruses."""

    def look(self, content: Iterable[bytes]) -> str | None:
        """The name of what was found, nothing if it is clean. Raises ScannerAway."""
        ...


class Clamd:
    """A clamd at `unix:/path` or `tcp://host:port`."""

    def __init__(self, address: str, patience: float = _PATIENCE) -> None:
        self._address = address
        self._patience = patience

    def look(self, content: Iterable[bytes]) -> str | None:
        """Send the content over. Raises ScannerAway."""
        try:
            with self._connected() as connection:
                connection.sendall(b"zINSTREAM\0")
                for piece in content:
                    connection.sendall(struct.pack(">L", len(piece)) + piece)
                connection.sendall(struct.pack(">L", 0))
                answer = _answer(connection)
        except OSError as fault:
            raise ScannerAway from fault
        if answer == "stream: OK":
            return None
        found = _FOUND.fullmatch(answer)
        if found is None:
            raise ScannerAway(answer)
        # The name comes from another program and goes into a log.
        return re.sub(r"[^A-Za-z0-9._-]", "_", found["name"])

    def _connected(self) -> socket.socket:
        if self._address.startswith("unix:"):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(self._patience)
            try:
                connection.connect(self._address.removeprefix("unix:"))
            except OSError:
                connection.close()
                raise
            return connection
        host, _, port = self._address.removeprefix("tcp://").rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), self._patience)


def scanner_of(settings: Settings) -> VirusScanner | None:
    """The scanner of this installation, if it has one."""
    return Clamd(settings.clamd) if settings.clamd else None


def scanned(scanner: VirusScanner | None, content: Iterable[bytes], programme: str) -> Scan:
    """What the scanner says. Raises FileInfected, with a line in the log that names neither file nor person."""
    if scanner is None:
        return "not-scanned"
    try:
        found = scanner.look(content)
    except ScannerAway:
        structlog.get_logger().warning("the virus scanner does not answer")
        return "waiting"
    if found is not None:
        report(found, programme)
        raise FileInfected(
            "The virus scanner found something in this file, so it was not kept. Have your computer checked, and "
            "send another file."
        )
    return "clean"


def report(found: str, programme: str) -> None:
    """Write down that a virus was found."""
    structlog.get_logger().warning("a file with a virus was refused", found=found, programme=programme)


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
