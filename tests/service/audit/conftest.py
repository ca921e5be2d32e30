"""A small installation with ledgers to sign, and a key folder beside it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from service.audit.bundle import write_bundle
from service.audit.signer import opened_signer
from service.audit.verdict import Verdict
from service.audit.verification import verify_bundle
from service.postgres_event_store import PostgresEventStore
from service.settings import Settings
from tests.service.audit.bundles import OTHER, Parts, key_of, packed
from tests.service.story import GARDEN, PERSON, asked, planted

Grow = Callable[..., None]
GO_FETCHES_NEWER = 21
"""From 1.21 on, Go fetches the newer one that the verifier of cosignatures needs."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "independent_cosignatures: needs Go 1.21, to check with what nobody here wrote")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """An older Go leaves these out; CI never does."""
    if os.environ.get("CI") == "true" or _go() >= GO_FETCHES_NEWER:
        return
    left_out = [item for item in items if item.get_closest_marker("independent_cosignatures")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _go() -> int:
    if not shutil.which("go"):
        return 0
    said = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"go1\.(\d+)", said)
    return int(version[1]) if version else 0


def signed_once(settings: Settings) -> None:
    """Start the signer, let it sign, and end it."""
    with opened_signer(settings) as signer:
        while signer.sign():
            pass


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


@pytest.fixture
def bundle(here: Settings, grow: Grow, tmp_path: Path) -> Path:
    """300 entries of one programme, beside another's."""
    grow(299)
    grow(4, OTHER)
    grow(1, GARDEN, PERSON)
    signed_once(here)
    write_bundle(here, GARDEN, tmp_path / "bundle.zip")
    return tmp_path / "bundle.zip"


@pytest.fixture
def verdict_on(here: Settings, tmp_path: Path) -> Callable[[Parts], Verdict]:
    def judged(parts: Parts) -> Verdict:
        return verify_bundle(packed(parts, tmp_path / "tampered.zip"), [key_of(here)])

    return judged
