"""Waymark runs as root and as an ordinary user. Run as root, these claims give root up in a process of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

OTHER = 65534
"""The number of `nobody`; any that is not root's would do, if PostgreSQL did not ask for a name."""

# Everything is imported and found before root is given up: the checkout may lie where only root may look.
AS_ORDINARY_USER = """
import os, sys
from pathlib import Path
import psycopg
from service.account import Account
from service.home import Home, HomeLock
from service.machine_faults import MachineFault
from service.postgres_programs import postgres_programs
from service.postgres_server import PostgresServer

programs = None
if os.geteuid() == 0:
    number = int(sys.argv[2])
    programs = postgres_programs(Account(number, number))
    os.setgroups([])
    os.setgid(number)
    os.setuid(number)
folder = Path(sys.argv[1])
"""

STARTS = """
for _ in range(2):
    with PostgresServer(folder / "home", programs=programs) as server:
        with psycopg.connect(server.url("waymark", "waymark_owner")) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
            connection.execute("INSERT INTO kept VALUES (1)")
            print(connection.execute("SELECT count(*) FROM kept").fetchone()[0])
"""

REFUSES = """
try:
    Home(folder / "home").open()
except MachineFault as fault:
    print(fault)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of the ordinary user's own. Not under pytest's, which only root may enter when root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="waymark-"))
    if os.geteuid() == 0:
        os.chown(made, OTHER, OTHER)
    yield made
    shutil.rmtree(made)


def told(script: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", AS_ORDINARY_USER + script, str(folder), str(OTHER)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_ordinary_user_starts_the_database_and_finds_it_again(folder: Path) -> None:
    assert told(STARTS, folder) == "1\n2\n"


def test_a_folder_one_may_not_write_in_is_refused_with_what_to_do(folder: Path) -> None:
    folder.chmod(0o500)
    assert "may not write in" in told(REFUSES, folder)
    folder.chmod(0o700)
