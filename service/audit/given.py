"""What each reader was given last, so that the next bundle says that it continues it."""

from psycopg import Connection

from domain.event import PersonRef
from service.audit.bundle import Bundled
from service.audit.continuity import Seen

_KEEP = """
INSERT INTO store.bundle_given (reader, ledger, checkpoint, global_checkpoint) VALUES (%s, %s, %s, %s)
ON CONFLICT (reader, ledger) DO UPDATE
SET checkpoint = excluded.checkpoint, global_checkpoint = excluded.global_checkpoint, given_at = now()
"""


def given_before(connection: Connection, reader: PersonRef, ledger: str) -> Seen | None:
    """The checkpoints a reader got with their last bundle of this record."""
    row = connection.execute(
        "SELECT checkpoint, global_checkpoint FROM store.bundle_given WHERE reader = %s AND ledger = %s",
        (reader, ledger),
    ).fetchone()
    return Seen(*row) if row else None


def remember(connection: Connection, reader: PersonRef, bundled: Bundled) -> None:
    """Keep what a reader got now."""
    connection.execute(_KEEP, (reader, bundled.ledger, bundled.checkpoint, bundled.global_checkpoint))


def forget(connection: Connection, reader: PersonRef) -> None:
    """Forget what a reader ever got. Erasing a person does this."""
    connection.execute("DELETE FROM store.bundle_given WHERE reader = %s", (reader,))
