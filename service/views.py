"""The tables of the views: made by the owner, written by the projector, and made anew when their shape has changed."""

from collections.abc import Sequence

import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from projections.catalogue import PROJECTIONS
from projections.projection import Projection
from projections.table import VIEWS
from service.log_reader import save_position
from service.machine_faults import MachineFault
from service.schema import APP_ROLE


class SearchMissing(MachineFault):
    """The database server lacks what the search needs."""


def create_views(owner_url: str, app_role: str = APP_ROLE, projections: Sequence[Projection] = PROJECTIONS) -> None:
    """Make the tables of the views, after the store's own. Calling it again changes nothing.

    A view in an older shape loses its tables and its position, so that the projector builds it from nothing.
    """
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('waymark schema', 0))")
        schema, role = Identifier(VIEWS), Identifier(app_role)
        _letters(connection)
        connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(schema))
        connection.execute(
            "CREATE TABLE IF NOT EXISTS views.projection (name text PRIMARY KEY, shape integer NOT NULL)"
        )
        for projection in projections:
            _shape(connection, projection)
        connection.execute(SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role))
        connection.execute(
            SQL("GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON ALL TABLES IN SCHEMA {} TO {}").format(schema, role)
        )


def _letters(connection: Connection) -> None:
    """What finds words in spite of typing errors. It is trusted: the owner of a database may switch it on there."""
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public")
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile, psycopg.errors.InsufficientPrivilege):
        msg = (
            "The search in the library needs pg_trgm, which comes with PostgreSQL (Debian: postgresql-contrib). "
            "Have it installed on the database server, or have its administrator run: CREATE EXTENSION pg_trgm"
        )
        raise SearchMissing(msg) from None


def _shape(connection: Connection, projection: Projection) -> None:
    row = connection.execute("SELECT shape FROM views.projection WHERE name = %s", (projection.name,)).fetchone()
    if row and row[0] != projection.shape:
        for table in projection.tables:
            connection.execute(SQL("DROP TABLE IF EXISTS {}").format(Identifier(VIEWS, table)))
        save_position(connection, projection.name, 0)
    connection.execute(projection.schema.encode())
    connection.execute(
        "INSERT INTO views.projection VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET shape = excluded.shape",
        (projection.name, projection.shape),
    )
