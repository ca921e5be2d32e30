"""A story that was played, and what is in its store, with all words opened."""

import asyncio
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast
from uuid import uuid4

from domain.event import Fact, Recorded
from service.assembly import Waymark, build
from service.postgres_server import PostgresServer
from service.simulation_place import furnished
from service.simulation_stage import EVERYTHING, play_story
from service.story import Story
from service.story_file import load_story
from service.story_summary import StoryTold

F = TypeVar("F", bound=Fact)
SEED = 1


@dataclass(frozen=True, slots=True)
class Played:
    story: Story
    told: StoryTold
    events: list[Recorded[Fact]]
    waymark: Waymark
    progress: list[tuple[int, int, datetime]]

    def of(self, kind: type[F]) -> list[Recorded[F]]:
        return [cast("Recorded[F]", event) for event in self.events if isinstance(event.fact, kind)]


@contextmanager
def played(postgres: PostgresServer, name: str, seed: int) -> Iterator[Played]:
    database, story, progress = f"story_{uuid4().hex}", load_story(name), list[tuple[int, int, datetime]]()
    postgres.create_database(database)
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        settings = furnished(postgres, home, database)
        # In a thread of its own: a browser of other tests keeps a loop in this one.
        with ThreadPoolExecutor(1) as stage:
            playing = play_story(story, seed, settings, lambda *step: progress.append(step))
            told = stage.submit(asyncio.run, playing).result()
        with build(settings) as waymark:
            events = [waymark.seals.unseal(event) for event in waymark.store.read(0, EVERYTHING)]
            yield Played(story, told, events, waymark, progress)
    postgres.drop_database(database)


def without_place(event: Recorded[Fact]) -> dict[str, object]:
    """The event without its position, for a log has gaps."""
    return {name: getattr(event, name) for name in ("stream", "version", "meta", "fact")}
