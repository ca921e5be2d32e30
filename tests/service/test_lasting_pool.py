"""A connection that died while it lay idle is not lent: after a restart of the database nobody is sent away."""

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool

from service.lasting_pool import lasting_pool


def numbers(pool: ConnectionPool[Connection], at_once: int) -> set[int]:
    """The servers behind so many connections, lent at the same time and given back."""
    lent = [pool.getconn() for _ in range(at_once)]
    found = {one.execute("SELECT pg_backend_pid()").fetchone()[0] for one in lent}  # type: ignore[index]
    for one in lent:
        pool.putconn(one)
    return found


def end(numbers: set[int], postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        for number in numbers:
            # Waits until it is gone, so that what follows finds it dead.
            connection.execute("SELECT pg_terminate_backend(%s, 10000)", (number,))


def test_after_all_connections_died_each_that_is_lent_works(app_url: str, postgres_url: str) -> None:
    with lasting_pool(app_url, 4) as pool:
        before = numbers(pool, 4)
        end(before, postgres_url)
        after = [numbers(pool, 1) for _ in range(8)]
    assert len(before) == 4
    assert not before & set().union(*after)


def test_a_connection_that_lives_is_lent_again(app_url: str) -> None:
    with lasting_pool(app_url, 1) as pool:
        assert numbers(pool, 1) == numbers(pool, 1)
