"""How far behind the signer is: what is recorded and not signed yet."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

LONGEST_SECONDS = 60.0
"""The merge delay we promise: from being recorded to being in a signed checkpoint."""

_WAITING = """
WITH signed AS (SELECT position FROM store.checkpoint ORDER BY epoch DESC, size DESC LIMIT 1)
SELECT (SELECT count(*) FROM store.leaf WHERE position > coalesce((SELECT position FROM signed), 0)),
    (SELECT (convert_from(state, 'UTF8')::json -> 'meta' ->> 'recorded_at')::timestamptz FROM store.events
        WHERE notification_id > coalesce((SELECT position FROM signed), 0) ORDER BY notification_id LIMIT 1),
    (SELECT signed_at FROM store.checkpoint ORDER BY epoch DESC, size DESC LIMIT 1)
"""
_TOO_LONG = "That is too long: look at the signer's log (logs/signer.log)."


@dataclass(frozen=True, slots=True)
class SignerLag:
    """`waiting` events are not signed yet, the first of them for so many `seconds`."""

    waiting: int
    seconds: float
    signed_at: datetime | None

    @property
    def late(self) -> bool:
        """Whether something waits longer than we promise: an alarm."""
        return self.seconds > LONGEST_SECONDS

    @property
    def sentence(self) -> str:
        """The same, for a person."""
        if self.signed_at is None:
            said = "Nothing is signed yet: the signer has not begun."
        elif not self.waiting:
            said = "Everything that is recorded is signed."
        elif self.waiting == 1:
            said = f"One event is not signed yet, for {_seconds(self.seconds)}."
        else:
            said = f"{self.waiting:,} events are not signed yet, the first for {_seconds(self.seconds)}."
        return f"{said} {_TOO_LONG}" if self.late else said


def _seconds(lasting: float) -> str:
    return "1 second" if round(lasting) == 1 else f"{lasting:,.0f} seconds"


def signer_lag(connection: Connection, now: datetime) -> SignerLag:
    """Ask the database."""
    waiting, since, signed_at = connection.execute(_WAITING).fetchall()[0]
    return SignerLag(waiting, max(0.0, (now - since).total_seconds()) if since else 0.0, signed_at)
