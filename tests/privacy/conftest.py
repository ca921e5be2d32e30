"""An installation of its own for each test."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from service.assembly import Waymark, build
from service.groundwork import prepare
from service.postgres_server import PostgresServer
from service.settings import Settings


@pytest.fixture
def waymark(settings: Settings) -> Iterator[Waymark]:
    with build(settings, pool_size=6) as made:
        yield made


@pytest.fixture
def elsewhere(postgres: PostgresServer, tmp_path: Path) -> Iterator[Waymark]:
    """Another installation."""
    name = f"test_{uuid4().hex}"
    postgres.create_database(name)
    owner, app = postgres.url(name, "waymark_owner"), postgres.url(name, "waymark_app")
    made = Settings(
        home=tmp_path / "elsewhere",
        database_url=app,
        owner_database_url=owner,
        keys_database_url=app,
        keys_owner_database_url=owner,
        mail_folder=tmp_path / "elsewhere" / "mailbox",
    )
    made.mail_folder.mkdir(mode=0o700, parents=True)
    prepare(made)
    with build(made) as waymark:
        yield waymark
    postgres.drop_database(name)
