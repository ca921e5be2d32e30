"""History: an index over the log. It keeps no words: what happened is loaded from the store on reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from psycopg import Cursor

from domain.duty_events import DutyOpened
from domain.event import Fact, Recorded
from domain.plan_events import AddedMilestone, PlanRevised
from domain.programme_events import ProgrammeStarted
from projections.facts import duty_title, happenings, kept, milestones_named, people_named
from projections.table import Table

MILESTONE, GATE, DUTY = "milestone", "gate", "duty"


@dataclass(slots=True)
class HistoryRow:
    """Where an event stands, whom and what it is about, and when it was true and recorded."""

    position: int
    programme: str
    stream: str
    version: int
    topic: str
    milestones: list[str]
    people: list[str]
    actor: str
    role: str
    recorded_at: datetime
    occurred_on: date


@dataclass(slots=True)
class HistoryTitleRow:
    """What a milestone, a gate or a duty is called, for the sentences. A group's own words are sealed."""

    programme: str
    kind: str
    key: str
    title: object


ENTRY = Table("history_entry", HistoryRow, ("position",), indexes=("programme, position",))
TITLE = Table("history_title", HistoryTitleRow, ("programme", "kind", "key"))


class History:
    """Everything that happened, in order."""

    name: ClassVar[str] = "history"
    shape: ClassVar[int] = 1
    kept: ClassVar[tuple[Table[Any], ...]] = (ENTRY, TITLE)
    tables: ClassVar[tuple[str, ...]] = tuple(table.name for table in kept)
    schema: ClassVar[str] = "\n".join(table.ddl for table in kept)

    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        """Write what these events change."""
        entries: list[HistoryRow] = []
        titles: dict[tuple[str, str, str], HistoryTitleRow] = {}
        for event in happenings(events):
            meta, fact = event.meta, event.fact
            entries.append(
                HistoryRow(
                    position=event.position,
                    programme=meta.ledger,
                    stream=event.stream,
                    version=event.version,
                    topic=fact.TOPIC,
                    milestones=milestones_named(fact),
                    people=people_named(fact),
                    actor=meta.actor,
                    role=meta.role,
                    recorded_at=meta.recorded_at,
                    occurred_on=meta.occurred_on,
                )
            )
            for kind, key, title in _titles(fact):
                titles[meta.ledger, kind, key] = HistoryTitleRow(meta.ledger, kind, key, title)
        ENTRY.save(cursor, entries)
        TITLE.save(cursor, titles.values())


def _titles(fact: Fact) -> list[tuple[str, str, object]]:
    match fact:
        case ProgrammeStarted():
            milestones = [(MILESTONE, each.id, each.title) for each in fact.plan.milestones]
            return [*milestones, *((GATE, gate.id, gate.title) for gate in fact.plan.gates)]
        case PlanRevised():
            added = [change for change in fact.changes if isinstance(change, AddedMilestone)]
            return [(MILESTONE, change.id, kept(change.title)) for change in added]
        case DutyOpened():
            return [(DUTY, fact.duty, duty_title(fact))]
        case _:
            return []
