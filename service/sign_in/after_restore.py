"""After a restore everybody signs in again: what was revoked since the backup must not come back to life."""

from psycopg import Connection


def end_what_opens(connection: Connection) -> None:
    """End every session, link, invitation and token that a restored database holds. Run as the owner, once."""
    for statement in (
        "DELETE FROM store.session",
        "DELETE FROM store.sign_in_link",
        "DELETE FROM store.sign_in_step",
        "DELETE FROM store.api_token",
        "DELETE FROM store.invitation WHERE settled_at IS NULL",
    ):
        connection.execute(statement.encode())
