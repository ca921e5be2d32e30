"""Copies a story that was played elsewhere into a store: its events under this store's keys, and its people."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid5

from service.assembly import Waymark
from service.event_store import CommandAnswer
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
        # Sealed words are opened here and sealed anew on the way in: the two stores have different keys.
        theirs = [source.seals.unseal(event) for event in events if event.meta.ledger == programme]
        mark = sha256(f"{IMPORTER}/{story.story}/{seed}".encode()).digest()
        command = CommandAnswer(programme, f"{IMPORTER}/{story.story}/{seed}", mark, {"version": len(theirs)})
        target.store.append(theirs, command)
        copied += len(theirs)
    return StoryImported(len(story.programmes) - skipped, skipped, copied)
