"""Installations of their own, and a group with a past in one of them, to move from one to the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

from domain.milestone_commands import AddEvidence, Block
from domain.organisation_commands import AppointBoardMember
from domain.resource_commands import CheckResource, DraftResource, PublishResource
from service.assembly import Waymark
from service.people import PersonCard
from service.postgres_server import PostgresServer
from service.schema import create_keys_schema, create_schema
from service.settings import Settings
from service.views import create_views
from tests.service.group import FIRST, OTHER, WORKER, Group, Hands, group, settings_of

WORDS = "Ann found us a room"
LEFT = "Ask how wide every door is"


@contextmanager
def installation(postgres: PostgresServer, folder: Path) -> Iterator[Settings]:
    name = f"test_{uuid4().hex}"
    postgres.create_database(name)
    owner, app = postgres.url(name, "waymark_owner"), postgres.url(name, "waymark_app")
    create_schema(owner)
    create_keys_schema(owner)
    create_views(owner)
    yield settings_of(folder, app, owner)
    postgres.drop_database(name)


@contextmanager
def a_group_with_a_past(settings: Settings) -> Iterator[Group]:
    """Beside others that have nothing to do with it."""
    with group(settings, Hands()) as ours:
        ours.start(worker=PersonCard(name="Will Wood", email="will@example.org", channel="email"))
        Group(ours.waymark, ours.hands).start()
        ours.ask(AddEvidence(milestone=FIRST, note=WORDS, about=WORKER), by=WORKER)
        ours.ask(Block(milestone=FIRST, kind="people", note="Everybody is ill"), by=WORKER)
        ours.ask(AppointBoardMember(person=OTHER, voting=True, from_constituency=True))
        leave_behind(ours)
        Group(ours.waymark, ours.hands).start()
        ours.wait_for_prompt()
        yield ours


def leave_behind(ours: Group, text: str = LEFT) -> int:
    """A toolkit that was checked and published, and that nobody looks after. Gives its number."""
    ours.ask(DraftResource(kind="toolkit", title="Finding a room", text=text, milestone=FIRST), by=WORKER)
    legacy = ours.waymark.front_door.group(ours.id).legacy
    assert legacy is not None
    number = max(legacy.resources)
    ours.ask(CheckResource(resource=number, agreed=True), by=OTHER)
    ours.ask(PublishResource(resource=number))
    return number


def count(waymark: Waymark, table: str) -> int:
    with psycopg.connect(waymark.settings.owner_database_url) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]  # type: ignore[no-any-return] # noqa: S608


def nothing_is_there(waymark: Waymark) -> bool:
    tables = ("store.events", "store.command", "store.people", "store.ledger_head", "store.delivery")
    return not any(count(waymark, table) for table in tables)
