"""A sound installation with its waits running, made once; each test breaks a copy of it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from domain.milestone_commands import AddEvidence, AgreePlan
from domain.programme_commands import Appointment, StartProgramme
from domain.programme_events import Mentor
from domain.roles import Role
from domain.waits import open_waits
from service.assembly import Waymark, build
from service.clock import system_clock
from service.engine_room import EngineRoom
from service.groundwork import prepare
from service.invariant_findings import Acknowledged
from service.invariants_waits import check_waits
from service.legacy_pack.shelf import PackShelf
from service.log_reader import save_position
from service.mail_queue import note
from service.port import free_ports
from service.post import READER
from service.postgres_server import PostgresServer
from service.privacy.standing_waits import StandingWaits
from service.projector import rebuild
from service.reconcile import reconcile
from service.settings import Settings
from service.temporal_client import connect
from service.temporal_server import TemporalServer
from tests.clocks import OffsetClock
from tests.faults.people import FOUNDER, MENTOR, WORKER
from tests.faults.tree import until
from workflows.look import Wait

A_QUARTER_AGO = OffsetClock(timedelta(days=-92))
"""Thirteen weeks and a day: the first review fell due yesterday, and nothing does in the minute of the tests."""
TWELVE_HOURS_ON = OffsetClock(timedelta(hours=12))
"""By this clock everything is recorded that falls due while the tests run, so that nothing does, at whatever hour."""
LISTED = 120.0
"""Seconds. Temporal lists a workflow that began or ended a moment later; on a busy machine it is a long one."""


@dataclass(frozen=True, slots=True)
class Sound:
    """An installation in which nothing is broken, what a client knows of it, and its one programme."""

    settings: Settings
    acknowledged: tuple[Acknowledged, ...]
    programme: str


@pytest.fixture(scope="module")
def temporal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Temporal server."""
    port, ui_port = free_ports(2)
    with TemporalServer(tmp_path_factory.mktemp("temporal") / "home", port=port, ui_port=ui_port) as server:
        yield server.address


@pytest.fixture(scope="module")
def whole(postgres: PostgresServer, temporal: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sound]:
    """One programme, begun a quarter ago, whose prompts are recorded and whose waits run."""
    name = f"whole_{uuid4().hex}"
    postgres.create_database(name)
    home = tmp_path_factory.mktemp("whole") / "home"
    home.mkdir(mode=0o700)
    own = {"home": home, "mail_folder": home / "mailbox", "temporal_address": temporal}
    settings = Settings.model_validate({**own, **urls(postgres, name)})
    prepare(settings)
    with build(settings, clock=A_QUARTER_AGO) as waymark:
        acknowledged = _begin(waymark)
    with build(settings, clock=TWELVE_HOURS_ON) as waymark:
        programme = waymark.store.ledgers("programme")[0]
        _record_what_is_due(waymark, programme)
    with build(settings) as waymark:
        rebuild(settings.database_url, waymark.store)
        _note_messages(waymark)
        _start_waits(waymark)
    until(lambda: told_of_waits(settings) == set(), LISTED, "every wait to be listed")
    yield Sound(settings, acknowledged, programme)
    postgres.drop_database(name)


@pytest.fixture
def sound(whole: Sound, postgres: PostgresServer) -> Iterator[Sound]:
    """A copy of the whole, to be broken. Temporal is shared: what a test changes there, it puts right again."""
    name = f"copy_{uuid4().hex}"
    postgres.create_database(name, template=_database(whole.settings))
    yield replace(whole, settings=whole.settings.model_copy(update=urls(postgres, name)))
    postgres.drop_database(name)


def urls(postgres: PostgresServer, name: str) -> dict[str, str]:
    owner, app = postgres.url(name, "waymark_owner"), postgres.url(name, "waymark_app")
    return {
        "database_url": app,
        "owner_database_url": owner,
        "keys_database_url": app,
        "keys_owner_database_url": owner,
    }


def _database(settings: Settings) -> str:
    return settings.database_url.rpartition("/")[2]


def _begin(waymark: Waymark) -> tuple[Acknowledged, ...]:
    started = waymark.front_door.start(
        StartProgramme(
            organisation="A new group",
            locality="A town",
            mentor=Mentor(organisation="An older group", coordinator=MENTOR),
            template="ulo-from-scratch",
            start_on=A_QUARTER_AGO().date(),
            people=(Appointment(person=WORKER, role=Role.WORKER), Appointment(person=FOUNDER, role=Role.FOUNDER)),
        ),
        actor=MENTOR,
        command_id="start",
    )
    programme = started.programme
    waymark.front_door.ask(programme, AgreePlan(), actor=FOUNDER, command_id="agree")
    evidence = AddEvidence(milestone="ENG-01", note="Signed.")
    waymark.front_door.ask(programme, evidence, actor=WORKER, command_id="evidence")
    return (
        *(Acknowledged(command_id=each, programme=programme, outcome="ok") for each in ("start", "agree", "evidence")),
        Acknowledged(command_id="never", programme=programme, outcome="refused"),
        Acknowledged(command_id="who-knows", programme=programme, outcome="unknown"),
    )


def _record_what_is_due(waymark: Waymark, programme: str) -> None:
    room, something = EngineRoom(waymark.front_door, waymark.clock, PackShelf(waymark)), True
    while something:
        something = False
        for about in sorted(open_waits(waymark.front_door.programme(programme))):
            wait = Wait(programme=programme, about=about)
            look = room.look(wait)
            if look.step == "record":
                something |= room.record(wait, look.command_id)


def told_of_waits(settings: Settings) -> set[str]:
    """What the check of the waits says is wrong."""
    with build(settings) as waymark:
        standing = StandingWaits(waymark)
        checked = check_waits(settings, waymark.store, waymark.front_door, waymark.clock, standing)
        return {each.sentence for each in asyncio.run(checked).findings}


def _note_messages(waymark: Waymark) -> None:
    with psycopg.connect(waymark.settings.database_url) as connection:
        note(waymark.store.read(0, 1000), connection, system_clock)
        save_position(connection, READER, waymark.store.end())


def _start_waits(waymark: Waymark) -> None:
    async def start() -> None:
        client = await connect(waymark.settings)
        await reconcile(client, waymark.store, waymark.front_door, standing=StandingWaits(waymark))

    asyncio.run(start())
