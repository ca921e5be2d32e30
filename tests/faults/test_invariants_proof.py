"""I4 is broken by hand, as somebody with the database's own password would, and the record to blame is named."""

import shutil
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from service.audit.signer import opened_signer
from service.invariants import check
from tests.faults.conftest import Sound
from tests.faults.proof import everything_is_proven
from tests.faults.test_invariants import told

NEVER = "".join(
    f"ALTER TABLE store.{table} DISABLE TRIGGER USER;" for table in ("events", "leaf", "subtree", "head", "checkpoint")
)


@pytest.fixture
def signed(sound: Sound, tmp_path: Path) -> Sound:
    """A copy of the whole, all of it signed, with a signer's folder of its own."""
    shutil.copytree(sound.settings.home, tmp_path / "home")
    settings = sound.settings.model_copy(update={"home": tmp_path / "home"})
    with opened_signer(settings) as signer:
        while signer.sign():
            pass
    return replace(sound, settings=settings)


def altered(signed: Sound, by: str) -> str:
    """What the check says of I4 after the owner of the tables did this."""
    with psycopg.connect(signed.settings.owner_database_url) as connection:
        connection.execute((NEVER + by).encode())
    return told(signed, "I4")


def test_a_signed_installation_is_sound_and_proven(signed: Sound) -> None:
    report = check(signed.settings, signed.acknowledged)
    assert report.findings == ()
    assert report.looked_at["leaves"] == report.looked_at["events"] > 0
    assert report.looked_at["checkpoints"] == 2
    assert everything_is_proven(signed.settings) == report.looked_at["events"]


def test_an_event_that_was_altered_is_told_with_its_index(signed: Sound) -> None:
    changed = (
        "UPDATE store.events SET state = convert_to(replace(convert_from(state, 'UTF8'), 'A new group', 'Another'),"
        " 'UTF8') WHERE notification_id = 1"
    )
    assert f"The event of leaf 0 of {signed.programme} is not the one that was recorded." in altered(signed, changed)


def test_an_event_that_was_dropped_is_told_with_its_index(signed: Sound) -> None:
    dropped = "DELETE FROM store.events WHERE notification_id = 2"
    assert f"The event of leaf 1 of {signed.programme} is missing." in altered(signed, dropped)


def test_two_events_that_were_swapped_are_told_with_their_indexes(signed: Sound) -> None:
    swapped = (
        "DROP INDEX store.events_notification_id_idx; UPDATE store.events SET notification_id = 3 - notification_id"
        " WHERE notification_id IN (1, 2)"
    )
    said = altered(signed, swapped)
    assert f"The event of leaf 0 of {signed.programme} is not the one" in said
    assert f"The event of leaf 1 of {signed.programme} is not the one" in said


def test_an_event_altered_together_with_its_leaf_is_told_by_what_was_signed(signed: Sound) -> None:
    both = (
        "UPDATE store.events SET state = convert_to(replace(convert_from(state, 'UTF8'), 'A new group', 'Another'),"
        " 'UTF8') WHERE notification_id = 1;"
        "UPDATE store.leaf SET hash = sha256('\\x00'::bytea || store.leaf_entry(ledger, index, originator_id,"
        " originator_version, topic, state)) FROM store.events WHERE notification_id = position AND position = 1"
    )
    said = altered(signed, both)
    assert f"leaves of {signed.programme} are not those that were signed." in said


def test_a_checkpoint_that_nobody_signed_is_told(signed: Sound) -> None:
    rewritten = "UPDATE store.checkpoint SET note = replace(note, E'/1\\n2', E'/1\\n3')"
    assert "of epoch 1 cannot be trusted." in altered(signed, rewritten)
    destroyed = "UPDATE store.head SET note = 'x' WHERE index = 1"
    assert "A checkpoint in the database is none any more." in altered(signed, destroyed)
