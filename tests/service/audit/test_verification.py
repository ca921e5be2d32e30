"""A bundle is checked alone, with a key; and each way of tampering with it has a sentence of its own."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.audit.bundle import write_bundle
from service.audit.bundle_file import CHECKPOINT, ENTRIES, GLOBAL_PROOF, OLD_CHECKPOINT
from service.audit.checkpoint import Checkpoint
from service.audit.continuity import read_seen
from service.audit.epoch import begin_epoch, newest_epoch
from service.audit.leaf import read_entry
from service.audit.note import Signer, Verifier, text_of
from service.audit.tiles import tile_contents
from service.audit.tree import leaf_hash, root
from service.audit.verdict import Verdict
from service.audit.verification import verify_bundle
from service.cli import app
from service.settings import Settings
from tests.service.audit.conftest import Grow
from tests.service.audit.test_signer import signed_once
from tests.service.story import GARDEN, PERSON

Parts = dict[str, bytes]
OTHER = "programme:00000000-0000-4000-8000-000000000001"


def parts_of(file: Path) -> Parts:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, file: Path) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def key_of(settings: Settings) -> Verifier:
    epoch = newest_epoch(settings.folders)
    assert epoch is not None
    return epoch.signer.verifier


def signer_of(settings: Settings) -> Signer:
    epoch = newest_epoch(settings.folders)
    assert epoch is not None
    return epoch.signer


def lines(parts: Parts) -> list[bytes]:
    return parts[ENTRIES].splitlines()


def with_lines(parts: Parts, changed: list[bytes], *, tiles: bool = False) -> Parts:
    made = {**parts, ENTRIES: b"".join(line + b"\n" for line in changed)}
    if tiles:
        made = {name: content for name, content in made.items() if not name.startswith("tile/")}
        made |= {tile.path: content for tile, content in tile_contents([leaf_hash(line) for line in changed])}
    return made


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


def said(verdict: Verdict) -> list[tuple[str, int | None]]:
    assert not verdict.holds
    return [(each.kind, each.entry) for each in verdict.problems]


def test_an_untouched_bundle_holds_and_says_what_is_not_proven(here: Settings, bundle: Path) -> None:
    verdict = verify_bundle(bundle, [key_of(here)], programme=GARDEN)

    assert verdict.holds
    assert (verdict.ledger, verdict.size, verdict.shown, verdict.withheld) == (GARDEN, 300, 300, 0)
    assert "not changed since" in verdict.text
    assert any("is true" in each for each in verdict.not_proven)
    assert [read_entry(line).index for line in lines(parts_of(bundle))] == list(range(300))


def test_the_key_does_not_travel_with_what_it_checks(here: Settings, bundle: Path) -> None:
    key = str(key_of(here))
    for content in parts_of(bundle).values():
        assert key.rpartition("+")[2].encode() not in content


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


def test_a_tampered_entry_is_named(bundle: Path, verdict_on: Callable[[Parts], Verdict]) -> None:
    parts = parts_of(bundle)
    changed = lines(parts)
    changed[137] = changed[137].replace(b"row", b"Row")

    verdict = verdict_on(with_lines(parts, changed))

    assert said(verdict) == [("entry", 137)]
    assert verdict.problems[0].sentence == "Entry 137 was changed: it is not the one that was signed."


@pytest.mark.parametrize("index", [0, 137, 298])
def test_a_dropped_entry_is_named(bundle: Path, verdict_on: Callable[[Parts], Verdict], index: int) -> None:
    parts = parts_of(bundle)
    changed = lines(parts)
    del changed[index]

    verdict = verdict_on(with_lines(parts, changed))

    assert said(verdict) == [("missing", index)]
    assert f"Entry {index} is missing" in verdict.problems[0].sentence


def test_dropped_entries_at_the_end_are_named(bundle: Path, verdict_on: Callable[[Parts], Verdict]) -> None:
    parts = parts_of(bundle)

    assert said(verdict_on(with_lines(parts, lines(parts)[:290]))) == [("missing", 290)]


def test_a_reordered_pair_is_named(bundle: Path, verdict_on: Callable[[Parts], Verdict]) -> None:
    parts = parts_of(bundle)
    changed = lines(parts)
    changed[20], changed[21] = changed[21], changed[20]

    verdict = verdict_on(with_lines(parts, changed))

    assert said(verdict) == [("order", 20)]
    assert "The order was changed: entry 21 stands in the place of entry 20." in verdict.text


def test_an_added_entry_is_named(bundle: Path, verdict_on: Callable[[Parts], Verdict]) -> None:
    parts = parts_of(bundle)

    assert said(verdict_on(with_lines(parts, [*lines(parts), lines(parts)[-1]]))) == [("entry", 300)]


def test_a_checkpoint_rewritten_to_fit_is_not_signed(bundle: Path, verdict_on: Callable[[Parts], Verdict]) -> None:
    parts = parts_of(bundle)
    changed = lines(parts)
    changed[5] = changed[5].replace(b"row", b"Row")
    note = parts[CHECKPOINT].decode()
    now = Checkpoint.parse(text_of(note))
    forged = Checkpoint(now.origin, now.size, root(map(leaf_hash, changed))).text
    parts[CHECKPOINT] = note.replace(now.text, forged).encode()

    verdict = verdict_on(with_lines(parts, changed, tiles=True))

    assert said(verdict) == [("checkpoint", None)]
    assert "signature does not fit" in verdict.problems[0].sentence


def test_entries_and_tiles_changed_together_do_not_lead_to_the_checkpoint(
    bundle: Path, verdict_on: Callable[[Parts], Verdict]
) -> None:
    parts = parts_of(bundle)
    changed = lines(parts)
    changed[5] = changed[5].replace(b"row", b"Row")

    verdict = verdict_on(with_lines(parts, changed, tiles=True))

    assert said(verdict) == [("checkpoint", None)]
    assert "changed together" in verdict.problems[0].sentence


@pytest.mark.parametrize("tile", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"])
@pytest.mark.parametrize("how", ["cut", "changed", "gone", "longer"])
def test_a_tile_that_is_not_whole_has_its_sentence(
    bundle: Path, verdict_on: Callable[[Parts], Verdict], tile: str, how: str
) -> None:
    parts = parts_of(bundle)
    match how:
        case "cut":
            parts[tile] = parts[tile][:-32]
        case "changed":
            parts[tile] = bytes([parts[tile][0] ^ 1]) + parts[tile][1:]
        case "longer":
            parts[tile] += b"\0"
        case _:
            del parts[tile]

    verdict = verdict_on(parts)

    assert {each.kind for each in verdict.problems} <= {"tile", "bundle"}
    assert "tile" in verdict.problems[0].sentence
    assert not verdict.holds


def test_a_tile_cut_short_says_how_much_is_left(bundle: Path, verdict_on: Callable[[Parts], Verdict]) -> None:
    parts = parts_of(bundle)
    parts["tile/0/001.p/44"] = parts["tile/0/001.p/44"][: 32 * 12]

    assert "has 12 whole hashes and must have 44" in verdict_on(parts).text


def test_a_swapped_programme_is_named(
    here: Settings, bundle: Path, tmp_path: Path, verdict_on: Callable[[Parts], Verdict]
) -> None:
    write_bundle(here, OTHER, tmp_path / "other.zip")
    ours, theirs = parts_of(bundle), parts_of(tmp_path / "other.zip")

    as_asked = verify_bundle(tmp_path / "other.zip", [key_of(here)], programme=GARDEN)
    entries = verdict_on({**ours, ENTRIES: theirs[ENTRIES]})
    checkpoint = verdict_on({**ours, GLOBAL_PROOF: theirs[GLOBAL_PROOF]})

    assert said(as_asked) == [("programme", None)]
    assert said(entries) == [("programme", 0)]
    assert f"entry 0 belongs to {OTHER}" in entries.problems[0].sentence
    assert said(checkpoint) == [("global", None)]
    assert said(verify_bundle(bundle, [key_of(here)], old=tmp_path / "other.zip")) == [("programme", None)]


def test_a_log_that_was_rolled_back_is_named(here: Settings, grow: Grow, bundle: Path, tmp_path: Path) -> None:
    grow(2)
    signed_once(here)
    write_bundle(here, GARDEN, tmp_path / "newer.zip")

    verdict = verify_bundle(bundle, [key_of(here)], old=tmp_path / "newer.zip")

    assert said(verdict) == [("rolled-back", None), ("rolled-back", None)]
    assert "has 302 entries, and now there are only 300" in verdict.problems[0].sentence


def test_a_history_rewritten_with_the_right_key_is_found_by_what_a_reader_kept(
    here: Settings, bundle: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    signer = signer_of(here)
    now = Checkpoint.parse(text_of(parts_of(bundle)[CHECKPOINT].decode()))
    kept.write_text(signer.sign(Checkpoint(now.origin, 200, root([])).text))

    verdict = verify_bundle(bundle, [key_of(here)], old=kept)

    assert said(verdict) == [("rewritten", None)]
    assert "the first 200 entries are not those" in verdict.problems[0].sentence


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
