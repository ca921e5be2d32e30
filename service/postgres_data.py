"""The data folder of PostgreSQL and the passwords to it: made once, checked at each start."""

import json
import os
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Literal, get_args

from service.account import Account
from service.home import Home, write_private
from service.machine_faults import CannotStart
from service.port import LOOPBACK, free_port

MAJOR = "18"
Role = Literal["postgres", "waymark_owner", "waymark_app", "waymark_signer"]
ROLES: tuple[Role, ...] = get_args(Role)


def make_data(home: Home, initdb: Path, account: Account | None, *, durable: bool) -> None:
    """`initdb` beside the final place, then rename: a half-made data folder never carries the real name."""
    fresh = home.postgres.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    words = home.run / "postgres.words"
    words.touch(mode=0o600)
    words.write_text(connection_secrets(home)["postgres"])
    try:
        if account:
            for path in (fresh, words):
                os.chown(path, account.user, account.group)
        _initdb(initdb, fresh, words, account, durable=durable)
    finally:
        words.unlink()
    fresh.rename(home.postgres)


def _initdb(initdb: Path, fresh: Path, words: Path, account: Account | None, *, durable: bool) -> None:
    folder, held = seen_from(fresh, account)
    password_file, also_held = seen_from(words, account)
    try:
        made = subprocess.run(  # noqa: S603 - a program of the wheel
            [
                *(str(initdb), "-D", folder, "-U", "postgres", "--pwfile", password_file, "--auth", "scram-sha-256"),
                *("--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin"),
                *("--builtin-locale", "C.UTF-8", "--no-instructions", *(() if durable else ("--no-sync",))),
            ],
            user=account.user if account else None,
            group=account.group if account else None,
            extra_groups=() if account else None,
            pass_fds=(*held, *also_held),
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    finally:
        for descriptor in (*held, *also_held):
            os.close(descriptor)
    if made.returncode != 0:
        raise CannotStart(f"PostgreSQL could not make its data folder. It said:\n{made.stdout.strip()}")


def check_data(data: Path, account: Account | None) -> None:
    """Raise CannotStart for data of another user or of another major version."""
    if account is None and data.stat().st_uid != os.geteuid():
        raise CannotStart(f"{data} belongs to another user of this machine. Start Waymark as the user who began it.")
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != MAJOR:
        raise CannotStart(
            f"{data} was made by PostgreSQL {made_by}, and this Waymark brings {MAJOR}. Make a backup with "
            "the Waymark that made it, and restore that into a new home (ops/runbook.md)."
        )


def connection_secrets(home: Home) -> dict[str, str]:
    """The port, and each role's password; made the first time. Only the owner of the home may read them."""
    kept = home.folder / "postgres.json"
    if not kept.exists():
        passwords: dict[str, str] = {role: secrets.token_urlsafe(24) for role in ROLES}
        write_private(kept, {"port": str(free_port()), **passwords})
    read: dict[str, str] = json.loads(kept.read_text())
    return read


def know_every_role(home: Home) -> None:
    """Make a password for a role that an older Waymark did not have."""
    kept = connection_secrets(home)
    new: dict[str, str] = {role: secrets.token_urlsafe(24) for role in ROLES if role not in kept}
    if new:
        write_private(home.folder / "postgres.json", {**kept, **new})


def has_role(home: Home, role: Role) -> bool:
    """Whether this home's server has such a role, or will have it when it is started."""
    return (home.folder / "postgres.json").exists() and role in connection_secrets(home)


def postgres_url(home_folder: Path, database: str, role: Role) -> str:
    """Where the server of this home is, for this role. Raises CannotStart when it was never started."""
    if not (home_folder / "postgres.json").exists():
        raise CannotStart(f"There is no database in {home_folder} yet. Start it once: waymark up --home {home_folder}")
    kept = connection_secrets(Home(home_folder))
    return f"postgresql://{role}:{kept[role]}@{LOOPBACK}:{kept['port']}/{database}"


def seen_from(path: Path, account: Account | None) -> tuple[str, tuple[int, ...]]:
    """How the server reaches a path: root's server through an open descriptor, past folders only root may enter."""
    if account is None:
        return str(path.absolute()), ()
    descriptor = os.open(path, os.O_RDONLY)
    return f"/proc/self/fd/{descriptor}", (descriptor,)
