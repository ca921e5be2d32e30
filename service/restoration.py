"""An installation out of its backup, into an empty home. Whole, or the home is left as it was."""

import hashlib
import json
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg

from service.backup import DATABASES, FORMAT, FORMAT_VERSION, MANIFEST, PIECE, Manifest, Part, run_program
from service.evidence.file_check import missing_files
from service.home import MARK, Home
from service.keyring import KeyFolder, KeysUnusable
from service.machine_faults import MachineFault
from service.postgres_server import MAJOR, PostgresServer, postgres_url
from service.schema import KEYS, STORE, create_keys_schema, create_schema
from service.sign_in.after_restore import end_what_opens

STAGE = "restoring"
"""Where it is put together, inside the new home. The mark of a home comes last: half a home never starts."""

_LARGEST_MANIFEST = 64 * PIECE
_NAME = re.compile(r"(store|keys)\.dump|(keys|mailbox|files)(/[^/\0]+)+")


class CannotRestore(MachineFault):
    """Nothing was restored, and the home is as it was."""


def restore(file: Path, home_folder: Path, say: Callable[[str], object] = lambda _: None) -> Manifest:
    """Make a home out of a backup, with a server and passwords of its own. Raises a MachineFault.

    `say` hears of each file that an event names and the backup has not.
    """
    folder = home_folder.expanduser().absolute()
    file = file.expanduser().absolute()
    with _opened(file) as tar, _empty(folder) as stage:
        manifest = _manifest(tar, file)
        _unpack(tar, manifest, stage, file)
        try:
            KeyFolder(stage / "keys")
        except KeysUnusable as unusable:
            raise CannotRestore(f"The keys in {file} cannot be used. {unusable}") from unusable
        with PostgresServer(stage):
            for database, name in DATABASES.items():
                url = postgres_url(stage, database, "waymark_owner")
                run_program(
                    "pg_restore", url, "--no-owner", "--single-transaction", f"--dbname={database}", str(stage / name)
                )
            create_schema(postgres_url(stage, "waymark", "waymark_owner"))
            create_keys_schema(postgres_url(stage, "waymark_keys", "waymark_owner"))
            with psycopg.connect(postgres_url(stage, "waymark", "waymark_owner")) as connection:
                end_what_opens(connection)
                for missing in missing_files(connection, Home(stage))[1]:
                    say(missing)
        for name in DATABASES.values():
            (stage / name).unlink()
        _move_in(stage, folder)
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, mode="r:") as tar:
            yield tar
    except FileNotFoundError as missing:
        raise CannotRestore(f"There is no file {file}.") from missing
    except (tarfile.TarError, EOFError) as wrong:
        raise CannotRestore(_damaged(file)) from wrong
    except OSError as fault:
        raise CannotRestore(f"{file} could not be restored: {fault.strerror or 'it ends too early'}.") from fault


@contextmanager
def _empty(folder: Path) -> Iterator[Path]:
    """A stage inside a home that is empty or not there yet; it is so again if this fails."""
    made = not folder.exists()
    if not made and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotRestore(f"{folder} is not empty. Restore into a new folder, and keep what is there.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stage = folder / STAGE
    stage.mkdir(mode=0o700)
    try:
        Home(stage).open()
        yield stage
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        if made:
            folder.rmdir()
        raise


def _manifest(tar: tarfile.TarFile, file: Path) -> Manifest:
    entry = tar.next()
    if entry is None or entry.name != MANIFEST or not entry.isreg() or entry.size > _LARGEST_MANIFEST:
        raise CannotRestore(f"{file} is not a backup of Waymark.")
    opened = tar.extractfile(entry)
    text = opened.read() if opened else b""
    try:
        said = json.loads(text)
        if said["format"] == FORMAT and said["format_version"] > FORMAT_VERSION:
            raise CannotRestore(_too_new(file))
        manifest = Manifest.model_validate(said)
    except (ValueError, LookupError, TypeError) as wrong:
        raise CannotRestore(_damaged(file)) from wrong
    newest = (int(MAJOR), len(STORE), len(KEYS))
    theirs = (manifest.postgres, manifest.store_schema, manifest.keys_schema)
    if any(their > our for their, our in zip(theirs, newest, strict=True)):
        raise CannotRestore(f"{_too_new(file)} It was made by version {manifest.waymark}.")
    return manifest


def _unpack(tar: tarfile.TarFile, manifest: Manifest, stage: Path, file: Path) -> None:
    wanted = {part.name: part for part in manifest.parts}
    missing = set(wanted)
    for entry in iter(tar.next, None):
        part = wanted.get(entry.name)
        content = tar.extractfile(entry) if entry.isreg() else None
        if part is None or content is None or entry.name not in missing or not _may_be(entry.name):
            raise CannotRestore(f"{file} holds something that no backup of Waymark holds. Use another copy of it.")
        missing.remove(entry.name)
        with content:
            _copy(content, part, stage / part.name, file)
    if missing or not set(DATABASES.values()) <= set(wanted):
        raise CannotRestore(f"{file} is not whole: its end is missing. Use another copy of it.")


def _may_be(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and not {"..", "."} & set(name.split("/"))


def _copy(content: IO[bytes], part: Part, to: Path, file: Path) -> None:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    seen, size = hashlib.sha256(), 0
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        while piece := content.read(PIECE):
            seen.update(piece)
            size += len(piece)
            written.write(piece)
    if (size, seen.hexdigest()) != (part.size, part.sha256):
        raise CannotRestore(f"{_damaged(file)} The part “{part.name}” is not as it was when the backup was made.")


def _move_in(stage: Path, folder: Path) -> None:
    for part in sorted(stage.iterdir(), key=lambda path: path.name == MARK):
        part.rename(folder / part.name)
    stage.rmdir()


def _damaged(file: Path) -> str:
    return f"{file} is damaged, or is not a backup of Waymark. Use another copy of it."


def _too_new(file: Path) -> str:
    return f"{file} was made by a newer Waymark than this one. Install that version, and restore with it."
