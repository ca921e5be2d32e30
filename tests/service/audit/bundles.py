"""Bundles taken apart and put together again, as somebody who tampers would."""

import zipfile
from pathlib import Path

from service.audit.bundle_file import ENTRIES
from service.audit.epoch import newest_epoch
from service.audit.note import Signer, Verifier
from service.audit.tiles import tile_contents
from service.audit.tree import leaf_hash
from service.audit.verdict import Verdict
from service.settings import Settings

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


def said(verdict: Verdict) -> list[tuple[str, int | None]]:
    assert not verdict.holds
    return [(each.kind, each.entry) for each in verdict.problems]
