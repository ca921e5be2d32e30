"""A bundle is checked alone, with a key, and says what it proves and what it does not."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from service.audit.bundle import write_bundle
from service.audit.bundle_file import CHECKPOINT, ENTRIES, OLD_CHECKPOINT
from service.audit.continuity import read_seen
from service.audit.epoch import begin_epoch
from service.audit.leaf import read_entry
from service.audit.note import Signer
from service.audit.verdict import Verdict
from service.audit.verification import verify_bundle
from service.cli import app
from service.settings import Settings
from tests.service.audit.bundles import Parts, key_of, lines, parts_of, said
from tests.service.audit.conftest import Grow, signed_once
from tests.service.story import GARDEN


def test_an_untouched_bundle_holds_and_says_what_is_not_proven(here: Settings, bundle: Path) -> None:
    verdict = verify_bundle(bundle, [key_of(here)], programme=GARDEN)

    assert verdict.holds
    assert (verdict.ledger, verdict.size, verdict.shown, verdict.withheld) == (GARDEN, 300, 300, 0)
    assert "not changed since" in verdict.text
    assert any("is true" in each for each in verdict.not_proven)
    assert [read_entry(line).index for line in lines(parts_of(bundle))] == list(range(300))


def test_the_key_does_not_travel_with_what_it_checks(here: Settings, bundle: Path) -> None:
    # Name, id, key: the key itself is base64, which may hold a + of its own.
    _, _, key = str(key_of(here)).split("+", 2)
    for content in parts_of(bundle).values():
        assert key.encode() not in content


def test_the_same_record_gives_the_same_file(here: Settings, bundle: Path, tmp_path: Path) -> None:
    write_bundle(here, GARDEN, tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


def test_what_a_reader_may_not_see_is_counted_and_still_proven(here: Settings, bundle: Path, tmp_path: Path) -> None:
    part = tmp_path / "part.zip"
    made = write_bundle(here, GARDEN, part, may_see=lambda leaf: leaf.index % 3 != 0)

    verdict = verify_bundle(part, [key_of(here)])

    assert verdict.holds
    assert (verdict.shown, verdict.withheld, made.withheld) == (200, 100, 100)
    assert "100 are not for you" in verdict.text
    assert verdict.root == verify_bundle(bundle, [key_of(here)]).root
    assert "row 3 " not in part.read_text("latin-1")


def test_a_newer_bundle_is_proven_to_continue_an_older_one(
    here: Settings, grow: Grow, bundle: Path, tmp_path: Path
) -> None:
    grow(50)
    signed_once(here)
    newer = tmp_path / "newer.zip"
    write_bundle(here, GARDEN, newer, read_seen(bundle))

    verdict = verify_bundle(newer, [key_of(here)], old=bundle)

    assert verdict.holds
    assert "It continues the older checkpoint you kept: the first 300 entries are the same." in verdict.proven
    assert "The global log continues the one you kept." in verdict.proven
    assert parts_of(newer)[OLD_CHECKPOINT] == parts_of(bundle)[CHECKPOINT]
    assert said(verify_bundle(newer, [Signer.make("waymark-x/1").verifier])) == [("checkpoint", None)]


def test_after_a_new_epoch_the_break_is_shown_and_the_older_checkpoint_still_counts(
    here: Settings, grow: Grow, bundle: Path, tmp_path: Path
) -> None:
    first = key_of(here)
    begin_epoch(here.folders, "The disk broke.")
    grow(5)
    signed_once(here)
    newer = tmp_path / "newer.zip"
    write_bundle(here, GARDEN, newer, read_seen(bundle))

    verdict = verify_bundle(newer, [key_of(here), first], old=bundle)

    assert verdict.holds
    assert "“The disk broke.”" in verdict.text
    assert any("first 300 entries are the same" in each for each in verdict.proven)
    assert not verify_bundle(newer, [key_of(here)], old=bundle).holds


def test_the_command_ends_with_zero_only_when_everything_holds(
    here: Settings, bundle: Path, tmp_path: Path, verdict_on: Callable[[Parts], Verdict]
) -> None:
    key = str(key_of(here))
    verdict_on({**parts_of(bundle), ENTRIES: b""})

    good = CliRunner().invoke(app, ["audit", "verify", str(bundle), "--key", key, "--json"])
    bad = CliRunner().invoke(app, ["audit", "verify", str(tmp_path / "tampered.zip"), "--key", key, "--json"])
    damaged = CliRunner().invoke(app, ["audit", "verify", str(bundle), "--key", key[:-3]])

    assert good.exit_code == 0
    assert json.loads(good.stdout)["holds"] is True
    assert bad.exit_code == damaged.exit_code == 1
    assert json.loads(bad.stdout)["problems"][0]["entry"] == 0
    assert "THIS DOES NOT HOLD" in damaged.stdout
