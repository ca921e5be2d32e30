"""Where a story is played: a store of its own, which is gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg

from service.groundwork import prepare
from service.home import Home
from service.postgres_server import PostgresServer
from service.settings import Settings

PREFIX = "story_"


@contextmanager
def temporary_place() -> Iterator[Settings]:
    """A PostgreSQL of its own for one story. Raises CannotStart."""
    with tempfile.TemporaryDirectory(prefix="waymark-story-") as folder:
        home = Path(folder) / "home"
        with PostgresServer(home, durable=False) as server:
            yield furnished(server, home, "waymark")


@contextmanager
def place_beside(home_folder: Path) -> Iterator[Settings]:
    """A database of its own for one story, on the PostgreSQL of a home that runs. Raises CannotStart."""
    server = PostgresServer(home_folder)
    _sweep(server)
    name = f"{PREFIX}{os.getpid()}_{uuid4().hex}"
    server.create_database(name)
    try:
        with tempfile.TemporaryDirectory(prefix="waymark-story-") as folder:
            home = Path(folder) / "home"
            Home(home).open()
            yield furnished(server, home, name)
    finally:
        server.drop_database(name)


def furnished(server: PostgresServer, home: Path, database: str) -> Settings:
    """The settings of a store and its keys in one database of this server, with its tables and its keys made."""
    app, owner = server.url(database, "waymark_app"), server.url(database, "waymark_owner")
    settings = Settings(
        home=home,
        database_url=app,
        owner_database_url=owner,
        keys_database_url=app,
        keys_owner_database_url=owner,
        mail_folder=Home(home).mailbox,
    )
    prepare(settings)
    return settings


def _sweep(server: PostgresServer) -> None:
    """Remove the databases of stories that were killed while they played."""
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (PREFIX,))
        names = [name for (name,) in found.fetchall()]
    for name in names:
        player = name.removeprefix(PREFIX).partition("_")[0]
        if player.isdigit() and not psutil.pid_exists(int(player)):
            server.drop_database(name)
