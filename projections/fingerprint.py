"""One short text that says everything in a projection, to compare it with its rebuild (invariant I3)."""

import hashlib
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL

from projections.catalogue import PROJECTIONS
from projections.projection import Projection
from projections.table import Table


def named(projection: str) -> Projection:
    """The projection of this name. Raises KeyError, listing those there are."""
    for each in PROJECTIONS:
        if each.name == projection:
            return each
    known = ", ".join(each.name for each in PROJECTIONS)
    msg = f"There is no view called {projection}. Choose one of: {known}."
    raise KeyError(msg)


def fingerprint(connection: Connection, projection: str) -> str:
    """A hash over every row of a projection, in the order of their keys. Raises KeyError."""
    mark = hashlib.sha256()
    with connection.transaction(), connection.cursor() as cursor:
        # How dates are written depends on the session.
        cursor.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'")
        for table in named(projection).kept:
            mark.update(table.name.encode())
            with cursor.copy(SQL("COPY ({}) TO STDOUT").format(SQL(_ordered(table)))) as rows:
                for part in rows:
                    mark.update(part)
    return mark.hexdigest()


def _ordered(table: Table[Any]) -> str:
    columns = table.columns
    order = ", ".join(f'{name} COLLATE "C"' if columns[name] == "text" else name for name in table.key)
    return f"SELECT {', '.join(columns)} FROM {table.path} ORDER BY {order}"  # noqa: S608 - names of our own tables
