"""Writes the bundle of one ledger: everything a reader needs to check it alone, except the key."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psycopg
from psycopg import Connection, IsolationLevel

from domain.refusals import UnknownProgramme
from service.audit import bundle_file as part
from service.audit.anchors import Ties
from service.audit.bundle_readme import easy_readme, readme
from service.audit.checkpoint import Checkpoint
from service.audit.continuity import Seen
from service.audit.leaf import Leaf
from service.audit.log_proof import LogProof, hash_lines
from service.audit.note import NoteRefused, text_of
from service.audit.stored_tree import global_tree
from service.audit.tiles import tile_contents
from service.audit.tree import consistency_proof, inclusion_proof, root
from service.machine_faults import MachineFault
from service.settings import Settings
from service.whole_file import new_file

MaySee = Callable[[Leaf], bool]
"""Whether the reader may see an entry. For the others only the hash goes into the bundle."""

_HEAD = """
SELECT epoch, index, size, note FROM store.head WHERE ledger = %s ORDER BY epoch DESC, index DESC LIMIT 1
"""
_CHECKPOINT = "SELECT size, note FROM store.checkpoint WHERE epoch = %s ORDER BY size DESC LIMIT 1"
_ENTRIES = """
SELECT index, originator_id, originator_version, topic, state, hash
FROM store.leaf JOIN store.events ON notification_id = position
WHERE ledger = %s AND index < %s ORDER BY index
"""
_AT_ONCE = 2_000
# The same record gives the same file.
_DAY = (1980, 1, 1, 0, 0, 0)


class CannotBundle(MachineFault):
    """There is nothing to bundle yet, or what is stored is not what was signed."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """What went into a bundle, in numbers of entries. `unsigned` were recorded since and are not in it."""

    ledger: str
    size: int
    withheld: int
    unsigned: int
    checkpoint: str = field(repr=False)
    global_checkpoint: str = field(repr=False)


def write_bundle(
    settings: Settings, ledger: str, file: Path, since: Seen | None = None, may_see: MaySee | None = None
) -> Bundled:
    """Write a ledger's newest signed record. `since` is what the reader was given last time.

    Raises UnknownProgramme, CannotBundle, CannotWrite.
    """
    with psycopg.connect(settings.database_url, application_name="waymark audit") as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute(_HEAD, (ledger,)).fetchone()
        recorded = connection.execute("SELECT max(index) + 1 FROM store.leaf WHERE ledger = %s", (ledger,)).fetchone()
        if recorded is None or recorded[0] is None:
            raise UnknownProgramme("There is no such programme here. Look at the list of programmes for its id.")
        if row is None:
            raise CannotBundle("Nothing of this programme is signed yet. Start the signer, and try again in a minute.")
        epoch, index, size, note = row
        signed = Checkpoint.parse(text_of(note))
        with new_file(file) as written, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            made = _Bundle(archive)
            made.add(part.CHECKPOINT, note)
            leaves, withheld = _write_entries(connection, made, ledger, size, may_see)
            if root(leaves) != signed.root:
                raise CannotBundle("The stored record is not the one that was signed. Run: waymark audit check")
            for tile, content in tile_contents(leaves):
                made.add(tile.path, content)
            whole = _write_proofs(connection, made, ledger, epoch, index, since)
            bundled = Bundled(ledger, size, withheld, recorded[0] - size, note, whole)
            made.add(part.README, readme(ledger, size, withheld))
            made.add(part.EASY_README, easy_readme(withheld))
    return bundled


class _Bundle:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, content: str | bytes) -> None:
        self._archive.writestr(_described(name), content)

    def stream(self, name: str) -> IO[bytes]:
        return self._archive.open(_described(name), "w", force_zip64=True)


def _described(name: str) -> zipfile.ZipInfo:
    described = zipfile.ZipInfo(name, _DAY)
    described.compress_type = zipfile.ZIP_DEFLATED
    described.external_attr = 0o644 << 16
    return described


def _write_entries(
    connection: Connection, bundle: _Bundle, ledger: str, size: int, may_see: MaySee | None
) -> tuple[list[bytes], int]:
    leaves: list[bytes] = []
    withheld = 0
    with bundle.stream(part.ENTRIES) as opened, io.BufferedWriter(opened, 1 << 20) as lines:
        for leaf, signed in _entries(connection, ledger, size):
            entry = leaf.entry
            if leaf.index != len(leaves) or leaf.hash != signed or b"\n" in entry:
                raise CannotBundle(
                    f"Entry {len(leaves)} is missing or is not the one that was signed. Run: waymark audit check"
                )
            if may_see is None or may_see(leaf):
                lines.write(entry + b"\n")
            else:
                withheld += 1
                lines.write(part.withheld_line(leaf.index, signed) + b"\n")
            leaves.append(signed)
    return leaves, withheld


def _entries(connection: Connection, ledger: str, size: int) -> Iterator[tuple[Leaf, bytes]]:
    with connection.cursor("entries", binary=True) as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(_ENTRIES, (ledger, size))
        for index, stream, version, topic, state, signed in cursor:
            yield Leaf(index, ledger, stream, version, topic, state), signed


def _write_proofs(
    connection: Connection, bundle: _Bundle, ledger: str, epoch: int, index: int, since: Seen | None
) -> str:
    """Returns the global checkpoint they are about."""
    row = connection.execute(_CHECKPOINT, (epoch,)).fetchone()
    opening = connection.execute("SELECT note FROM store.head WHERE epoch = %s AND index = 0", (epoch,)).fetchone()
    if row is None or opening is None:
        raise CannotBundle("The log of checkpoints has lost its newest. Run: waymark audit check")
    size, note = row
    tree = global_tree(connection, epoch)
    for name, number in ((part.GLOBAL_PROOF, index), (part.EPOCH_PROOF, 0)):
        bundle.add(name, str(LogProof(number, tuple(inclusion_proof(number, size, tree.subtree)), note)))
    bundle.add(part.EPOCH, opening[0])
    ties = Ties(connection, ledger, epoch, size)
    for name, content in (*ties.witnessed(), *ties.stamped()):
        bundle.add(name, content)
    if since is None:
        return str(note)
    bundle.add(part.OLD_CHECKPOINT, since.checkpoint)
    if since.global_checkpoint is not None:
        try:
            before = Checkpoint.parse(text_of(since.global_checkpoint))
        except NoteRefused as refused:
            raise CannotBundle(f"The file given with --since cannot be used. {refused}") from refused
        if before.origin == Checkpoint.parse(text_of(note)).origin and before.size <= size:
            bundle.add(part.GLOBAL_GROWTH, hash_lines(consistency_proof(before.size, size, tree.subtree)))
    return str(note)
