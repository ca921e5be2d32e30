"""As whom PostgreSQL runs. It refuses to run as root; for root it gets a system user of its own."""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from service.machine_faults import CannotStart

NAME = "waymark"


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the machine, by number."""

    user: int
    group: int


def server_account(data: Path) -> Account | None:
    """The account PostgreSQL must run under for this data folder; None for the user who asks.

    Only root needs one: the owner of the data, else the system user `waymark` (added if the machine can), else
    `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if not sys.platform.startswith("linux"):
        raise CannotStart("PostgreSQL does not run as root. Start Waymark as an ordinary user.")
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return _named(NAME) or _added() or _nobody()


def _named(name: str) -> Account | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    # A person may be called Waymark: only a user without a login is ours to use.
    return Account(found.pw_uid, found.pw_gid) if found.pw_uid and not _can_sign_in(found) else None


def _can_sign_in(found: pwd.struct_passwd) -> bool:
    return not found.pw_shell.endswith(("nologin", "false"))


def _added() -> Account | None:
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/", "--shell", "/usr/sbin/nologin", NAME]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError):
        return None
    return _named(NAME)


def _nobody() -> Account:
    found = _named("nobody")
    if found is None:
        raise CannotStart(
            "PostgreSQL does not run as root, and this machine has no system user for it. "
            "Start Waymark as an ordinary user."
        )
    return found
