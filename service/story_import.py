"""Copies a story that was played elsewhere into a store: its events under this store's keys, and its people."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from uuid import uuid5

from domain.event import Fact, Recorded
from domain.resource_events import ResourcePublished
from service.assembly import Waymark
from service.event_store import Asked, CommandAnswer
from service.front_door import PROGRAMMES
from service.people import PersonCard
from service.story import Story
from service.story_cast import person_ref, story_command_id

IMPORTER = "story-import"
EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class StoryImported:
    """What was copied. `skipped` programmes were there already."""

    programmes: int
    skipped: int
    events: int


def story_programmes(story: Story, seed: int) -> tuple[str, ...]:
    """The ids of a story's programmes: the same for the same seed, wherever it is played."""
    return tuple(
        f"programme:{uuid5(PROGRAMMES, story_command_id(story.story, seed, part.key))}" for part in story.programmes
    )


def is_imported(waymark: Waymark, story: Story, seed: int) -> bool:
    """Whether every programme of this story is in the store: each comes whole or not at all."""
    return all(waymark.store.stream_version(programme) > 0 for programme in story_programmes(story, seed))


def import_story(story: Story, seed: int, source: Waymark, target: Waymark) -> StoryImported:
    """Copy a story's programmes, each in one transaction. Calling it again copies only what is missing."""
    events = source.store.read(0, EVERYTHING)
    copied = skipped = 0
    for part in story.programmes:
        for person in part.people:
            target.people.add(PersonCard(name=person.shown), person_ref(story.story, seed, part.key, person.key))
    for programme in story_programmes(story, seed):
        if target.store.stream_version(programme) > 0:
            skipped += 1
            continue
        for event in events:
            if event.meta.ledger == programme and isinstance(event.fact, ResourcePublished):
                for file in event.fact.files:
                    target.public_files.keep(file.sha256, source.public_files.read(file.sha256), file.name)
        # Sealed words are opened here and sealed anew on the way in: the two stores have different keys.
        theirs = [source.seals.unseal(event) for event in events if event.meta.ledger == programme]
        mark = sha256(f"{IMPORTER}/{story.story}/{seed}".encode()).digest()
        target.store.append_many([_asked(list(each), mark) for _, each in groupby(theirs, key=_command_of)])
        copied += len(theirs)
    return StoryImported(len(story.programmes) - skipped, skipped, copied)


def _command_of(event: Recorded[Fact]) -> tuple[str, str]:
    return event.stream, event.meta.command_id


def _asked(events: list[Recorded[Fact]], mark: bytes) -> Asked:
    """The command as it was answered where the story was played, so that each event here has its command too."""
    stream, command_id = _command_of(events[0])
    return Asked(events, CommandAnswer(stream, command_id, mark, {"version": events[-1].version}))
