"""The signer is killed at the worst moments. What it published before stays true, and the next one goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from service.audit.bundle import write_bundle
from service.audit.epoch import newest_epoch
from service.audit.full_check import full_check
from service.audit.verification import verify_bundle
from service.postgres_event_store import PostgresEventStore
from service.settings import Settings
from tests.faults.proof import everything_is_proven
from tests.service.audit.conftest import Grow, grow, here, signed_once
from tests.service.conftest import app_pool, app_url, keyring, owner_url, seals, store
from tests.service.story import GARDEN

__all__ = ["app_pool", "app_url", "grow", "here", "keyring", "owner_url", "seals", "store"]

# Our own signer, in a process of its own, which ends itself without a word at one moment.
DRIVER = """
import os, signal, sys
from service.audit import journal
from service.audit.log_signer import LogSigner
from service.audit.signer import opened_signer
from service.settings import Settings

moment, settings = sys.argv[1], Settings.model_validate_json(sys.argv[2])
add, publish = journal.Journal.add, LogSigner._publish

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def torn(self, signed):
    line = signed.model_dump_json().encode()
    os.write(self._descriptor, line[: len(line) // 2])
    die()

def written(self, signed):
    add(self, signed)
    die()

def published(self, *all):
    publish(self, *all)
    die()

journal.Journal.add = {"before the journal": die, "half a line": torn, "journal written": written}.get(moment, add)
LogSigner._publish = published if moment == "published" else publish
with opened_signer(settings) as signer:
    signer.sign()
"""
MOMENTS = ["before the journal", "half a line", "journal written", "published"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signer_killed_between_writing_and_publishing_never_signs_a_second_history(
    here: Settings, store: PostgresEventStore, grow: Grow, tmp_path: Path, moment: str
) -> None:
    assert store
    grow(5)
    signed_once(here)
    write_bundle(here, GARDEN, tmp_path / "before.zip")
    grow(300)
    command = [sys.executable, "-c", DRIVER, moment, here.model_dump_json()]
    killed = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    for _ in range(2):
        grow(1)
        signed_once(here)
    epoch = newest_epoch(here.folders)
    assert epoch is not None
    write_bundle(here, GARDEN, tmp_path / "after.zip")
    verdict = verify_bundle(tmp_path / "after.zip", [epoch.signer.verifier], tmp_path / "before.zip")
    assert "the first 5 entries are the same" in verdict.text
    assert verdict.size == 307
    assert everything_is_proven(here) == 307
    with psycopg.connect(here.database_url) as connection:
        assert list(full_check(connection)) == []
