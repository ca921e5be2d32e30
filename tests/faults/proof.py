"""Whether everything recorded is signed, and proven: by our own verifier, and by one that nobody here wrote."""

import os
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

import psycopg

from service.audit.bundle import write_bundle
from service.audit.epoch import newest_epoch
from service.audit.lag import LONGEST_SECONDS, signer_lag
from service.audit.verification import verify_bundle
from service.clock import system_clock
from service.settings import Settings

GO = Path(__file__).parents[2] / ".venv" / "verifiers" / "bundle"
_LEDGERS = "SELECT DISTINCT ledger FROM store.head WHERE ledger IS NOT NULL ORDER BY 1"


def wait_until_signed(settings: Settings) -> None:
    """Wait for the merge delay that is promised, and not longer."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while True:
        with psycopg.connect(settings.database_url) as connection:
            lag = signer_lag(connection, system_clock())
        if lag.signed_at is not None and not lag.waiting:
            return
        assert time.monotonic() < deadline, lag.sentence
        time.sleep(0.5)


def everything_is_proven(settings: Settings) -> int:
    """Write a bundle of every ledger and check it, with Go's verifier too where it is. How many entries that were."""
    epoch = newest_epoch(settings.folders)
    assert epoch is not None
    key, entries = epoch.signer.verifier, 0
    with psycopg.connect(settings.database_url) as connection:
        ledgers = [row[0] for row in connection.execute(_LEDGERS)]
    for ledger in ledgers:
        with tempfile.TemporaryDirectory(prefix="waymark-proof-") as folder:
            file = Path(folder) / "bundle.zip"
            entries += write_bundle(settings, ledger, file).size
            verdict = verify_bundle(file, [key], programme=ledger)
            assert verdict.holds, verdict.text
            _nobody_of_ours_agrees(file, Path(folder) / "unpacked", str(key))
    return entries


def _nobody_of_ours_agrees(file: Path, folder: Path, key: str) -> None:
    if not GO.exists():
        assert os.environ.get("CI") != "true", "CI always has the verifier that nobody here wrote"
        return
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    done = subprocess.run([str(GO), str(folder), key], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:3]) == (0, "ok "), done
