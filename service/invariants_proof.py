"""I4: every event is the one whose leaf was signed, and every published checkpoint is consistent with the newest."""

from psycopg import Connection

from service.audit.epoch import epoch_key
from service.audit.full_check import full_check
from service.audit.note import NoteRefused, Verifier
from service.home import Home
from service.invariant_findings import Finding, Report

_NOTES = """
SELECT 'head', epoch, index, note FROM store.head UNION ALL SELECT 'checkpoint', epoch, size, note FROM store.checkpoint
ORDER BY 2, 1, 3
"""
_COUNTS = "SELECT (SELECT count(*) FROM store.leaf), (SELECT count(*) FROM store.checkpoint)"


def check_proof(connection: Connection, home: Home) -> Report:
    """Compare every event with its leaf, leaves with everything signed, and signatures with the keys that are here.

    `connection` reads one snapshot. Every leaf is hashed again, which is more than a proof of inclusion for each.
    """
    said = [*_signatures(connection, home)]
    try:
        said += full_check(connection)
    except NoteRefused as refused:
        said.append(f"A checkpoint in the database is none any more. {refused}")
    row = connection.execute(_COUNTS).fetchone()
    leaves, checkpoints = row or (0, 0)
    return Report(
        looked_at={"leaves": leaves, "checkpoints": checkpoints},
        findings=tuple(Finding(invariant="I4", sentence=sentence) for sentence in said),
    )


def _signatures(connection: Connection, home: Home) -> list[str]:
    said = []
    keys: dict[int, Verifier | None] = {}
    for kind, epoch, number, note in connection.execute(_NOTES).fetchall():
        if epoch not in keys:
            signer = epoch_key(home, epoch)
            keys[epoch] = signer.verifier if signer else None
        key = keys[epoch]
        try:
            if key is not None:
                key.open(note)
        except NoteRefused as refused:
            said.append(f"The {kind} {number} of epoch {epoch} cannot be trusted. {refused}")
    return said
