"""What our commands are measured against: the database alone, and eventsourcing's own recorder alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from uuid import uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict

from service.postgres_server import PostgresServer

DATABASE = "bench"
TOPIC = "programme.milestone-accepted.v1"
_TABLE = """
CREATE TABLE raw_events (
    originator_id text NOT NULL, originator_version bigint NOT NULL, topic text, state bytea,
    notification_id bigserial, PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX ON raw_events (notification_id);
"""
Call = Callable[[], object]


@contextmanager
def raw_inserts(server: PostgresServer, state: bytes, clients: int) -> Iterator[list[Call]]:
    """For each client: one INSERT of one event, committed, by psycopg on a connection of its own."""
    url = server.url(DATABASE, "waymark_owner")
    connections = [psycopg.connect(url, autocommit=True) for _ in range(clients)]
    try:
        yield [_raw(connection, state) for connection in connections]
    finally:
        for connection in connections:
            connection.close()


@contextmanager
def bare_saves(server: PostgresServer, state: bytes, clients: int) -> Iterator[list[Call]]:
    """For each client: one event saved by the library's own recorder, with a pool of a connection for each."""
    fields = {name: str(value) for name, value in conninfo_to_dict(server.url(DATABASE, "waymark_owner")).items()}
    datastore = PostgresDatastore(**fields, pool_size=clients, originator_id_type="text")  # type: ignore[arg-type]
    recorder = PostgresApplicationRecorder(datastore, events_table_name="bare_events")
    recorder.create_table()
    try:
        yield [_bare(recorder, state) for _ in range(clients)]
    finally:
        datastore.close()


def make_database(server: PostgresServer) -> None:
    """A database of the baselines' own, on the same server."""
    server.create_database(DATABASE)
    with psycopg.connect(server.url(DATABASE, "waymark_owner"), autocommit=True) as connection:
        connection.execute(_TABLE)


def _raw(connection: Connection, state: bytes) -> Call:
    stream, versions = f"programme:{uuid4()}", count(1)
    insert = "INSERT INTO raw_events (originator_id, originator_version, topic, state) VALUES (%s, %s, %s, %s)"
    return lambda: connection.execute(insert, (stream, next(versions), TOPIC, state), prepare=True)


def _bare(recorder: PostgresApplicationRecorder, state: bytes) -> Call:
    stream, versions = f"programme:{uuid4()}", count(1)
    return lambda: recorder.insert_events([StoredEvent(stream, next(versions), TOPIC, state)])
