"""A bundle carries what witnesses said, and whoever trusts a witness checks it with the witness' key."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from service.audit.bundle import write_bundle
from service.audit.published import add_cosignatures, growth
from service.audit.verification import Others, verify_bundle
from service.audit.witness import Witness
from service.settings import Settings
from tests.service.audit.bundles import OTHER, Parts, key_of, packed, parts_of, said
from tests.service.audit.conftest import Grow, signed_once
from tests.service.story import GARDEN

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def cosigned(settings: Settings, witness: Witness) -> None:
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        last = witness.last(witness.logs[0])
        answer = witness.cosign(growth(connection, last.tree.size if last else 0), NOON)
        add_cosignatures(connection, [witness.key], answer.cosigned.checkpoint)


@pytest.fixture
def funder(here: Settings, grow: Grow, tmp_path: Path) -> Witness:
    """A witness that cosigned when there were 5 entries."""
    grow(5)
    grow(2, OTHER)
    signed_once(here)
    witness = Witness.make(tmp_path / "funder", "funder.example.org/witness", [key_of(here)])
    cosigned(here, witness)
    return witness


@pytest.fixture
def bundle(here: Settings, funder: Witness, grow: Grow, tmp_path: Path) -> Path:
    assert funder
    for _ in range(5):
        grow(70)
        signed_once(here)
    write_bundle(here, GARDEN, tmp_path / "bundle.zip")
    return tmp_path / "bundle.zip"


def test_the_verdict_says_who_cosigned_when_and_how_much(here: Settings, funder: Witness, bundle: Path) -> None:
    verdict = verify_bundle(bundle, [key_of(here)], others=Others([funder.key]))
    assert verdict.holds, verdict.text
    assert "funder.example.org/witness cosigned the global log on 22 November 2026 at 12:00 UTC" in verdict.text
    assert "The first 5 of 355 entries stood in it" in verdict.text
    assert "shown this same global log" not in verdict.text
    plain = verify_bundle(bundle, [key_of(here)])
    assert plain.holds
    assert "give their keys with --witness" in plain.text
    assert "shown this same global log" in plain.text


def test_each_witness_is_carried_with_the_newest_it_cosigned(
    here: Settings, funder: Witness, bundle: Path, tmp_path: Path
) -> None:
    umbrella = Witness.make(tmp_path / "umbrella", "umbrella.example/witness", [key_of(here)])
    cosigned(here, umbrella)
    write_bundle(here, GARDEN, tmp_path / "both.zip")
    verdict = verify_bundle(tmp_path / "both.zip", [key_of(here)], others=Others([funder.key, umbrella.key]))
    assert bundle.exists()
    assert verdict.holds, verdict.text
    assert "The first 5 of 355" in verdict.text
    assert "The first 355 of 355" in verdict.text


def test_a_witness_who_cosigned_nothing_is_missed(here: Settings, bundle: Path, tmp_path: Path) -> None:
    silent = Witness.make(tmp_path / "silent", "silent.example/witness", [key_of(here)])
    verdict = verify_bundle(bundle, [key_of(here)], others=Others([silent.key]))
    assert said(verdict) == [("witness", None)]
    assert "silent.example/witness cosigned nothing in this bundle" in verdict.text


@pytest.mark.parametrize("part", ["witnessed/1.tlog-proof", "witnessed/1.head", "witnessed/1.consistency"])
def test_what_ties_a_cosignature_to_the_record_cannot_be_changed(
    here: Settings, funder: Witness, bundle: Path, tmp_path: Path, part: str
) -> None:
    parts = parts_of(bundle)
    changed: list[Parts] = [{**parts, part: b""}, {name: each for name, each in parts.items() if name != part}]
    first = parts[part][5:6]
    changed.append({**parts, part: parts[part][:5] + (b"B" if first == b"A" else b"A") + parts[part][6:]})
    for number, each in enumerate(changed):
        file = packed(each, tmp_path / f"{number}.zip")
        verdict = verify_bundle(file, [key_of(here)], others=Others([funder.key]))
        assert not verdict.holds, (part, number)


def test_a_cosignature_of_another_programme_does_not_count_for_this_one(
    here: Settings, funder: Witness, bundle: Path, tmp_path: Path
) -> None:
    write_bundle(here, OTHER, tmp_path / "other.zip")
    theirs = {name: part for name, part in parts_of(tmp_path / "other.zip").items() if name.startswith("witnessed/")}
    mixed = packed(parts_of(bundle) | theirs, tmp_path / "mixed.zip")
    verdict = verify_bundle(mixed, [key_of(here)], others=Others([funder.key]))
    assert "It is about another record" in verdict.text


def test_a_ledger_that_nobody_had_cosigned_yet_is_not_said_to_be(
    here: Settings, funder: Witness, grow: Grow, tmp_path: Path
) -> None:
    grow(1, "service", "person:a")
    signed_once(here)
    write_bundle(here, "service", tmp_path / "service.zip")
    assert verify_bundle(tmp_path / "service.zip", [key_of(here)]).holds
    assert not verify_bundle(tmp_path / "service.zip", [key_of(here)], others=Others([funder.key])).holds
