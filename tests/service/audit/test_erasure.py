"""Who is erased is unreadable, and yet no root, proof or bundle changes: what was signed is the sealed text."""

from pathlib import Path

import psycopg

from domain.passage import Sealed, Words
from service.audit.bundle import write_bundle
from service.audit.bundle_file import ENTRIES
from service.audit.full_check import full_check
from service.audit.given import forget, given_before, remember
from service.audit.verification import verify_bundle
from service.keyring import Keyring
from service.postgres_event_store import PostgresEventStore
from service.seals import Seals
from service.settings import Settings
from tests.service.audit.bundles import key_of, parts_of
from tests.service.audit.conftest import signed_once
from tests.service.story import GARDEN, PERSON, Note, asked, recorded

CANARY = "The canary sings at four in the morning"


def sung(store: PostgresEventStore) -> None:
    passage = Words(about=PERSON, text=CANARY)
    store.append([recorded(Note(text=passage, lines=(passage,)), 1)], asked("sing"))


def test_erasing_a_person_leaves_root_proofs_and_old_bundles_as_they_were(
    here: Settings, store: PostgresEventStore, keyring: Keyring, seals: Seals, tmp_path: Path
) -> None:
    sung(store)
    signed_once(here)
    before = write_bundle(here, GARDEN, tmp_path / "before.zip")
    (event,) = store.read(0, 10)
    assert CANARY in repr(seals.unseal(event))

    assert keyring.erase(PERSON)

    (event,) = store.read(0, 10)
    assert isinstance(event.fact, Note)
    assert isinstance(event.fact.text, Sealed)
    assert CANARY not in repr(seals.unseal(event))
    signed_once(here)
    after = write_bundle(here, GARDEN, tmp_path / "after.zip")
    old, new = parts_of(tmp_path / "before.zip"), parts_of(tmp_path / "after.zip")
    assert old == new
    assert after == before
    assert CANARY.encode() not in old[ENTRIES]
    for name in ("before", "after"):
        verdict = verify_bundle(tmp_path / f"{name}.zip", [key_of(here)], tmp_path / "before.zip")
        assert verdict.holds, verdict.text
    with psycopg.connect(here.database_url) as connection:
        assert list(full_check(connection)) == []


def test_what_an_erased_person_was_given_is_forgotten(
    here: Settings, store: PostgresEventStore, tmp_path: Path
) -> None:
    sung(store)
    signed_once(here)
    bundled = write_bundle(here, GARDEN, tmp_path / "b.zip")
    with psycopg.connect(here.database_url) as connection:
        remember(connection, PERSON, bundled)
        assert given_before(connection, PERSON, GARDEN) is not None
        forget(connection, PERSON)
        assert given_before(connection, PERSON, GARDEN) is None
        assert connection.execute("SELECT count(*) FROM store.bundle_given").fetchone() == (0,)
