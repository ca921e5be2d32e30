"""One throw-away PostgreSQL for each test process, and a database of its own for each test that asks."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from service.postgres_server import PostgresServer


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
