"""What an operator does: give a bundle, print the key, see how far the signer is, look for what was changed."""

import json
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import LiteralString

import psycopg
import pytest
from typer.testing import CliRunner

from service.audit import signer as signer_process
from service.audit.checkpoint import Checkpoint, origin_of
from service.audit.epoch import newest_epoch
from service.audit.lag import signer_lag
from service.audit.signer import run_rounds
from service.audit.tree import leaf_hash
from service.cli import app
from service.settings import Settings
from tests.service.audit.bundles import key_of
from tests.service.audit.conftest import Grow, signed_once
from tests.service.story import GARDEN, MORNING


@pytest.fixture
def waymark(here: Settings, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line of this installation."""
    monkeypatch.setenv("WAYMARK_HOME", str(here.home))
    for name in ("database_url", "owner_database_url", "keys_database_url", "keys_owner_database_url"):
        monkeypatch.setenv(f"WAYMARK_{name.upper()}", getattr(here, name))
    return CliRunner()


def test_a_bundle_goes_out_and_is_checked_with_the_printed_key(
    waymark: CliRunner, grow: Grow, here: Settings, tmp_path: Path
) -> None:
    grow(3)
    signed_once(here)
    grow(2)
    first, second = str(tmp_path / "first.zip"), str(tmp_path / "second.zip")
    programme = GARDEN.removeprefix("programme:")

    made = waymark.invoke(app, ["audit", "bundle", programme, "--to", first])
    signed_once(here)
    again = waymark.invoke(app, ["audit", "bundle", GARDEN, "--to", second, "--since", first, "--json"])
    key = waymark.invoke(app, ["audit", "key"]).stdout.strip()
    checked = waymark.invoke(app, ["audit", "verify", second, "--key", key, "--old", first, "--programme", programme])

    assert "2 newer ones are not signed yet" in made.stdout
    assert json.loads(again.stdout) == {"ledger": GARDEN, "size": 5, "withheld": 0, "unsigned": 0}
    assert key == str(key_of(here))
    assert checked.exit_code == 0
    assert "the first 3 entries are the same" in checked.stdout


def test_a_bundle_of_nothing_is_refused(waymark: CliRunner, grow: Grow, tmp_path: Path) -> None:
    grow(1)
    unknown = waymark.invoke(app, ["audit", "bundle", "programme:x", "--to", str(tmp_path / "a.zip")])
    unsigned = waymark.invoke(app, ["audit", "bundle", GARDEN, "--to", str(tmp_path / "b.zip")])

    assert "no such programme" in str(unknown.exception)
    assert "Start the signer" in str(unsigned.exception)
    assert not list(tmp_path.glob("*.zip"))


def test_how_far_the_signer_is_behind_is_shown(waymark: CliRunner, grow: Grow, here: Settings) -> None:
    with psycopg.connect(here.database_url, autocommit=True) as connection:
        assert "has not begun" in signer_lag(connection, MORNING).sentence
        grow(2)
        signed_once(here)
        assert signer_lag(connection, MORNING).sentence == "Everything that is recorded is signed."
        grow(3)
        lag = signer_lag(connection, MORNING + timedelta(seconds=90))

    assert (lag.waiting, lag.seconds) == (3, 90)
    assert lag.late
    assert "too long" in lag.sentence
    assert json.loads(waymark.invoke(app, ["audit", "status", "--json"]).stdout)["waiting"] == 3


def test_a_new_epoch_prints_its_key(waymark: CliRunner, grow: Grow, here: Settings) -> None:
    grow(1)
    signed_once(here)
    before = str(key_of(here))
    begun = waymark.invoke(app, ["audit", "epoch", "--because", "A key each year."])
    signed_once(here)

    assert begun.stdout.splitlines()[-1] == str(key_of(here)) != before
    assert key_of(here).name == before.split("/", maxsplit=1)[0] + "/2"


NOTHING = "Every event is the one that was recorded and signed.\n"
TAMPERED: list[tuple[LiteralString, str]] = [
    (
        "UPDATE store.events SET state = '{}' WHERE originator_version = 2",
        f"event of leaf 1 of {GARDEN} is not",
    ),
    ("DELETE FROM store.events WHERE originator_version = 2", f"event of leaf 1 of {GARDEN} is missing"),
    ("UPDATE store.leaf SET hash = sha256('x') WHERE index = 2", "The first 4 leaves"),
    ("DELETE FROM store.leaf WHERE index = 3", "signed with 4 leaves, and has only 3"),
    ("DELETE FROM store.leaf WHERE index = 1", f"Leaf 1 of {GARDEN} is missing"),
    ("DELETE FROM store.leaf", "All leaves of"),
    ("UPDATE store.head SET note = overlay(note placing '~' from 1) WHERE index = 1", "Leaf 1 of the global log"),
    ("DELETE FROM store.head WHERE index = 1", "The global log (epoch 1) was signed with 2 leaves"),
    ("UPDATE store.head SET hash = sha256('x'), note = E'x\\n\\n' WHERE index = 0", "Leaf 0 of the global log"),
]


@pytest.mark.parametrize(("statement", "found"), TAMPERED)
def test_what_was_changed_behind_our_back_is_found_and_named(
    waymark: CliRunner, grow: Grow, here: Settings, statement: LiteralString, found: str
) -> None:
    grow(4)
    signed_once(here)
    assert waymark.invoke(app, ["audit", "check"]).stdout == NOTHING

    with psycopg.connect(here.owner_database_url) as connection:
        for table in ("events", "leaf", "head"):
            connection.execute(f"ALTER TABLE store.{table} DISABLE TRIGGER USER")
        connection.execute(statement)

    checked = waymark.invoke(app, ["audit", "check", "--json"])
    assert checked.exit_code == 1
    assert found in " ".join(json.loads(checked.stdout))


def test_a_second_history_of_a_record_in_the_log_is_found(waymark: CliRunner, grow: Grow, here: Settings) -> None:
    grow(4)
    signed_once(here)
    epoch = newest_epoch(here.folders)
    assert epoch is not None
    # Whoever has the signer's key could show one reader this, and another reader the other.
    other = Checkpoint(origin_of(epoch.log, GARDEN), 4, leaf_hash(b"another history"))
    note = epoch.signer.sign(other.text)
    with psycopg.connect(here.owner_database_url) as connection:
        connection.execute(
            "INSERT INTO store.head SELECT epoch, 2, ledger, size, %s, %s FROM store.head WHERE index = 1",
            (note, leaf_hash(other.text.encode())),
        )
    checked = waymark.invoke(app, ["audit", "check", "--json"])
    assert f"The first 4 leaves of {GARDEN} are not those that were signed." in json.loads(checked.stdout)


def test_the_process_signs_and_takes_up_a_new_epoch_by_itself(
    waymark: CliRunner, grow: Grow, here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signer_process, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(signer_process, "_LONGEST_PAUSE", 0.05)
    stopped = Event()
    process = Thread(target=run_rounds, args=(here, stopped))
    process.start()
    try:
        grow(2)
        wait_for(here, "SELECT count(*) = 1 FROM store.head WHERE size = 2")
        journal = here.home / "signer" / "epoch-1.jsonl"
        assert waymark.invoke(app, ["audit", "epoch", "--because", "A key each year."]).exit_code == 0
        grow(1)
        wait_for(here, "SELECT count(*) = 1 FROM store.head WHERE size = 3 AND epoch = 2")
        assert b"epoch-ends" in journal.read_bytes()
    finally:
        stopped.set()
        process.join()


def wait_for(settings: Settings, question: LiteralString) -> None:
    until = monotonic() + 120
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        while connection.execute(question).fetchone() != (True,):
            assert monotonic() < until, question
            sleep(0.05)
