"""Both stories, each played once for every test that reads it."""

from collections.abc import Iterator

import pytest

from service.postgres_server import PostgresServer
from tests.journeys.played import SEED, Played, played


@pytest.fixture(scope="session")
def map_(postgres: PostgresServer) -> Iterator[Played]:
    with played(postgres, "map", SEED) as told:
        yield told


@pytest.fixture(scope="session")
def spectrum(postgres: PostgresServer) -> Iterator[Played]:
    with played(postgres, "spectrum", SEED) as told:
        yield told
