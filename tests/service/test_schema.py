from typing import LiteralString

import psycopg
import pytest
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from service.postgres_event_store import PostgresEventStore
from service.schema import KEYS, STORE, SchemaTooNew, create_keys_schema, create_schema
from tests.service.story import asked, planted

SHAPE: tuple[LiteralString, ...] = (
    """SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns
    WHERE table_schema = %(schema)s AND table_name = 'events' ORDER BY ordinal_position""",
    """SELECT indexdef FROM pg_indexes WHERE schemaname = %(schema)s AND tablename = 'events' ORDER BY 1""",
    """SELECT reloptions FROM pg_class WHERE oid = (%(schema)s::text || '.events')::regclass""",
    """SELECT attname, atttypid::regtype FROM pg_attribute
    WHERE attrelid = (%(schema)s::text || '.stored_event_text')::regclass ORDER BY attnum""",
)


@pytest.fixture
def one_event(store: PostgresEventStore) -> None:
    store.append([planted("peas", 1)], asked("a"))


@pytest.mark.usefixtures("one_event")
def test_making_the_tables_again_changes_nothing(owner_url: str) -> None:
    create_schema(owner_url)
    create_keys_schema(owner_url)
    with psycopg.connect(owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM store.events").fetchone() == (1,)
        versions = connection.execute("SELECT part, version FROM public.schema_version ORDER BY 1, 2").fetchall()
    made = {"keys": KEYS, "store": STORE}
    assert versions == [(part, number) for part, texts in made.items() for number in range(1, len(texts) + 1)]


def test_the_tables_of_a_newer_waymark_are_left_alone(owner_url: str) -> None:
    with psycopg.connect(owner_url) as connection:
        connection.execute("INSERT INTO public.schema_version VALUES ('store', 99)")
    with pytest.raises(SchemaTooNew, match="newer Waymark"):
        create_schema(owner_url)


@pytest.mark.usefixtures("one_event")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store.events SET topic = 'x'",
        "DELETE FROM store.events",
        "TRUNCATE store.events",
        "UPDATE store.command SET answer = '{}'",
        "DELETE FROM store.command",
        "TRUNCATE store.command",
        "ALTER TABLE store.events DISABLE TRIGGER ALL",
        "DROP TABLE store.events",
        "UPDATE store.delivery SET person = 'x'",
        "DELETE FROM store.ledger_head",
        "DELETE FROM keys.erased_subject",
        "CREATE TABLE store.mine (a int)",
        "CREATE TABLE public.mine (a int)",
    ],
)
def test_the_application_cannot_change_what_is_recorded(app_url: str, statement: LiteralString) -> None:
    with psycopg.connect(app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.usefixtures("one_event")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store.events SET topic = 'x'",
        "DELETE FROM store.events WHERE false",
        "TRUNCATE store.events",
    ],
)
def test_even_the_owner_is_stopped_from_changing_an_event(owner_url: str, statement: LiteralString) -> None:
    with psycopg.connect(owner_url) as connection, pytest.raises(psycopg.errors.RestrictViolation, match="correction"):
        connection.execute(statement)


def test_the_events_table_is_the_one_the_library_would_make(owner_url: str) -> None:
    given = conninfo_to_dict(owner_url)
    fields = {name: str(given[name]) for name in ("dbname", "host", "port", "user", "password")}
    with psycopg.connect(owner_url) as connection:
        connection.execute("CREATE SCHEMA theirs")
    with PostgresDatastore(**fields, schema="theirs", originator_id_type="text") as datastore:  # type: ignore[arg-type]
        PostgresApplicationRecorder(datastore, events_table_name="events").create_table()

    with psycopg.connect(owner_url) as connection:

        def shape(schema: str) -> list[list[str]]:
            rows = [connection.execute(query, {"schema": schema}).fetchall() for query in SHAPE]
            return [[str(row).replace(schema, "") for row in each] for each in rows]

        assert shape("store") == shape("theirs")
