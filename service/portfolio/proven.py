"""How much of each programme's record is proven, for a list of programmes at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

_HEADS = """
SELECT wanted.ledger,
    (SELECT max(index) + 1 FROM store.leaf WHERE leaf.ledger = wanted.ledger),
    (SELECT size FROM store.head WHERE head.ledger = wanted.ledger ORDER BY epoch DESC, index DESC LIMIT 1)
FROM unnest(%s::text[]) AS wanted(ledger)
"""
_SIGNED = "SELECT signed_at FROM store.checkpoint ORDER BY epoch DESC, size DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Proven:
    """`signed` of `recorded` entries are in the newest checkpoint; the whole log was last signed at `signed_at`."""

    recorded: int
    signed: int
    signed_at: datetime | None

    @property
    def all_of_it(self) -> bool:
        """Whether nothing waits to be signed."""
        return self.recorded > 0 and self.signed >= self.recorded


def proven(connection: Connection, programmes: Iterable[str]) -> dict[str, Proven]:
    """By programme."""
    newest = connection.execute(_SIGNED).fetchone()
    signed_at = newest[0] if newest else None
    rows = connection.execute(_HEADS, (list(programmes),)).fetchall()
    return {ledger: Proven(recorded or 0, signed or 0, signed_at) for ledger, recorded, signed in rows}
