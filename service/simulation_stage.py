"""Everything a story needs around it to be played: its people's names, a server that skips time, and a worker."""

import asyncio
import gc
import signal
import sysconfig
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import count
from pathlib import Path
from uuid import UUID, uuid5

from temporalio.client import WorkflowExecutionStatus
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.testing import WorkflowEnvironment

from domain.resource_events import PublishedFile
from service.assembly import Waymark, build
from service.clock import system_clock
from service.machine_faults import CannotStart, MachineFault
from service.people import PersonCard
from service.settings import Settings
from service.simulation import Progress, Simulation
from service.simulation_clock import StoryClock
from service.simulation_player import Player
from service.simulation_room import Key, StoryRoom
from service.story import Story
from service.story_cast import Cast, story_command_id
from service.story_summary import StoryTold, tell, virtual_days
from service.worker import make_worker
from workflows.catalogue import workflow_id

IDS = UUID("8d6d3d2a-1e0c-5a53-8a5f-0b7f2d1f7a52")
"""The namespace of the ids of a story's events."""

AT_ONCE = 256
"""More than waits can be due at one moment: all of them come before the first is let through."""

POOL = 8
TOGETHER = 32
EVERYTHING = 1_000_000
SELDOM = (200_000, 50, 1000)
"""So many new things come between two looks for what nobody needs any more (gc.set_threshold)."""
QUIET = LoggingConfig(filter=TelemetryFilter(core_level="ERROR", other_level="ERROR"))


class StoryStopped(MachineFault):
    """Somebody asked to stop."""


def run_story(story: Story, seed: int, settings: Settings, progress: Progress) -> StoryTold:
    """Play a story from the main thread, until its end or until Ctrl-C or SIGTERM. Raises as play_story does."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    collected = gc.get_threshold()

    async def main() -> StoryTold:
        playing = asyncio.ensure_future(play_story(story, seed, settings, progress))
        for number in before:
            # An exception out of a signal handler would hit the worker anywhere; this ends it politely.
            asyncio.get_running_loop().add_signal_handler(number, playing.cancel)
        return await playing

    # A story makes millions of small things and few circles of them: to look for these took a twelfth of its time.
    gc.set_threshold(*SELDOM)
    try:
        return asyncio.run(main())
    except asyncio.CancelledError:
        raise StoryStopped("The story was stopped before its end. Nothing of it is kept.") from None
    finally:
        gc.set_threshold(*collected)
        for number, handler in before.items():
            signal.signal(number, handler)


async def play_story(story: Story, seed: int, settings: Settings, progress: Progress) -> StoryTold:
    """Play a story in this empty store, to its end. Raises StoryStuck or StoryTooLong when it has none."""
    began = time.monotonic()
    clock, numbers = StoryClock(system_clock()), count()
    neighbours: dict[str, Cast] = {}
    players = [
        Player(Cast(story, part, seed, clock, neighbours), story_command_id(story.story, seed, part.key))
        for part in story.programmes
    ]
    neighbours.update((player.cast.part.key, player.cast) for player in players)

    def next_id() -> UUID:
        return uuid5(IDS, f"{story.story}/{seed}/{next(numbers)}")

    with build(settings, clock=clock, story=story.story, pool_size=POOL, new_id=next_id) as waymark:
        for player in players:
            for ref, person in player.cast.refs().items():
                waymark.people.add(PersonCard(name=person.shown), ref)
            player.cast.files.update(_published(waymark, player))
        refusals, left = await _play(waymark, players, clock, progress)
        return _told(story, seed, waymark, players, refusals, left, time.monotonic() - began)


def _published(waymark: Waymark, player: Player) -> Iterator[tuple[str, PublishedFile]]:
    """The files that a programme of a story leaves behind, kept before anybody names them."""
    for thing in player.cast.part.left_behind:
        for file in thing.files:
            kept = waymark.public_files.publish_file(BytesIO(file.content.encode()), file.name, player.programme)
            yield file.name, kept


async def _play(
    waymark: Waymark, players: Sequence[Player], clock: StoryClock, progress: Progress
) -> tuple[Counter[str], tuple[str, ...]]:
    """Play on a server of its own. Returns how often people were refused what, and which waits still run."""
    door = waymark.front_door
    room = StoryRoom(waymark, clock.engine)
    env = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(_server()),
        data_converter=pydantic_data_converter,
        runtime=Runtime(telemetry=TelemetryConfig(logging=QUIET)),
    )
    try:
        with ThreadPoolExecutor(AT_ONCE) as executor:
            simulation = Simulation(waymark.store, door, room, env, clock, players, progress, system_clock)
            # The sandbox guards against code that is not deterministic, which live runs and replays find out as well.
            worker = make_worker(env.client, waymark, executor, sandboxed=False, room=room, at_once=AT_ONCE)
            async with worker:
                try:
                    await simulation.play()
                    left = await _still_running(env, room.known())
                finally:
                    room.close()
    finally:
        await env.shutdown()
    return simulation.refusals, left


async def _still_running(env: WorkflowEnvironment, waits: Sequence[Key]) -> tuple[str, ...]:
    """The workflows of these waits that the server says have not ended. It finishes what is under way first."""
    await env.sleep(1)
    gate = asyncio.Semaphore(TOGETHER)

    async def running(workflow: str) -> bool:
        async with gate:
            found = await env.client.get_workflow_handle(workflow).describe()
        return found.status is WorkflowExecutionStatus.RUNNING

    ids = [workflow_id(programme, about) for programme, about in waits]
    answers = await asyncio.gather(*(running(each) for each in ids))
    return tuple(each for each, is_running in zip(ids, answers, strict=True) if is_running)


def _told(
    story: Story,
    seed: int,
    waymark: Waymark,
    players: Sequence[Player],
    refusals: Counter[str],
    left: tuple[str, ...],
    seconds: float,
) -> StoryTold:
    events = waymark.store.read(0, EVERYTHING)
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
        seconds=round(seconds, 2),
        refusals=dict(sorted(refusals.items())),
        waits_left=left,
        by_topic=dict(sorted(Counter(event.fact.TOPIC for event in events).items())),
        each=each,
        invented=story.invented,
    )


def _server() -> Path:
    """The test server's program, which its package puts beside Python's own."""
    found = Path(sysconfig.get_path("scripts")) / "temporal-test-server"
    if not found.exists():
        raise CannotStart("The program temporal-test-server is missing. Install Waymark again with: make install")
    return found
