"""Files of published resources: plain, for others, known by the SHA-256 of what is in them."""

import hashlib
from tempfile import TemporaryFile
from typing import IO

from domain.resource_events import PublishedFile
from service.evidence.evidence_files import Download
from service.evidence.examination import examined
from service.evidence.file_kinds import guessed_ending, kind_of_name
from service.evidence.file_names import safe_name
from service.evidence.file_refusals import FileNotScanned, FileUnknown, FileUnreadable
from service.evidence.file_store import FileFolder, FileNotKept, FileStore, pieces_of
from service.evidence.virus_scanner import VirusScanner, scanned, scanner_of
from service.home import Home
from service.settings import Settings

_NOBODY = "the library"


class PublicFiles:
    """Keeps what anybody may read. Everything is looked through before it is kept, wherever it came from."""

    def __init__(self, store: FileStore, home: Home, scanner: VirusScanner | None) -> None:
        self.store = store
        self._home = home
        self._scanner = scanner

    def publish_file(self, content: IO[bytes], name: str, programme: str = _NOBODY) -> PublishedFile:
        """Keep a file for others. Raises what refuses a file, and FileNotScanned when the scanner is away."""
        with examined(content, name, self._home.incoming) as found:
            self._scan(content, programme)
            found.content.seek(0)
            kept = self.store.put(pieces_of(found.content))
            return PublishedFile(sha256=kept.sha256, size=kept.size, media_type=found.media_type, name=found.name)

    def publish_copy(self, evidence: Download, name: str, programme: str = _NOBODY) -> PublishedFile:
        """Keep a plain copy of a file of evidence, under a name that others may read. Raises as publish_file does."""
        with TemporaryFile(dir=self._folder()) as copy:
            for piece in evidence.pieces:
                copy.write(piece)
            return self.publish_file(copy, name, programme)

    def keep(self, sha256: str, content: bytes, name: str | None = None) -> None:
        """Keep a file that was published elsewhere, byte for byte. Without a name it is told by its content.

        Raises FileUnreadable when it is not what its SHA-256 says, and what refuses a file.
        """
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileUnreadable("A file is not the one that was published. Ask for another copy of it.")
        with TemporaryFile(dir=self._folder()) as copy:
            copy.write(content)
            with examined(copy, name or f"file.{guessed_ending(copy)}", self._home.incoming):
                self._scan(copy, _NOBODY)
        self.store.put([content])

    def claim(self, file: PublishedFile) -> None:
        """Make sure that a file a command names is here, as it says, and stays. Raises FileUnknown, FileNameUnsafe."""
        safe_name(file.name)
        size = self.store.touch(file.sha256)
        if (size, kind_of_name(file.name).media_type) != (file.size, file.media_type):
            raise FileUnknown(
                "A file that is named is not here. Publish it first, and name it just as it was answered."
            )

    def open(self, sha256: str) -> IO[bytes]:
        """The bytes of a published file. Raises FileUnknown. Whoever asks must be allowed to read it."""
        try:
            return self.store.open(sha256)
        except FileNotKept:
            raise FileUnknown("There is no such file in the library. Look at the page it is on once more.") from None

    def read(self, sha256: str) -> bytes:
        """The same, all at once."""
        with self.open(sha256) as file:
            return file.read()

    def _scan(self, content: IO[bytes], programme: str) -> None:
        content.seek(0)
        if scanned(self._scanner, pieces_of(content), programme) == "waiting":
            raise FileNotScanned("The virus scanner does not answer just now. Publish this file again in an hour.")

    def _folder(self) -> str:
        self._home.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        return str(self._home.incoming)


def public_files(settings: Settings) -> PublicFiles:
    """The published files of an installation."""
    return PublicFiles(FileFolder(settings.folders.files / "public"), settings.folders, scanner_of(settings))
