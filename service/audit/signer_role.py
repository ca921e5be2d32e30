"""The signer's own role in the database: it reads leaves, and adds what it signed. Nothing else."""

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from service.schema import APP_ROLE

_SIGNED = SQL("store.subtree, store.head, store.checkpoint")


def let_only_the_signer_sign(owner_url: str, signer_url: str, app_role: str = APP_ROLE) -> None:
    """Give the role that `signer_url` names its rights, and take those from the application. Again changes nothing.

    `owner_url` logs in as the role that owns the tables.
    """
    role = Identifier(str(conninfo_to_dict(signer_url)["user"]))
    with psycopg.connect(owner_url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('waymark schema', 0))")
        database = Identifier(connection.info.dbname)
        for grant in (
            SQL("GRANT CONNECT ON DATABASE {database} TO {role}"),
            SQL("GRANT USAGE ON SCHEMA store TO {role}"),
            SQL("GRANT SELECT ON store.leaf TO {role}"),
            SQL("GRANT SELECT, INSERT ON {signed}, store.time_stamp TO {role}"),
            SQL("REVOKE INSERT ON {signed} FROM {app}"),
        ):
            connection.execute(grant.format(database=database, role=role, signed=_SIGNED, app=Identifier(app_role)))
