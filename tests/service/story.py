"""Facts of a small garden, to test the store with: it must not matter to it what a programme is."""

from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from uuid import UUID, uuid4

from domain.event import Fact, Meeting, Meta, Recorded
from domain.passage import Passage
from service.event_store import CommandAnswer

GARDEN = "programme:6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
SPADE = "resource:0b4b2a52-6c3a-4a0e-9d5c-3a1d6f1f7d11"
PERSON = "person:1b4e28ba-2fa1-41d2-883f-0016d3cca427"
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Planted(Fact):
    """Something was planted."""

    TOPIC: ClassVar[str] = "garden.planted.v1"
    what: str
    on: date
    rows: tuple[int, ...] = ()


class Note(Fact):
    """Somebody wrote something down, and perhaps more lines."""

    TOPIC: ClassVar[str] = "garden.note.v1"
    text: Passage
    lines: tuple[Passage, ...] = ()


class Harvested(Fact):
    """A fact an older Waymark does not know."""

    TOPIC: ClassVar[str] = "garden.harvested.v9"
    what: str


FACTS = (Planted, Note)


def planted(what: str, version: int, stream: str = GARDEN, **meta: object) -> Recorded[Fact]:
    return recorded(Planted(what=what, on=date(2026, 3, 1), rows=(1, 2)), version, stream, **meta)


def recorded(fact: Fact, version: int, stream: str = GARDEN, **meta: object) -> Recorded[Fact]:
    given: dict[str, object] = {
        "id": uuid4(),
        "ledger": GARDEN,
        "actor": PERSON,
        "role": "mentor",
        "recorded_at": MORNING,
        "occurred_on": date(2026, 3, 1),
        "command_id": f"c{version}",
        **meta,
    }
    return Recorded(stream=stream, version=version, meta=Meta.model_validate(given), fact=fact)


def asked(command_id: str, stream: str = GARDEN, mark: bytes = b"m", **answer: object) -> CommandAnswer:
    return CommandAnswer(stream=stream, command_id=command_id, body_mark=mark, answer=answer)


def later(hours: int) -> datetime:
    return MORNING + timedelta(hours=hours)


def meeting(minute: Passage) -> Meeting:
    return Meeting(
        body="founding group", held_on=date(2026, 3, 1), present=7, votes_for=6, votes_against=1, minute=minute
    )


EVENT_ID = UUID("5f0c7a3e-94f5-4a3c-8f0d-2f3b3f6d8a10")
