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

from service.backup import (
    DUMPS,
    FOLDERS,
    FORMAT,
    FORMAT_VERSION,
    KEYS_FORMAT,
    MANIFEST,
    PIECE,
    Kind,
    Manifest,
    Part,
    keys_beside,
    run_program,
)
from service.evidence.file_check import missing_files
from service.home import MARK, Home
from service.keyring import KeyFolder, KeysUnusable
from service.machine_faults import MachineFault
from service.postgres_server import MAJOR, PostgresServer, postgres_url
from service.privacy.erased_list import read_list
from service.privacy.sweep import erase_again
from service.schema import KEYS, STORE, create_keys_schema, create_schema
from service.sign_in.after_restore import end_what_opens

STAGE = "restoring"
"""Where it is put together, inside the new home. The mark of a home comes last: half a home never starts."""

_TWO = "A backup is two files: one with the store, and one with the keys (`--keys`)."
_LARGEST_MANIFEST = 64 * PIECE
_NAME = re.compile(r"(?P<folder>[a-z]+)(/[^/\0]+)+")


class CannotRestore(MachineFault):
    """Nothing was restored, and the home is as it was."""


def restore(
    file: Path,
    home_folder: Path,
    say: Callable[[str], object] = lambda _: None,
    keys_file: Path | None = None,
    erased_list: Path | None = None,
) -> Manifest:
    """Make a home out of the two files of a backup, with a server and passwords of its own. Raises a MachineFault.

    The keys may be newer than the rest: take the newest there are. Whoever they know as erased is erased before anybody
    can look, and so is everybody on the list of the old home, when it is named. `say` hears of that, and of each file
    that an event names and the backup has not.
    """
    folder = home_folder.expanduser().absolute()
    gone = read_list(erased_list) if erased_list is not None else ()
    file = file.expanduser().absolute()
    keys_file = (keys_file or keys_beside(file)).expanduser().absolute()
    with _opened(file) as tar, _opened(keys_file) as keys_tar, _empty(folder) as stage:
        manifest, keys_manifest = _manifest(tar, file, FORMAT), _manifest(keys_tar, keys_file, KEYS_FORMAT)
        if keys_manifest.made_at < manifest.made_at:
            raise CannotRestore(
                f"The keys in {keys_file} are older than {file}. Use newer ones: some would be missing."
            )
        _unpack(tar, manifest, stage, file)
        _unpack(keys_tar, keys_manifest, stage, keys_file)
        try:
            KeyFolder(stage / "keys")
        except KeysUnusable as unusable:
            raise CannotRestore(f"The keys in {keys_file} cannot be used. {unusable}") from unusable
        with PostgresServer(stage):
            _fill(stage)
            erased = erase_again(stage, gone)
            if gone:
                say(f"{len(gone)} people are on the list of who was erased. None of them is back.")
            if erased.erased or erased.taken_out:
                say(erased.sentence)
            with psycopg.connect(postgres_url(stage, "waymark", "waymark_owner")) as connection:
                end_what_opens(connection)
                for missing in missing_files(connection, Home(stage))[1]:
                    say(missing)
        for name in (*DUMPS[FORMAT], *DUMPS[KEYS_FORMAT]):
            (stage / name).unlink()
        _move_in(stage, folder)
    return manifest


def _fill(stage: Path) -> None:
    store, keys = (postgres_url(stage, database, "waymark_owner") for database in ("waymark", "waymark_keys"))
    _read_in(store, "waymark", stage / "store.dump")
    _read_in(keys, "waymark_keys", stage / "keys.dump")
    create_schema(store)
    create_keys_schema(keys)
    # Last: the rows may come from a newer Waymark than the rest, and then need its columns.
    _read_in(store, "waymark", stage / "people.dump", "--data-only")


def _read_in(url: str, database: str, file: Path, *more: str) -> None:
    run_program("pg_restore", url, "--no-owner", "--single-transaction", f"--dbname={database}", *more, str(file))


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
        # Ctrl-C too must leave nothing half there: the next try wants an empty folder.
        shutil.rmtree(stage, ignore_errors=True)
        if made:
            folder.rmdir()
        raise


def _manifest(tar: tarfile.TarFile, file: Path, kind: Kind) -> Manifest:
    entry = tar.next()
    if entry is None or entry.name != MANIFEST or not entry.isreg() or entry.size > _LARGEST_MANIFEST:
        raise CannotRestore(f"{file} is not a backup of Waymark.")
    opened = tar.extractfile(entry)
    text = opened.read() if opened else b""
    try:
        said = json.loads(text)
        if said["format"] == kind and said["format_version"] > FORMAT_VERSION:
            raise CannotRestore(_too_new(file))
        manifest = Manifest.model_validate(said)
    except (ValueError, LookupError, TypeError) as wrong:
        raise CannotRestore(_damaged(file)) from wrong
    if manifest.format != kind or manifest.format_version < FORMAT_VERSION:
        raise CannotRestore(f"{file} is another part of a backup than the one it is named as. {_TWO}")
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
        if part is None or content is None or entry.name not in missing or not _may_be(entry.name, manifest.format):
            raise CannotRestore(f"{file} holds something that no backup of Waymark holds. Use another copy of it.")
        missing.remove(entry.name)
        with content:
            _copy(content, part, stage / part.name, file)
    if missing or not set(DUMPS[manifest.format]) <= set(wanted):
        raise CannotRestore(f"{file} is not whole: its end is missing. Use another copy of it.")


def _may_be(name: str, kind: Kind) -> bool:
    if name in DUMPS[kind]:
        return True
    found = _NAME.fullmatch(name)
    return found is not None and found["folder"] in FOLDERS[kind] and not {"..", "."} & set(name.split("/"))


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
