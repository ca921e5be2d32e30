"""What others said about an older global checkpoint, with what ties a bundle to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg import Connection

from service.audit.bundle_file import STAMP, STAMPED, WITNESSED
from service.audit.log_proof import LogProof, hash_lines
from service.audit.published import Published, with_cosignatures
from service.audit.stored_tree import global_tree
from service.audit.tree import consistency_proof, inclusion_proof

_WITNESSED = """
SELECT DISTINCT checkpoint.epoch, checkpoint.size, note FROM store.checkpoint JOIN (
    SELECT epoch, max(size) AS size FROM store.cosignature WHERE epoch = %s GROUP BY epoch, witness
) AS newest USING (epoch, size) ORDER BY size DESC LIMIT %s
"""
_STAMPED = """
SELECT epoch, size, note, reply FROM store.checkpoint JOIN store.time_stamp USING (epoch, size)
WHERE epoch = %s ORDER BY size DESC LIMIT 1
"""
_HEAD = "SELECT index, note FROM store.head WHERE epoch = %s AND ledger = %s AND index < %s ORDER BY index DESC LIMIT 1"
_MOST = 9


@dataclass(frozen=True, slots=True)
class Ties:
    """A bundle's ledger, its epoch and how long the global log is in it."""

    connection: Connection
    ledger: str
    epoch: int
    size: int

    def witnessed(self) -> Iterator[tuple[str, str]]:
        """For each witness the newest it cosigned: names and contents of the parts of a bundle."""
        rows = self.connection.execute(_WITNESSED, (self.epoch, _MOST)).fetchall()
        for number, row in enumerate(rows, start=1):
            checkpoint = Published(*row)
            note = with_cosignatures(self.connection, checkpoint)
            yield from self._tied(f"{WITNESSED}{number}", checkpoint, note)

    def stamped(self) -> Iterator[tuple[str, str | bytes]]:
        """The newest time stamp, and the checkpoint it is about."""
        row = self.connection.execute(_STAMPED, (self.epoch,)).fetchone()
        if row is None:
            return
        checkpoint, reply = Published(*row[:3]), row[3]
        parts = list(self._tied(STAMPED, checkpoint, checkpoint.note))
        if parts:
            yield from parts
            yield f"{STAMPED}.checkpoint", checkpoint.note
            yield STAMP, reply

    def _tied(self, place: str, checkpoint: Published, note: str) -> Iterator[tuple[str, str]]:
        """The ledger's head in that checkpoint, its proof, and that today's log continues it."""
        head = self.connection.execute(_HEAD, (self.epoch, self.ledger, checkpoint.size)).fetchone()
        if head is None:
            # Nothing of this ledger was in the log then.
            return
        index, signed = head
        subtree = global_tree(self.connection, self.epoch).subtree
        proof = LogProof(index, tuple(inclusion_proof(index, checkpoint.size, subtree)), note)
        yield f"{place}.tlog-proof", str(proof)
        yield f"{place}.head", signed
        yield f"{place}.consistency", hash_lines(consistency_proof(checkpoint.size, self.size, subtree))
