"""One throw-away PostgreSQL for each test process, and a database of its own for each test that asks."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from service.postgres_server import PostgresServer
from service.settings import Settings
from service.up import prepare


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        server = PostgresServer(Path(folder) / "home", durable=False)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def database_name(postgres: PostgresServer) -> Iterator[str]:
    """The name of a fresh, empty database: `postgres.url(database_name, role)` connects to it."""
    name = f"test_{uuid4().hex}"
    postgres.create_database(name)
    yield name
    postgres.drop_database(name)


@pytest.fixture
def database(postgres: PostgresServer, database_name: str) -> str:
    """The URL of a fresh, empty database, for the role that owns its tables."""
    return postgres.url(database_name, "waymark_owner")


@pytest.fixture
def settings(postgres: PostgresServer, database_name: str, tmp_path: Path) -> Settings:
    """An installation of its own: store, views and keys in one fresh database, its folders in a temporary home."""
    owner, app = postgres.url(database_name, "waymark_owner"), postgres.url(database_name, "waymark_app")
    made = Settings(
        home=tmp_path / "home",
        database_url=app,
        owner_database_url=owner,
        keys_database_url=app,
        keys_owner_database_url=owner,
        mail_folder=tmp_path / "home" / "mailbox",
    )
    made.home.mkdir(mode=0o700)
    made.mail_folder.mkdir(mode=0o700)
    prepare(made)
    return made
