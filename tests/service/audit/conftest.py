"""A small installation with ledgers to sign, and a key folder beside it."""

from collections.abc import Callable
from itertools import count

import pytest

from service.postgres_event_store import PostgresEventStore
from service.settings import Settings
from tests.service.story import GARDEN, asked, planted

Grow = Callable[..., None]


@pytest.fixture
def here(settings: Settings) -> Settings:
    """An installation; `store` and `app_url` of the same test are in its database."""
    return settings


@pytest.fixture
def grow(here: Settings, store: PostgresEventStore) -> Grow:
    """Record so many events in a ledger, in one command."""
    assert here.database_url  # its tables are made first, and then the store is opened
    commands = count()
    versions: dict[str, int] = {}

    def record(events: int, ledger: str = GARDEN, stream: str | None = None) -> None:
        of = stream or ledger
        first = versions.get(of, 0) + 1
        versions[of] = first + events - 1
        store.append(
            [planted(f"Zoë’s row {number}", number, of, ledger=ledger) for number in range(first, first + events)],
            asked(f"command {next(commands)}", of),
        )

    return record
