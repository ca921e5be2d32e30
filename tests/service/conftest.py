"""A store with its keys, in the test's own database, as the application's role sees it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from psycopg import Connection
from psycopg_pool import ConnectionPool

from service.api import build_app
from service.assembly import Waymark, build
from service.event_mapper import EventMapper
from service.keyring import KeyFolder, Keyring
from service.postgres_event_store import PostgresEventStore
from service.postgres_server import PostgresServer
from service.schema import create_keys_schema, create_schema
from service.seals import Seals
from service.settings import Settings
from tests.service.face import Face, MovedClock
from tests.service.group import START, Hands
from tests.service.records import installation
from tests.service.story import FACTS


@pytest.fixture
def owner_url(database: str) -> str:
    """The test's database with all tables, for the owner role."""
    create_schema(database)
    create_keys_schema(database)
    return database


@pytest.fixture
def app_url(postgres: PostgresServer, database_name: str, owner_url: str) -> str:
    """The same database for the role Waymark's processes run as."""
    assert database_name in owner_url
    return postgres.url(database_name, "waymark_app")


@pytest.fixture
def app_pool(app_url: str) -> Iterator[ConnectionPool[Connection]]:
    with ConnectionPool(app_url, min_size=1, max_size=4, open=True) as pool:
        yield pool


@pytest.fixture
def keyring(app_pool: ConnectionPool[Connection], tmp_path: Path) -> Keyring:
    return Keyring(app_pool, KeyFolder.make(tmp_path / "keys"))


@pytest.fixture
def seals(keyring: Keyring) -> Seals:
    return Seals(keyring)


@pytest.fixture
def store(app_url: str, seals: Seals) -> Iterator[PostgresEventStore]:
    store = PostgresEventStore(app_url, EventMapper(FACTS, seals), pool_size=4)
    yield store
    store.close()


@pytest.fixture
def postgres_url(postgres: PostgresServer, database_name: str) -> str:
    """The same database for the superuser, who may end other people's connections."""
    return postgres.url(database_name, "postgres")


@pytest.fixture
def face(settings: Settings) -> Iterator[Face]:
    """Waymark over HTTP, as a demonstration, on a clock that stands still."""
    clock = MovedClock()
    demonstration = settings.model_copy(update={"demonstration": True})
    with (
        build(demonstration, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        yield Face(client, waymark, clock)


@pytest.fixture
def theirs(postgres: PostgresServer, tmp_path: Path) -> Iterator[Waymark]:
    """An empty installation, nine weeks after the beginning of ours."""
    with (
        installation(postgres, tmp_path / "there") as there,
        build(there, clock=Hands(START + timedelta(weeks=9))) as waymark,
    ):
        yield waymark
