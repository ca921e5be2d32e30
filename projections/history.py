"""History: an index over the log. It keeps no words: what happened is loaded from the store on reading.

`known` is when something was recorded, `true` is the day from which it was so. Corrections move that day for those who
look after them, and only for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from psycopg import Cursor

from domain.calendar import day_in_london
from domain.duty_events import DutyOpened
from domain.event import ENGINE, Fact, Recorded
from domain.journal_events import FigureCorrected, MentoringSessionHeld, PeopleCounted
from domain.milestone_events import DateCorrected
from domain.plan_events import AddedMilestone, PlanRevised
from domain.programme_events import ProgrammeStarted
from domain.resource_events import ResourcePublished
from projections.facts import Happening, duty_title, happenings, kept, milestones_named, people_named
from projections.history_days import STEPS, bucket, true_from
from projections.table import Table

MILESTONE, GATE, DUTY, RESOURCE = "milestone", "gate", "duty", "resource"


@dataclass(slots=True)
class HistoryRow:
    """Where an event stands, what it is about, and when it was recorded and true.

    `true_from` is the day the event itself says. `late` marks what was true before it was known, or whose day was
    corrected: readers of different days know different things about it. `minutes` are those of a mentoring session, so
    that a year of them is added up without loading one.
    """

    position: int
    programme: str
    stream: str
    version: int
    topic: str
    milestones: list[str]
    recorded_at: datetime
    occurred_on: date
    true_from: date
    late: bool
    minutes: int = 0


@dataclass(slots=True)
class HistoryAboutRow:
    """That an event is about a milestone (`GOV-05`), has to do with a person (`person:<uuid>`), or was told late."""

    programme: str
    about: str
    position: int


@dataclass(slots=True)
class HistoryDayRow:
    """That since a correction was recorded, an event is held to have been true from another day on."""

    programme: str
    position: int
    corrected_by: int
    recorded_at: datetime
    day: date


@dataclass(slots=True)
class HistoryTitleRow:
    """What a milestone, a gate, a duty or a published resource is called, for the sentences. Own words are sealed."""

    programme: str
    kind: str
    key: str
    title: object


ENTRY = Table(
    "history_entry",
    HistoryRow,
    # The programme first, so that no plan goes through the events of others to find the next of this one.
    ("programme", "position"),
    indexes=("programme, recorded_at, position", "programme, topic, position"),
)
ABOUT = Table("history_about", HistoryAboutRow, ("programme", "about", "position"))
DAY = Table("history_day", HistoryDayRow, ("position", "corrected_by"))
TITLE = Table("history_title", HistoryTitleRow, ("programme", "kind", "key"))


class History:
    """Everything that happened, in order."""

    name: ClassVar[str] = "history"
    shape: ClassVar[int] = 4
    kept: ClassVar[tuple[Table[Any], ...]] = (ENTRY, ABOUT, DAY, TITLE)
    tables: ClassVar[tuple[str, ...]] = tuple(table.name for table in kept)
    schema: ClassVar[str] = "\n".join(table.ddl for table in kept)

    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        """Write what these events change."""
        happened = happenings(events)
        titles: dict[tuple[str, str, str], HistoryTitleRow] = {}
        for event in happened:
            for kind, key, title in _titles(event.fact):
                titles[event.meta.ledger, kind, key] = HistoryTitleRow(event.meta.ledger, kind, key, title)
        moved = _corrected(cursor, [event.position for event in happened])
        ENTRY.save(cursor, [_row(event, corrected=event.position in moved) for event in happened])
        ABOUT.save(cursor, [row for event in happened for row in _about(event)])
        TITLE.save(cursor, titles.values())
        days = [row for event in happened for row in _days(cursor, event)]
        DAY.save(cursor, days)
        ABOUT.save(cursor, [HistoryAboutRow(row.programme, bucket(row.day), row.position) for row in days])
        for row in days:
            cursor.execute(
                "UPDATE views.history_entry SET late = true WHERE programme = %s AND position = %s",
                (row.programme, row.position),
            )


def _row(event: Recorded[Happening], *, corrected: bool) -> HistoryRow:
    meta, day = event.meta, true_from(event)
    return HistoryRow(
        position=event.position,
        programme=meta.ledger,
        stream=event.stream,
        version=event.version,
        topic=event.fact.TOPIC,
        milestones=milestones_named(event.fact),
        recorded_at=meta.recorded_at,
        occurred_on=meta.occurred_on,
        true_from=day,
        late=corrected or min(day, meta.occurred_on) < day_in_london(meta.recorded_at),
        minutes=event.fact.minutes if isinstance(event.fact, MentoringSessionHeld) else 0,
    )


def _about(event: Recorded[Happening]) -> list[HistoryAboutRow]:
    people = [each for each in (event.meta.actor, *people_named(event.fact)) if each != ENGINE]
    known = day_in_london(event.meta.recorded_at)
    late = [bucket(day) for day in (true_from(event), event.meta.occurred_on) if day < known]
    named = dict.fromkeys((*milestones_named(event.fact), *people, *late))
    return [HistoryAboutRow(event.meta.ledger, about, event.position) for about in named]


def _corrected(cursor: Cursor[Any], positions: list[int]) -> set[int]:
    """Those of these events that were corrected already, for when they come again."""
    cursor.execute("SELECT position FROM views.history_day WHERE position = ANY(%s)", (positions,), prepare=False)
    return {position for (position,) in cursor.fetchall()}


def _days(cursor: Cursor[Any], event: Recorded[Happening]) -> list[HistoryDayRow]:
    """The events that a correction moves to another day: what it corrects, and itself."""
    fact, programme, by = event.fact, event.meta.ledger, event.position
    match fact:
        case DateCorrected():
            cursor.execute(
                "SELECT max(entry.position) FROM views.history_about AS about"
                " JOIN views.history_entry AS entry USING (programme, position)"
                " WHERE about.programme = %s AND about.about = %s AND about.position < %s AND topic = ANY(%s)",
                (programme, fact.milestone, by, list(STEPS[fact.step])),
                prepare=False,
            )
            moved = [position for (position,) in cursor.fetchall() if position is not None]
            return [HistoryDayRow(programme, each, by, event.meta.recorded_at, fact.correct) for each in moved]
        case FigureCorrected():
            # The count that is in force is the one up to the latest day.
            cursor.execute(
                "SELECT true_from FROM views.history_entry WHERE programme = %s AND topic = %s AND position < %s"
                " ORDER BY true_from DESC, position DESC LIMIT 1",
                (programme, PeopleCounted.TOPIC, by),
                prepare=False,
            )
            return [HistoryDayRow(programme, by, by, event.meta.recorded_at, day) for (day,) in cursor.fetchall()]
        case _:
            return []


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
        case ResourcePublished():
            return [(RESOURCE, str(fact.resource), fact.title)]
        case _:
            return []
