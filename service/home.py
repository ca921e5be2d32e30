"""The one folder in which an installation keeps everything: databases, logs, passwords, messages."""

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from service.machine_faults import HomeInUse, UnsuitableHome

MARK = "waymark-home"
"""The file that says: this folder is ours. Its text is the version of the layout."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where the parts of an installation lie. Nobody but its owner may look inside."""

    folder: Path

    @property
    def postgres(self) -> Path:
        """The data folder of PostgreSQL."""
        return self.folder / "postgres"

    @property
    def temporal(self) -> Path:
        """The folder of Temporal's database file."""
        return self.folder / "temporal"

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.folder / "logs"

    @property
    def run(self) -> Path:
        """Which processes run: one pid file each."""
        return self.folder / "run"

    @property
    def keys(self) -> Path:
        """The service's own keys (service/keyring.py makes it)."""
        return self.folder / "keys"

    @property
    def erased(self) -> Path:
        """Who was erased, by id. In no backup, so that keys from before cannot bring them back."""
        return self.folder / "erased"

    @property
    def signer(self) -> Path:
        """The signer's key and what it signed. In no backup, and nothing else of Waymark reads it."""
        return self.folder / "signer"

    @property
    def files(self) -> Path:
        """Files of evidence, sealed, and those of published resources. They go into the backup."""
        return self.folder / "files"

    @property
    def incoming(self) -> Path:
        """Where a file lies while it is looked through. In no backup; nothing in it has a name."""
        return self.folder / "incoming"

    @property
    def packs(self) -> Path:
        """The legacy packs that were made when programmes closed."""
        return self.folder / "packs"

    @property
    def mailbox(self) -> Path:
        """Messages, when no mail server is set."""
        return self.folder / "mailbox"

    def open(self) -> None:
        """Make the folder, or make sure that it is ours. Raises UnsuitableHome."""
        try:
            self._make()
        except PermissionError as refused:
            raise UnsuitableHome(
                f"Waymark may not write in {self.folder}. Choose another folder with --home, or ask its owner."
            ) from refused
        except OSError as fault:
            raise UnsuitableHome(f"{self.folder} cannot be Waymark's folder: {fault.strerror}.") from fault

    def mark_as_demonstration(self) -> None:
        """Say that this home is for showing Waymark. Raises UnsuitableHome for one that was begun for real use."""
        mark = self.folder / "demonstration"
        if not mark.exists() and self.postgres.exists():
            raise UnsuitableHome(
                f"{self.folder} was begun for real use: invented stories do not belong there, and in a demonstration "
                "anybody may act as anybody. Choose another folder with --home."
            )
        mark.touch()

    def _make(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise UnsuitableHome(f"{self.folder} is a file. Waymark needs a folder: choose another with --home.")
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark = self.folder / MARK
        if not mark.exists():
            if any(self.folder.iterdir()):
                raise UnsuitableHome(
                    f"{self.folder} is not empty and was not made by Waymark. Choose a new or empty folder with --home."
                )
            self.folder.chmod(0o700)
            mark.write_text("1\n")
        elif mark.stat().st_uid != os.geteuid() and os.geteuid() != 0:
            raise UnsuitableHome(f"{self.folder} belongs to another user. Start Waymark as that user.")
        with (self.folder / "lock").open("a"):
            pass
        for folder in (self.temporal, self.logs, self.run, self.mailbox):
            folder.mkdir(exist_ok=True, mode=0o700)


class HomeLock:
    """Holds a home for one process tree. The kernel lets go of it, however the process ends."""

    def __init__(self, home: Home) -> None:
        self._path = home.folder / "lock"
        self._folder = home.folder
        self._descriptor = -1

    def __enter__(self) -> Self:
        """Take the lock, or raise HomeInUse."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode().strip() or "unknown"
            os.close(descriptor)
            raise HomeInUse(
                f"Waymark is already running on {self._folder} (process {holder}). "
                "Use that one, or stop it first with Ctrl-C where it runs."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """Let go."""
        os.close(self._descriptor)


def write_private(path: Path, content: object) -> None:
    """Write JSON that only its owner may read; whole, or not at all."""
    fresh = path.with_name(path.name + ".new")
    with suppress(FileNotFoundError):
        fresh.unlink()
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
