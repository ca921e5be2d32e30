"""Every event is a leaf: written with it, numbered without gaps, never changed, and made of bytes anybody can make."""

from hashlib import sha256
from typing import LiteralString

import orjson
import psycopg
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier

from service.audit.leaf import Leaf, NotAnEntry, read_entry
from service.audit.tables import AUDIT_TABLES
from service.postgres_event_store import PostgresEventStore
from tests.service.story import GARDEN, PERSON, SPADE, asked, planted

LEAVES = """
SELECT index, leaf.ledger, originator_id, originator_version, topic, state, hash,
    store.leaf_entry(leaf.ledger, index, originator_id, originator_version, topic, state)
FROM store.leaf JOIN store.events ON notification_id = position ORDER BY leaf.ledger, index
"""
WORDS = (
    "Zoë",
    "“quoted”",
    'a "b" \\ c',
    "tab\tnew\nline",
    "🌱" * 50,
    "\u2028\x7f\x01",
    "नमस्ते",
    "ﬁ e\u0301",
    "</script>",
    "",
)


@pytest.fixture
def many(store: PostgresEventStore) -> None:
    """Events of two ledgers and three streams, with every kind of text, in commands of several sizes."""
    versions = {GARDEN: 0, SPADE: 0, PERSON: 0}
    for number in range(120):
        events = []
        for stream in list(versions)[: 1 + number % 3]:
            for _ in range(1 + number % 7):
                versions[stream] += 1
                ledger = "service" if stream == PERSON else GARDEN
                what = WORDS[versions[stream] % len(WORDS)] * (1 + number % 5)
                events.append(planted(what, versions[stream], stream, ledger=ledger))
        store.append(events, asked(str(number)))


def rows(url: str) -> list[tuple[Leaf, bytes, bytes]]:
    with psycopg.connect(url) as connection:
        return [(Leaf(*row[:6]), row[6], row[7]) for row in connection.execute(LEAVES).fetchall()]


@pytest.mark.usefixtures("many")
def test_every_event_is_a_leaf_of_its_ledger_and_anybody_can_make_its_bytes(app_url: str) -> None:
    found = rows(app_url)

    with psycopg.connect(app_url) as connection:
        assert connection.execute("SELECT count(*) FROM store.events").fetchone() == (len(found),)
    assert len(found) > 700
    for ledger in (GARDEN, "service"):
        of_it = [leaf.index for leaf, _, _ in found if leaf.ledger == ledger]
        assert of_it == list(range(len(of_it)))
    for leaf, stored_hash, made_there in found:
        assert leaf.entry == made_there
        assert stored_hash == sha256(b"\x00" + made_there).digest() == leaf.hash
        assert rfc8785.dumps(orjson.loads(made_there)) == made_there
        assert read_entry(made_there) == leaf


@pytest.mark.usefixtures("many")
def test_events_recorded_before_there_were_leaves_get_the_same_ones(app_url: str, owner_url: str) -> None:
    before = rows(app_url)
    with psycopg.connect(owner_url) as connection:
        connection.execute("DROP TRIGGER events_have_leaves ON store.events")
        connection.execute("DROP FUNCTION store.add_leaves, store.leaf_entry CASCADE")
        connection.execute("DROP TABLE store.leaf, store.subtree, store.head, store.checkpoint")
        connection.execute(SQL(AUDIT_TABLES).format(app=Identifier("waymark_app")))

    assert rows(app_url) == before


def test_a_refused_command_leaves_no_leaf(store: PostgresEventStore, app_url: str) -> None:
    store.append([planted("peas", 1)], asked("a"))
    with pytest.raises(Exception, match="Somebody else"):
        store.append([planted("beans", 1)], asked("b"))
    store.append([planted("beans", 2)], asked("c"))

    assert [leaf.index for leaf, _, _ in rows(app_url)] == [0, 1]


def test_an_event_of_no_ledger_is_not_recorded(app_url: str) -> None:
    with psycopg.connect(app_url) as connection, pytest.raises(psycopg.errors.NotNullViolation):
        connection.execute("INSERT INTO store.events VALUES ('x', 1, 't', '{\"meta\": {}}')")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("table", ["leaf", "subtree", "head", "checkpoint"])
@pytest.mark.parametrize("statement", ["UPDATE store.{} SET hash = ''", "DELETE FROM store.{}", "TRUNCATE store.{}"])
def test_nobody_changes_a_leaf_or_what_was_signed(
    app_url: str, owner_url: str, table: str, statement: LiteralString
) -> None:
    asked_for = SQL(statement.replace("hash = ''", "note = ''" if table == "checkpoint" else "hash = ''"))
    with psycopg.connect(app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(asked_for.format(Identifier(table)))
    with psycopg.connect(owner_url) as connection, pytest.raises(psycopg.errors.RestrictViolation, match="correction"):
        connection.execute(asked_for.format(Identifier(table)))


def test_the_application_writes_no_leaf_but_by_recording(app_url: str) -> None:
    with psycopg.connect(app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("INSERT INTO store.leaf VALUES ('service', 0, 1, '')")


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_whatever_is_read_as_an_entry_is_exactly_that_entry(noise: bytes) -> None:
    entry = Leaf(3, "service", PERSON, 1, "person.added.v1", b'{"data":{},"meta":{"ledger":"service"}}').entry
    for maybe in (noise, entry[:40] + noise + entry[60:], noise + entry, entry + noise):
        try:
            read = read_entry(maybe)
        except NotAnEntry:
            assert maybe != entry
        else:
            assert read.entry == maybe


@pytest.mark.parametrize(
    "state",
    [
        b'{"meta":{"ledger":"service"}},"l":"programme:x","s":{}',
        b'{"meta":{"ledger":"programme:x"}}',
        b"[" * 100_000,
        b"",
        b"null",
        b'"meta"',
    ],
)
def test_a_state_that_would_say_more_than_an_event_is_refused(state: bytes) -> None:
    with pytest.raises(NotAnEntry):
        read_entry(Leaf(0, "service", PERSON, 1, "t", state).entry)
