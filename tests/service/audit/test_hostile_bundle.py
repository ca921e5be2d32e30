"""Whatever somebody sends as a bundle, the answer is a verdict: no crash, no file written, no memory without bound."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from service.audit.bundle_file import CHECKPOINT, ENTRIES, GLOBAL_PROOF
from service.audit.leaf import Leaf
from service.audit.verdict import Verdict
from service.audit.verification import verify_bundle
from service.settings import Settings
from tests.service.audit.bundles import Parts, key_of, lines, parts_of, said, with_lines
from tests.service.story import GARDEN


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06", b"hello" * 100, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_bundle_is_not_one(here: Settings, bundle: Path, content: bytes) -> None:
    file = bundle.with_name("odd.zip")
    file.write_bytes(content)

    assert said(verify_bundle(file, [key_of(here)])) == [("bundle", None)]
    assert not verify_bundle(file.with_name("nothing.zip"), [key_of(here)]).holds
    assert not verify_bundle(file.parent, [key_of(here)]).holds
    assert not verify_bundle(bundle, [key_of(here)], old=file).holds


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/passwd",
        "tile/0/../../x",
        "C:\\x",
        "tile/0/000\n",
        "key",
        "tile/10/000",
    ],
)
def test_a_part_of_another_name_is_refused(bundle: Path, verdict_on: Callable[[Parts], Verdict], name: str) -> None:
    verdict = verdict_on({**parts_of(bundle), name: b"x"})

    assert said(verdict) == [("bundle", None)]
    assert "\n" not in verdict.problems[0].sentence


def test_two_parts_of_one_name_are_refused(here: Settings, bundle: Path) -> None:
    with zipfile.ZipFile(bundle, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(CHECKPOINT, b"x")

    assert said(verify_bundle(bundle, [key_of(here)])) == [("bundle", None)]


@pytest.mark.parametrize("name", [CHECKPOINT, ENTRIES, GLOBAL_PROOF, "tile/0/000"])
def test_a_part_that_unpacks_to_far_too_much_is_refused(here: Settings, bundle: Path, name: str) -> None:
    parts = parts_of(bundle)
    file = bundle.with_name("bomb.zip")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            if each != name:
                archive.writestr(each, content)
        with archive.open(name, "w") as opened:
            for _ in range(100):
                opened.write(bytes(1 << 20))

    verdict = verify_bundle(file, [key_of(here)])

    assert verdict.problems[0].kind == "bundle"
    assert "longer than" in verdict.problems[0].sentence


def test_more_lines_than_were_signed_are_not_even_read(bundle: Path, verdict_on: Callable[[Parts], Verdict]) -> None:
    parts = parts_of(bundle)
    parts[ENTRIES] += b"\n" * 10_000_000

    assert said(verdict_on(parts)) == [("entry", 300)]


def test_a_list_of_parts_that_would_fill_the_memory_is_not_read(here: Settings, bundle: Path) -> None:
    content = bytearray(bundle.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 12, 1 << 30)
    bundle.write_bytes(content)

    assert "too many parts" in verify_bundle(bundle, [key_of(here)]).text


def test_every_part_may_be_anything(bundle: Path, verdict_on: Callable[[Parts], Verdict]) -> None:
    parts = parts_of(bundle)
    proven = {name for name in parts if not name.startswith("README")}
    for name in proven:
        for odd in (b"", b"\xff\xfe", b"\n\n\n", b"\x00" * 64, parts[name][:-2], parts[name] + b"\n", parts[name][1:]):
            assert not verdict_on({**parts, name: odd}).holds, (name, odd)


def test_an_entry_of_ten_thousand_brackets_is_only_a_wrong_entry(
    bundle: Path, verdict_on: Callable[[Parts], Verdict]
) -> None:
    parts = parts_of(bundle)
    deep = Leaf(3, GARDEN, GARDEN, 4, "garden.planted.v1", b"[" * 100_000).entry
    entries = lines(parts)

    assert said(verdict_on(with_lines(parts, [*entries[:3], deep, *entries[4:]]))) == [("entry", 3)]


def test_a_flipped_bit_anywhere_never_holds_unless_nothing_that_counts_changed(here: Settings, bundle: Path) -> None:
    whole = bundle.read_bytes()
    counted = {name: content for name, content in parts_of(bundle).items() if not name.startswith("README")}
    file = bundle.with_name("flipped.zip")
    for at in range(0, len(whole), max(1, len(whole) // 400)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        if verify_bundle(file, [key_of(here)]).holds:
            with zipfile.ZipFile(file) as archive:
                assert all(archive.read(name) == content for name, content in counted.items())
