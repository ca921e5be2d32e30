"""A whole installation in two files: one that may be kept for years, and one that may not.

The first has the store and the files, in which what is personal is sealed. The second has what can be erased: the keys,
names and addresses, ways to sign in, and letters. It is kept for a few days only, so that erased stays erased.

Temporal is not in them: what we wait for is brought back from the store by `waymark reconcile`.
"""

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final, Literal

from psycopg.conninfo import conninfo_to_dict
from pydantic import AwareDatetime, BaseModel

from service.home import MARK, Home, HomeLock
from service.machine_faults import HomeInUse, MachineFault
from service.operating.last_backup import note_backup
from service.postgres_programs import postgres_programs
from service.postgres_server import MAJOR, PostgresServer, postgres_url
from service.privacy.lag import KEYS_BACKUPS_FOR
from service.schema import KEYS, STORE
from service.whole_file import new_file

FORMAT: Final = "waymark-backup"
KEYS_FORMAT: Final = "waymark-keys-backup"
FORMAT_VERSION = 2
MANIFEST = "manifest.json"
DUMPS: dict[str, tuple[str, ...]] = {FORMAT: ("store.dump",), KEYS_FORMAT: ("people.dump", "keys.dump")}
"""The store goes first: every key that it needs is then in the copy of the keys, which is made later."""

FOLDERS: dict[str, tuple[str, ...]] = {FORMAT: ("files",), KEYS_FORMAT: ("keys", "mailbox")}
PERSONAL = ("people", "account", "factor", "recovery_code", "identity", "invitation", "draft")
"""Tables of the store whose rows are in the second file only."""

NOWHERE = ("session", "sign_in_link", "sign_in_step", "api_token", "attempt")
"""Tables whose rows are in no backup: after a restore everybody signs in again."""

Kind = Literal["waymark-backup", "waymark-keys-backup"]
LEFT_OUT = "keys/signer-"
"""Where an older Waymark kept the signer's key. A copy of it could sign another history."""
PIECE = 1 << 20


class CannotBackUp(MachineFault):
    """The backup was not made."""


class Part(BaseModel, frozen=True, extra="forbid"):
    """One file of a backup, with what it is known by. `size` is in bytes."""

    name: str
    size: int
    sha256: str


class Manifest(BaseModel, frozen=True, extra="forbid"):
    """What is in a backup, and which Waymark made it, when."""

    format: Kind
    format_version: int
    made_at: AwareDatetime
    waymark: str
    postgres: int
    store_schema: int
    keys_schema: int
    parts: tuple[Part, ...]


def back_up(home_folder: Path, file: Path, now: datetime, keys_file: Path | None = None) -> tuple[Manifest, Manifest]:
    """Copy an installation into two files, whole or not at all; Waymark may run meanwhile. Raises a MachineFault.

    Backups of keys beside the new one are deleted when they are older than they may be.
    """
    home = Home(home_folder.expanduser().absolute())
    file = file.expanduser().absolute()
    keys_file = (keys_file or keys_beside(file)).expanduser().absolute()
    if not (home.folder / MARK).exists():
        raise CannotBackUp(f"{home.folder} is not a Waymark folder. Name the right one with --home.")
    with (
        new_file(file) as whole,
        new_file(keys_file) as keys,
        tempfile.TemporaryDirectory(dir=file.parent, prefix=".waymark-") as scratch,
    ):
        with serving(home):
            _dump(home, Path(scratch))
        made = _pack(FORMAT, home, Path(scratch), whole, now)
        keys_made = _pack(KEYS_FORMAT, home, Path(scratch), keys, now)
    forget_old_keys(keys_file.parent, now)
    note_backup(home, file, now)
    return made, keys_made


def keys_beside(file: Path) -> Path:
    """Where the second file of a backup is, unless somebody said otherwise: `backup.keys.tar` beside `backup.tar`."""
    return file.with_name(f"{file.stem}.keys{file.suffix}")


def _dump(home: Home, scratch: Path) -> None:
    store, keys = (postgres_url(home.folder, database, "waymark_owner") for database in ("waymark", "waymark_keys"))
    dump(store, scratch / "store.dump", *(f"--exclude-table-data=store.{name}" for name in (*PERSONAL, *NOWHERE)))
    dump(store, scratch / "people.dump", "--data-only", *(f"--table=store.{name}" for name in PERSONAL))
    dump(keys, scratch / "keys.dump")


def _pack(kind: Kind, home: Home, scratch: Path, to: IO[bytes], now: datetime) -> Manifest:
    parts = {name: scratch / name for name in DUMPS[kind]} | _copied(home, scratch, FOLDERS[kind])
    manifest = Manifest(
        format=kind,
        format_version=FORMAT_VERSION,
        made_at=now,
        waymark=version("waymark"),
        postgres=int(MAJOR),
        store_schema=len(STORE),
        keys_schema=len(KEYS),
        parts=tuple(measured(name, path) for name, path in parts.items()),
    )
    _write(to, manifest, parts)
    return manifest


def forget_old_keys(folder: Path, now: datetime) -> list[Path]:
    """Delete backups of keys that are older than they may be: they could bring back whoever was erased since."""
    old = [
        file
        for file in sorted(folder.glob("*.keys*"))
        if file.is_file() and (made := _keys_made_at(file)) is not None and made < now - KEYS_BACKUPS_FOR
    ]
    for file in old:
        file.unlink(missing_ok=True)
    return old


def _keys_made_at(file: Path) -> datetime | None:
    try:
        with tarfile.open(file, mode="r:") as tar:
            entry = tar.next()
            opened = tar.extractfile(entry) if entry is not None and entry.name == MANIFEST else None
            manifest = Manifest.model_validate_json(opened.read()) if opened else None
    except (tarfile.TarError, EOFError, OSError, ValueError):
        return None
    return manifest.made_at if manifest is not None and manifest.format == KEYS_FORMAT else None


@contextmanager
def serving(home: Home) -> Iterator[None]:
    """Let the database of this home run for a while: the one that runs already, or one started just for this."""
    try:
        with HomeLock(home), PostgresServer(home.folder):
            yield
    except HomeInUse:
        yield


def dump(url: str, file: Path, *chosen: str) -> None:
    """Copy one database, or what was chosen of it, as it is at this moment, into a file."""
    run_program("pg_dump", url, "--format=custom", f"--file={file}", *chosen)


def run_program(name: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on a database. Raises CannotBackUp with what it said."""
    done = subprocess.run(  # noqa: S603 - a program of the wheel
        [str(postgres_programs() / name), "--no-password", *arguments],
        env={**os.environ, **_environment(url)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CannotBackUp(f"PostgreSQL's {name} could not do its work. It said:\n{done.stderr.strip()}")


def measured(name: str, path: Path) -> Part:
    """Measure a file that goes into a backup."""
    with path.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    return Part(name=name, size=path.stat().st_size, sha256=sha256)


def _environment(url: str) -> dict[str, str]:
    # Not as arguments: those can be read by everybody on the machine.
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    given = conninfo_to_dict(url)
    return {variable: str(given[name]) for name, variable in names.items() if name in given} | {"LC_ALL": "C"}


def _copied(home: Home, scratch: Path, folders: tuple[str, ...]) -> dict[str, Path]:
    """Everything in these folders, copied first: a file may be written anew while it is measured."""
    copies = {}
    for folder in folders:
        for path in sorted((home.folder / folder).rglob("*")):
            name = path.relative_to(home.folder).as_posix()
            passed_over = path.name.startswith(".") or name.startswith(LEFT_OUT)
            if path.is_file() and not path.is_symlink() and not passed_over:
                copies[name] = scratch / name
                copies[name].parent.mkdir(parents=True, exist_ok=True)
                try:
                    shutil.copyfile(path, copies[name])
                except FileNotFoundError:
                    # Taken away meanwhile: a file that was erased, or that nothing names.
                    del copies[name]
    return copies


def _write(whole: IO[bytes], manifest: Manifest, parts: dict[str, Path]) -> None:
    with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as tar:
        described = manifest.model_dump_json(indent=1).encode()
        tar.addfile(_entry(MANIFEST, len(described), manifest.made_at), io.BytesIO(described))
        for part in manifest.parts:
            with parts[part.name].open("rb") as content:
                tar.addfile(_entry(part.name, part.size, manifest.made_at), content)


def _entry(name: str, size: int, made_at: datetime) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(made_at.timestamp())
    return entry
