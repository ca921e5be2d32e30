"""A group whose messages are looked at."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection

from service.settings import Settings
from tests.service.group import Group, Hands, group, settings_of


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def settings(tmp_path: Path, app_url: str, owner_url: str) -> Settings:
    return settings_of(tmp_path / "home", app_url, owner_url)


@pytest.fixture
def ours(settings: Settings, hands: Hands) -> Iterator[Group]:
    with group(settings, hands) as ours:
        yield ours


@pytest.fixture
def connection(app_url: str) -> Iterator[Connection]:
    with psycopg.connect(app_url, autocommit=True) as connection:
        yield connection
