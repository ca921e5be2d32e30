"""Checks a bundle: with a public key, and without a server, a database or an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.audit.anchor_check import check_time_stamp, check_witnesses
from service.audit.bundle_file import CHECKPOINT, BundleRefused, open_bundle
from service.audit.checkpoint import Checkpoint, ledger_of
from service.audit.continuity import check_continuity, read_seen
from service.audit.cosignature import WitnessKey
from service.audit.entry_check import check_entries
from service.audit.examination import Examination
from service.audit.global_check import check_global_log
from service.audit.note import NoteRefused, Verifier
from service.audit.tiles import tile_contents, tiles_of
from service.audit.time_stamps import Authority
from service.audit.tree import HASH_BYTES, root
from service.audit.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Others:
    """Whom else the reader trusts: witnesses who cosign, and an authority that stamps with the time."""

    witnesses: Sequence[WitnessKey] = ()
    authority: Authority | None = None


NOBODY_ELSE = Others()


def verify_bundle(
    file: Path,
    keys: Sequence[Verifier],
    old: Path | None = None,
    programme: str | None = None,
    others: Others = NOBODY_ELSE,
) -> Verdict:
    """Check everything there is to check. `keys`: the installation's, and older ones of it for older checkpoints.

    `old` is a checkpoint or bundle the reader kept; `programme` is the ledger the reader expects.
    """
    verdict = Verdict()
    try:
        with open_bundle(file) as bundle:
            exam = Examination(bundle, keys, verdict)
            now = _checkpoint(exam, programme)
            if now is not None:
                _record(exam, now)
                check_global_log(exam, now)
                check_witnesses(exam, others.witnesses)
                check_time_stamp(exam, others.authority)
                check_continuity(exam, now, read_seen(old) if old else None)
    except BundleRefused as refused:
        verdict.refuse("bundle", str(refused))
    return verdict


def _checkpoint(exam: Examination, programme: str | None) -> Checkpoint | None:
    """The signed checkpoint; without it nothing else counts."""
    verdict = exam.verdict
    try:
        key, now = exam.signed(exam.bundle.text(CHECKPOINT))
        ledger = ledger_of(key.name, now.origin)
    except NoteRefused as refused:
        verdict.refuse(
            "checkpoint", f"The checkpoint cannot be trusted. {refused} It was rewritten, or this is not its key."
        )
        return None
    verdict.ledger, verdict.log, verdict.size, verdict.root = ledger, key.name, now.size, now.root.hex()
    if programme is not None and programme != ledger:
        verdict.refuse("programme", f"This is the record of {ledger}, and you asked about {programme}.")
    return now


def _record(exam: Examination, now: Checkpoint) -> None:
    """Entries, tiles and checkpoint must say the same."""
    verdict = exam.verdict
    tiled = _lowest_tiles(exam, now.size)
    trusted = tiled is not None and root(tiled) == now.root
    found = check_entries(exam.bundle, verdict, now.size, tiled if trusted else None)
    if tiled is not None and trusted:
        exam.leaves = tiled
        _upper_tiles(exam, tiled)
    elif len(found) == now.size and root(found) == now.root:
        exam.leaves = found
        if tiled is not None:
            number = next(at for at, (one, other) in enumerate(zip(tiled, found, strict=True)) if one != other)
            verdict.refuse("tile", f"A tile was changed: it has another hash for entry {number} than was signed.")
    else:
        verdict.refuse(
            "checkpoint",
            f"Neither the entries nor the tiles lead to the checkpoint of {now.size:,} entries that was signed. They "
            "were changed together, or belong to another record.",
        )
    if not verdict.problems:
        verdict.proven.append(
            f"The record of {verdict.ledger} has {now.size:,} entries, and their order and every letter are as they "
            "were when this checkpoint was signed with the key you gave. None is left out."
        )
        if verdict.withheld:
            verdict.proven.append(
                f"{verdict.shown:,} entries are shown. {verdict.withheld:,} are not for you: they are counted, and "
                "their hashes show that they were not changed either."
            )


def _lowest_tiles(exam: Examination, size: int) -> list[bytes] | None:
    """The leaf hashes in the tiles; nothing, when one is missing or cut short."""
    leaves: list[bytes] = []
    for tile in tiles_of(size):
        if tile.level:
            break
        if tile.path not in exam.bundle.names:
            exam.verdict.refuse("tile", f"The tile {tile.path} is missing.")
            return None
        content = exam.bundle.tile(tile.path)
        if len(content) != tile.bytes:
            exam.verdict.refuse(
                "tile",
                f"The tile {tile.path} was cut short, or made longer: it has {len(content) // HASH_BYTES} whole hashes "
                f"and must have {tile.width}.",
            )
            return None
        leaves += (content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES))
    return leaves


def _upper_tiles(exam: Examination, leaves: Sequence[bytes]) -> None:
    for tile, content in tile_contents(leaves):
        if tile.level and (tile.path not in exam.bundle.names or exam.bundle.tile(tile.path) != content):
            exam.verdict.refuse("tile", f"The tile {tile.path} is missing or was changed.")
            return
