"""What groups leave behind and say about it, as events that a test writes down by hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import count
from uuid import UUID, uuid5

from psycopg import Connection

from domain.event import Fact, Meta, Recorded
from domain.passage import Sealed
from domain.plan import Plan
from domain.programme_events import Mentor, ProgrammeStarted, Vocabulary
from domain.resource_events import Lasted, PackImported, Provenance, ResourcePublished
from projections.catalogue import PROJECTIONS
from projections.opening import Opening
from projections.projection import Projection
from service.plan_file import load_plan
from tests.projections.walk import COORDINATOR, WORKER

DAY = date(2025, 3, 3)
TEMPLATE = "ulo-from-scratch"


def opened(names: Mapping[str, str] | None = None) -> Opening:
    """Sealed words of this module hold their text in the open, so that a test sees where it comes out."""
    return Opening(names=lambda people: {each: (names or {}).get(each, "Someone") for each in people}, unseal=_text)


def sealed(text: str) -> Sealed:
    return Sealed(s="programme:x", kid="1", c=text, at="here")


def _text(words: Sealed) -> str:
    return words.c


def uuid(number: int) -> str:
    return str(UUID(int=number + (1 << 124)))


def programme(number: int) -> str:
    return f"programme:{uuid(number)}"


def shelf(number: int) -> str:
    return f"resource:{uuid(number)}"


@cache
def plan() -> Plan:
    return load_plan(TEMPLATE)


class Book:
    """Writes events down in order, and gives each stream its versions."""

    def __init__(self) -> None:
        self.events: list[Recorded[Fact]] = []
        self._versions: dict[str, Callable[[], int]] = {}

    def write(
        self,
        stream: str,
        fact: Fact,
        on: date = DAY,
        *,
        ledger: str | None = None,
        actor: str = WORKER,
        story: str | None = None,
    ) -> int:
        """Write one event. Returns its version."""
        version = self._versions.setdefault(stream, count(1).__next__)()
        position = len(self.events) + 1
        meta = Meta(
            id=uuid5(UUID(int=0), f"{stream}/{version}"),
            ledger=ledger or f"programme:{stream.partition(':')[2]}",
            actor=actor,
            role="worker",
            recorded_at=datetime.combine(on, time(12), UTC),
            occurred_on=on,
            command_id="pack" if ledger else f"book-{position}",
            story=story,
        )
        self.events.append(Recorded(stream, version, meta, fact, position))
        return version

    def start(
        self, number: int, organisation: str, mentor: str = "Disability Solutions", story: str | None = None
    ) -> str:
        """Begin a programme. Returns its name."""
        self.write(
            programme(number),
            ProgrammeStarted(
                organisation=organisation,
                locality="Tamworth",
                nation="england",
                mentor=Mentor(organisation=mentor, coordinator=COORDINATOR),
                commissioner=None,
                funders=(),
                vocabulary=Vocabulary(),
                start_on=DAY,
                part_way=False,
                plan=plan(),
            ),
            story=story,
        )
        return programme(number)

    def import_pack(self, number: int, organisation: str, on: date = DAY, days: int | None = None) -> None:
        """Bring in the legacy pack of a programme elsewhere. Those of an older Waymark say no days."""
        pack = PackImported(
            pack="a" * 64,
            organisation=organisation,
            template=TEMPLATE,
            template_version=1,
            ended_on=on,
            checkpoint=None,
            course=(Lasted(milestone="ENG-01", weeks=4, days=days, blocked_days=days and 0),),
        )
        self.write(shelf(number), pack, on, ledger="service")

    def publish(
        self,
        number: int,
        resource: int = 1,
        title: str = "How we found a hall",
        *,
        on: date = DAY,
        ledger: str | None = None,
        **changes: object,
    ) -> str:
        """Offer something. Returns its name. `changes` are fields of the event or of its provenance."""
        whence = {name: changes.pop(name) for name in tuple(changes) if name in Provenance.model_fields}
        fact = ResourcePublished.model_validate(
            {
                "resource": resource,
                "edition": 1,
                "kind": "lesson",
                "title": title,
                "text": "We asked everybody we knew, and then the library.",
                "easy_read": None,
                "link": None,
                "files": (),
                "formats": ("plain-text",),
                "language": "en",
                "licence": "CC-BY-4.0",
                "audience": "everybody",
                "criteria": (),
                "constituencies": (),
                "review_on": date(2026, 3, 3),
                "provenance": {"organisation": f"Group {number}", "template": TEMPLATE, **whence},
                "contact": None,
                "consented_on": None,
                **changes,
            }
        )
        self.write(shelf(number), fact, on, ledger=ledger)
        return f"{shelf(number)}/{resource}"


def put(
    connection: Connection, events: Sequence[Recorded[Fact]], projections: Sequence[Projection] = PROJECTIONS
) -> None:
    """Bring events to views."""
    with connection.transaction(), connection.cursor() as cursor:
        for each in projections:
            each.apply(cursor, events)
