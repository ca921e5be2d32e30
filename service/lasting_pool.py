"""Connections kept between requests, none of which is lent after its server went away.

Without this, whoever came first after the database was started again was told that it cannot be reached.
"""

import select

import orjson
import psycopg
from psycopg import Connection
from psycopg.types.json import set_json_loads
from psycopg_pool import ConnectionPool


def lasting_pool(url: str, size: int) -> ConnectionPool[Connection]:
    """Open a pool of up to `size` connections at `url`, each statement a transaction of its own unless it says more."""

    def check(connection: Connection) -> None:
        if _silent(connection):
            return
        try:
            ConnectionPool.check_connection(connection)
        except psycopg.OperationalError:
            # The others most likely died with it: looked at now, or each would cost its finder a second of waiting.
            pool.check()
            raise

    pool = ConnectionPool[Connection](
        url, min_size=1, max_size=size, kwargs={"autocommit": True}, configure=_configure, check=check, open=True
    )
    return pool


def _configure(connection: Connection) -> None:
    # A page over many programmes reads thousands of small values, and Python's own reader of JSON takes far longer.
    set_json_loads(orjson.loads, connection)


def _silent(connection: Connection) -> bool:
    """Whether nothing came from the server since, not even the end. To ask it would take a way there and back."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
