"""Each way of tampering with a bundle has a sentence of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from service.audit.bundle import write_bundle
from service.audit.bundle_file import CHECKPOINT, ENTRIES, GLOBAL_PROOF
from service.audit.checkpoint import Checkpoint
from service.audit.note import text_of
from service.audit.tree import leaf_hash, root
from service.audit.verdict import Verdict
from service.audit.verification import verify_bundle
from service.settings import Settings
from tests.service.audit.bundles import OTHER, Parts, key_of, lines, parts_of, said, signer_of, with_lines
from tests.service.audit.conftest import Grow, signed_once
from tests.service.story import GARDEN


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
