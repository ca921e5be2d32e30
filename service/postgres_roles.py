"""The roles and databases of our own PostgreSQL: made once, and completed when a newer Waymark knows more of them."""

import psycopg
from psycopg import sql

from service.home import Home
from service.postgres_data import ROLES, connection_secrets

DATABASES = ("waymark", "waymark_keys")


def furnish(connection: psycopg.Connection, home: Home) -> None:
    """Make what is missing. `connection` is the superuser's, outside a transaction."""
    kept = connection_secrets(home)
    for role in ROLES:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(kept[role]))
            )
    for database in DATABASES:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if known is None:
            create_database(connection, database, "template1")


def create_database(connection: psycopg.Connection, name: str, template: str) -> None:
    """Make a database that belongs to `waymark_owner`."""
    database = sql.Identifier(name)
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER waymark_owner TEMPLATE {}").format(database, sql.Identifier(template))
    )
    connection.execute(sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO waymark_app").format(database))
