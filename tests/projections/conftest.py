"""A log full of everything that can happen, made once, and the views in the same database."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from domain.event import Fact, Recorded
from projections.catalogue import PROJECTIONS
from projections.opening import Opening
from service.assembly import Waymark, build
from service.event_store import Asked, CommandAnswer
from service.groundwork import prepare
from service.postgres_server import PostgresServer
from service.settings import Settings
from tests.projections.left_behind import Book, shelf
from tests.projections.walk import NAMES, Walk, Watch

DATABASE = "views"


@dataclass(frozen=True)
class Log:
    """Three programmes and every event of theirs."""

    walks: tuple[Walk, ...]
    watch: Watch
    waymark: Waymark

    @property
    def events(self) -> list[Recorded[Fact]]:
        return self.waymark.store.read(0, 100_000)


@pytest.fixture(scope="session")
def log(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    postgres.create_database(DATABASE)
    settings = _settings(postgres, tmp_path_factory.mktemp("views"))
    watch = Watch()
    with build(settings, clock=watch) as waymark:
        walks = tuple(Walk(waymark.front_door, watch, seed) for seed in (1, 2, 3))
        for _ in range(15):
            for walk in walks:
                walk.go(10)
        walks[-1].end()
        waymark.store.append_many([_pack(watch)])
        yield Log(walks, watch, waymark)


def _pack(watch: Watch) -> Asked:
    """What came in from another Waymark: a stream of its own, in the ledger of the service."""
    book = Book()
    book.import_pack(9, "Far Away Group", watch.today)
    book.publish(9, on=watch.today, ledger="service", organisation="Far Away Group")
    mark = sha256(b"pack").digest()
    return Asked(book.events, CommandAnswer(shelf(9), "pack", mark, {"version": len(book.events)}))


@pytest.fixture
def waymark(log: Log) -> Waymark:
    return log.waymark


@pytest.fixture
def settings(log: Log) -> Settings:
    return log.waymark.settings


@pytest.fixture
def connection(settings: Settings) -> Iterator[Connection]:
    """A connection to the database of the log, whose views are empty."""
    with psycopg.connect(settings.database_url, autocommit=True) as made:
        empty(made)
        made.execute("DELETE FROM store.reader")
        yield made


def empty(connection: Connection) -> None:
    for each in PROJECTIONS:
        for table in each.tables:
            connection.execute(SQL("DELETE FROM {}").format(Identifier("views", table)))


def fill(connection: Connection, log: Log) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        for each in PROJECTIONS:
            each.apply(cursor, log.events)


def _settings(postgres: PostgresServer, folder: Path) -> Settings:
    owner, app = postgres.url(DATABASE, "waymark_owner"), postgres.url(DATABASE, "waymark_app")
    made = Settings(
        home=folder / "home",
        database_url=app,
        owner_database_url=owner,
        keys_database_url=app,
        keys_owner_database_url=owner,
        mail_folder=folder / "home" / "mailbox",
    )
    made.home.mkdir(mode=0o700)
    made.mail_folder.mkdir(mode=0o700)
    prepare(made)
    return made


@pytest.fixture(scope="session")
def opening(log: Log) -> Opening:
    return Opening(
        names=lambda people: {each: NAMES.get(each, "Someone Else") for each in people}, unseal=log.waymark.seals.open
    )


@pytest.fixture
def views(log: Log, connection: Connection) -> Connection:
    """The connection, with every view up to date."""
    fill(connection, log)
    return connection
