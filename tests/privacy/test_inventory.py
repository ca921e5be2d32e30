"""Every field of every event, and every table, is classed; the inventory in the documents says just that."""

from typing import ClassVar

import psycopg
import pytest

from domain.event import Fact, Meta, PersonRef
from domain.field_classes import INTERNAL, PERSONAL, PUBLIC, Unclassed, lines, lines_of
from domain.passage import Name, Passage, Text
from domain.programme_events import Appointed
from service.facts import FACTS
from service.privacy.inventory import FILE, inventory
from service.privacy.kept import TABLES
from service.privacy.lag import KEYS_BACKUPS_FOR
from service.settings import Settings


def test_row_42_every_field_of_every_event_is_classed() -> None:
    fields = [line for fact in FACTS for line in lines_of(fact)] + list(lines("meta", Meta))
    assert len({(line.topic, line.path) for line in fields}) == len(fields)
    print(f"\n{len(fields)} fields of {len(FACTS)} kinds of events, all classed")  # noqa: T201 - a count


@pytest.mark.parametrize("kind", [str, Name, Text, str | None, tuple[Text, ...], dict[str, Name]])
def test_row_42_a_field_that_nobody_classed_fails_the_build(kind: object) -> None:
    gossip = type(
        "Talk", (Fact,), {"TOPIC": "programme.talk.v1", "__annotations__": {"said": kind}, "__module__": __name__}
    )
    with pytest.raises(Unclassed, match="said"):
        lines_of(gossip)


def test_what_people_write_is_sealed_and_who_they_are_is_an_id() -> None:
    class Said(Fact):
        TOPIC: ClassVar[str] = "programme.said.v1"
        words: Passage
        of: tuple[PersonRef, ...]

    assert [(line.field_class, line.kept) for line in lines_of(Said)] == [("personal", "sealed"), ("personal", "by id")]
    assert not [
        line for fact in FACTS for line in lines_of(fact) if (line.field_class, line.kept) == ("personal", "plain")
    ]


def test_no_line_of_the_table_is_about_a_field_that_is_not_there() -> None:
    there = {(line.topic, line.path) for fact in FACTS for line in lines_of(fact)}
    there |= {(line.topic, line.path) for line in lines("meta", Meta)}
    for table in (PUBLIC, INTERNAL, PERSONAL):
        assert {(topic, path) for topic, paths in table.items() for path in paths} <= there
    assert Appointed in FACTS


def test_every_table_is_in_the_inventory(settings: Settings) -> None:
    listed = {kept.place for kept in TABLES}
    with psycopg.connect(settings.owner_database_url) as connection:
        rows = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
    there = {f"{schema}.*" if schema == "views" else f"{schema}.{table}" for schema, table in rows}
    assert there == listed


def test_the_inventory_in_the_documents_is_the_one_of_the_code() -> None:
    assert FILE.read_text(encoding="utf-8") == inventory(), "Write it anew: python -m service.privacy.inventory"
    assert f"{KEYS_BACKUPS_FOR.days} days" in inventory()
