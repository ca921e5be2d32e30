"""What is public of the proof: the newest global checkpoint, its growth, and who cosigned it. No content at all."""

from dataclasses import dataclass

from psycopg import Connection

from domain.refusals import Refusal
from service.audit.checkpoint import Checkpoint
from service.audit.cosignature import Cosignature, WitnessKey
from service.audit.growth import Growth
from service.audit.note import NoteRefused, text_of
from service.audit.stored_tree import global_tree
from service.audit.tree import consistency_proof
from service.machine_faults import MachineFault

_NEWEST = "SELECT epoch, size, note FROM store.checkpoint ORDER BY epoch DESC, size DESC LIMIT 1"
_THIS = "SELECT epoch, note FROM store.checkpoint WHERE size = %s ORDER BY epoch DESC"
_LINES = "SELECT witness, cosigned_at, line FROM store.cosignature WHERE epoch = %s AND size = %s ORDER BY witness"


class NothingSigned(Refusal):
    """There is no checkpoint yet."""


class GrowthUnknown(Refusal):
    """The log is not as long as the size that was asked about."""


class CosignatureRefused(Refusal):
    """It is no cosignature of a checkpoint of ours by a witness we know."""


class WitnessKeyUnusable(MachineFault):
    """The settings name a witness by something that is no key."""


@dataclass(frozen=True, slots=True)
class Published:
    """A global checkpoint, the note as the signer made it."""

    epoch: int
    size: int
    note: str


def newest(connection: Connection) -> Published:
    """The newest global checkpoint. Raises NothingSigned."""
    row = connection.execute(_NEWEST).fetchone()
    if row is None:
        raise NothingSigned("Nothing is signed yet. Try again in a minute.")
    return Published(*row)


def cosignatures(connection: Connection, epoch: int, size: int) -> list[Cosignature]:
    """Who cosigned a checkpoint."""
    return [Cosignature(*row) for row in connection.execute(_LINES, (epoch, size)).fetchall()]


def with_cosignatures(connection: Connection, checkpoint: Published) -> str:
    """The note with the lines of those who cosigned it."""
    lines = cosignatures(connection, checkpoint.epoch, checkpoint.size)
    return checkpoint.note + "".join(f"{each.line}\n" for each in lines)


def growth(connection: Connection, old: int) -> Growth:
    """The newest checkpoint, and the proof that its log begins with the `old` first. Raises a Refusal."""
    now = newest(connection)
    if old > now.size:
        raise GrowthUnknown(
            f"The log has {now.size:,} checkpoints now, and {old:,} were asked about. If you saw that many, keep them: "
            "the log was put back, or began a new epoch."
        )
    proof = consistency_proof(old, now.size, global_tree(connection, now.epoch).subtree)
    return Growth(old, tuple(proof), with_cosignatures(connection, now))


def add_cosignatures(connection: Connection, witnesses: list[WitnessKey], note: str) -> list[Cosignature]:
    """Keep what witnesses we know said about a checkpoint we published. Raises CosignatureRefused.

    One that is known already changes nothing.
    """
    if not witnesses:
        raise CosignatureRefused("This Waymark has no witness. Its operator names their keys in WAYMARK_WITNESS_KEYS.")
    try:
        tree = Checkpoint.parse(text_of(note))
        rows = connection.execute(_THIS, (tree.size,)).fetchall()
        epoch = next((epoch for epoch, ours in rows if text_of(ours) == tree.text), None)
        if epoch is None:
            raise CosignatureRefused(
                "This is not a checkpoint that was published here. Whoever cosigned it was shown something else: keep "
                "it, and tell the operator."
            )
        found = [said for each in witnesses if (said := each.cosignature(note)) is not None]
    except NoteRefused as wrong:
        raise CosignatureRefused(f"This is not a cosigned checkpoint. {wrong}") from wrong
    if not found:
        known = ", ".join(each.name for each in witnesses)
        raise CosignatureRefused(f"None of the witnesses this Waymark knows cosigned this. It knows: {known}.")
    for each in found:
        connection.execute(
            "INSERT INTO store.cosignature (epoch, size, witness, cosigned_at, line) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (epoch, tree.size, each.witness, each.at, each.line),
        )
    return found


def witnesses_named(keys: str) -> list[WitnessKey]:
    """Read the keys that the settings name. Raises WitnessKeyUnusable."""
    try:
        return [WitnessKey.parse(key) for key in keys.split()]
    except NoteRefused as wrong:
        raise WitnessKeyUnusable(f"WAYMARK_WITNESS_KEYS holds something that is no witness' key. {wrong}") from wrong
