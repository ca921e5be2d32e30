"""Everything a story needs around it to be played: a store, a server that skips time, a worker, and its people's names."""

import sysconfig
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.testing import WorkflowEnvironment

from service.assembly import Waymark, build
from service.clock import system_clock
from service.front_door import FrontDoor
from service.home import Home
from service.keyring import KeyFolder
from service.machine_faults import CannotStart
from service.people import PersonCard
from service.plan_file import load_plan
from service.postgres_server import PostgresServer
from service.seals import BodyMarks
from service.settings import Settings
from service.simulation import Progress, Simulation
from service.simulation_clock import StoryClock
from service.simulation_player import Player
from service.simulation_room import StoryRoom
from service.story import Story
from service.story_cast import Cast
from service.story_summary import StoryTold, tell, virtual_days
from service.up import prepare
from service.worker import make_worker

IDS = UUID("8d6d3d2a-1e0c-5a53-8a5f-0b7f2d1f7a52")
"""The namespace of the ids of a story's events."""

AT_ONCE = 256
"""More than waits can be due at one moment: each of them comes before the first is let through."""

POOL = 16
EVERYTHING = 1_000_000
QUIET = LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR"))


def story_command_id(story: str, seed: int, programme: str) -> str:
    """The id of the command with which a programme of a story starts. The programme's id comes from it."""
    return f"story/{story}/{seed}/{programme}"


@contextmanager
def temporary_place() -> Iterator[Settings]:
    """A PostgreSQL of its own for one story, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="waymark-story-") as folder:
        home = Path(folder) / "home"
        with PostgresServer(home, durable=False) as server:
            yield _furnished(server, home, "waymark")


@contextmanager
def place_beside(settings: Settings) -> Iterator[Settings]:
    """A database of its own for one story, on the PostgreSQL of a home that runs; gone afterwards."""
    server = PostgresServer(settings.home)
    name = f"story_{uuid4().hex}"
    with tempfile.TemporaryDirectory(prefix="waymark-story-") as folder:
        server.create_database(name)
        try:
            home = Path(folder) / "home"
            Home(home).open()
            yield _furnished(server, home, name)
        finally:
            server.drop_database(name)


async def play_story(story: Story, seed: int, settings: Settings, progress: Progress) -> StoryTold:
    """Play a story in this empty store, to its end. Raises StoryStuck or StoryTooLong when it has none."""
    began = time.monotonic()
    clock = StoryClock(system_clock())
    players = [
        Player(Cast(story, part, seed, clock), story_command_id(story.story, seed, part.key))
        for part in story.programmes
    ]
    with build(settings, clock=clock, story=story.story, pool_size=POOL) as waymark:
        for player in players:
            for ref, person in player.cast.refs().items():
                waymark.people.add(PersonCard(name=person.shown), ref)
        refusals, left = await _play(waymark, players, clock, progress, story.story, seed)
        events = waymark.store.read(0, EVERYTHING)
        seconds = round(time.monotonic() - began, 2)
        each = tuple(
            tell(player.programme, [event for event in events if event.meta.ledger == player.programme])
            for player in players
        )
    return StoryTold(
        story=story.story,
        title=story.title,
        seed=seed,
        programmes=len(each),
        closed=sum(told.ending is not None for told in each),
        events=len(events),
        people=sum(told.people for told in each),
        virtual_days=virtual_days(events),
        seconds=seconds,
        refusals=dict(sorted(refusals.items())),
        waits_left=left,
        by_topic=dict(sorted(Counter(event.fact.TOPIC for event in events).items())),
        each=each,
        invented=story.invented,
    )


async def _play(
    waymark: Waymark, players: list[Player], clock: StoryClock, progress: Progress, story: str, seed: int
) -> tuple[Counter[str], tuple[str, ...]]:
    """Play on a server of its own. Returns how often people were refused what, and which waits still run."""
    numbers = count()
    front_door = FrontDoor(
        waymark.store,
        waymark.seals,
        BodyMarks(KeyFolder(waymark.settings.folders.keys).marking_key),
        clock,
        load_plan,
        story=story,
        new_id=lambda: uuid5(IDS, f"{story}/{seed}/{next(numbers)}"),
    )
    room = StoryRoom(front_door, clock.engine)
    env = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(_server()),
        data_converter=pydantic_data_converter,
        runtime=Runtime(telemetry=TelemetryConfig(logging=QUIET)),
    )
    try:
        with ThreadPoolExecutor(AT_ONCE) as executor:
            simulation = Simulation(waymark.store, front_door, room, env, clock, players, progress, system_clock)
            worker = make_worker(env.client, front_door, clock, executor, sandboxed=False, room=room, at_once=AT_ONCE)
            async with worker:
                try:
                    await simulation.play()
                finally:
                    room.close()
    finally:
        await env.shutdown()
    return simulation.refusals, tuple(about for _, about in room.running())


def _furnished(server: PostgresServer, home: Path, database: str) -> Settings:
    """The settings of a store and its keys in one database, tables made."""
    app, owner = server.url(database, "waymark_app"), server.url(database, "waymark_owner")
    settings = Settings(
        home=home,
        database_url=app,
        owner_database_url=owner,
        keys_database_url=app,
        keys_owner_database_url=owner,
        mail_folder=Home(home).mailbox,
    )
    prepare(settings)
    return settings


def _server() -> Path:
    """The test server's program, which its package puts beside Python's own."""
    found = Path(sysconfig.get_path("scripts")) / "temporal-test-server"
    if not found.exists():
        raise CannotStart("The program temporal-test-server is missing. Install Waymark again with: make install")
    return found
