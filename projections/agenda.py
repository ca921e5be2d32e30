"""The agenda: everything that somebody is waited for, and who."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, get_args

from psycopg import Cursor

from domain.duty_events import DutyMet, DutyMoved, DutyOpened
from domain.event import Fact, Recorded
from domain.journal_events import ReviewHeld, ReviewOpened
from domain.learning_events import InformationNeedAnswered, InformationNeedRaised, InformationNeedWithdrawn
from domain.milestone_events import TasksHandedOver
from domain.milestone_evolution import OfOneMilestone
from domain.plan_events import AddedMilestone, DroppedMilestone, PlanAgreed, PlanRevised
from domain.programme_events import (
    HandoverBegun,
    ProgrammeClosed,
    ProgrammePaused,
    ProgrammeResumed,
    ProgrammeStarted,
    StillRunningAnswered,
)
from projections.facts import Happening, duty_title, kept, milestones_named, on_the_way, people_named
from projections.milestone_work import worked
from projections.standing import moved
from projections.table import Key, Table
from projections.versions import is_new

_OF_ONE = frozenset(get_args(OfOneMilestone))
MILESTONE, DUTY, QUESTION = "milestone", "duty", "question"


@dataclass(slots=True)
class AgendaProgrammeRow:
    """A programme, as far as it says who is waited for."""

    programme: str
    organisation: str
    mentor: str
    version: int = 0
    board_version: int = 0
    phase: str = "draft"
    agreed: bool = False
    roles: dict[str, list[str]] = field(default_factory=dict)
    terms: dict[str, list[str | None]] = field(default_factory=dict)
    board: list[str] = field(default_factory=list)
    adopted: bool = False
    review: int | None = None
    review_due: date | None = None
    handover_begun_on: date | None = None
    closed_on: date | None = None
    ending: str | None = None
    still_running: bool | None = None


@dataclass(slots=True)
class AgendaItemRow:
    """A milestone, a duty or a question. Titles a group wrote itself are sealed, and so are its questions."""

    programme: str
    kind: str
    key: str
    title: object
    who: list[str]
    status: str = "waiting"
    round: int = 0
    opened_on: date | None = None
    due: date | None = None
    asked_on: date | None = None
    submitted_on: date | None = None
    submitted_by: str | None = None
    accepted_on: date | None = None
    assignee: str | None = None
    blocked_kind: str | None = None
    blocked_since: date | None = None
    remind_weeks: int = 0
    legal: bool = False


@dataclass(slots=True)
class AgendaPersonRow:
    """Somebody who had anything to do with a programme: only these programmes can be on their agenda."""

    person: str
    programme: str


PROGRAMME = Table("agenda_programme", AgendaProgrammeRow, ("programme",))
ITEM = Table("agenda_item", AgendaItemRow, ("programme", "kind", "key"))
PERSON = Table("agenda_person", AgendaPersonRow, ("person", "programme"))


class Agenda:
    """What waits for whom."""

    name: ClassVar[str] = "agenda"
    shape: ClassVar[int] = 2
    kept: ClassVar[tuple[Table[Any], ...]] = (PROGRAMME, ITEM, PERSON)
    tables: ClassVar[tuple[str, ...]] = tuple(table.name for table in kept)
    schema: ClassVar[str] = "\n".join(table.ddl for table in kept)

    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        """Write what these events change."""
        if happened := on_the_way(events):
            batch = _Batch(cursor, happened)
            for event in happened:
                batch.add(event)
            batch.save(cursor)


class _Batch:
    def __init__(self, cursor: Cursor[Any], events: Sequence[Recorded[Happening]]) -> None:
        self._programmes = PROGRAMME.load(cursor, dict.fromkeys((event.meta.ledger,) for event in events))
        self._items = ITEM.load(cursor, (key for event in events for key in _keys(event)))
        self._people: dict[tuple[str, str], AgendaPersonRow] = {}

    def add(self, event: Recorded[Happening]) -> None:
        fact, programme = event.fact, event.meta.ledger
        if isinstance(fact, ProgrammeStarted):
            if self._programmes.get((programme,)) is None:
                self._start(event, fact)
            return
        row = self._programmes[programme,]
        if not is_new(row, event):
            return
        for person in people_named(fact):
            self._people[person, programme] = AgendaPersonRow(person, programme)
        if type(fact) in _OF_ONE:
            worked(self._items[programme, MILESTONE, fact.milestone], event, fact)  # type: ignore[union-attr,arg-type]
            return
        moved(row, event)
        _turned(row, event)
        self._listed(event)

    def save(self, cursor: Cursor[Any]) -> None:
        self._programmes.save(cursor)
        self._items.save(cursor)
        PERSON.save(cursor, self._people.values())

    def _start(self, event: Recorded[Happening], fact: ProgrammeStarted) -> None:
        programme = event.meta.ledger
        row = AgendaProgrammeRow(programme, fact.organisation, fact.mentor.coordinator, version=event.version)
        moved(row, event)
        self._programmes.put(row)
        self._people[row.mentor, programme] = AgendaPersonRow(row.mentor, programme)
        for each in fact.plan.milestones:
            self._items.put(AgendaItemRow(programme, MILESTONE, each.id, each.title, list(each.who)))

    def _listed(self, event: Recorded[Happening]) -> None:
        fact, programme = event.fact, event.meta.ledger
        match fact:
            case TasksHandedOver():
                for each in fact.milestones:
                    self._items[programme, MILESTONE, each].assignee = fact.to
            case ProgrammeResumed():
                for new in fact.dues:
                    self._items[programme, MILESTONE, new.milestone].due = new.due
            case PlanRevised():
                for change in fact.changes:
                    if isinstance(change, AddedMilestone):
                        title = kept(change.title)
                        self._items.put(AgendaItemRow(programme, MILESTONE, change.id, title, list(change.who)))
                    elif isinstance(change, DroppedMilestone):
                        self._items.drop((programme, MILESTONE, change.milestone))
            case DutyOpened():
                self._items.put(_duty(programme, fact))
            case DutyMoved():
                self._items[programme, DUTY, fact.duty].due = fact.due
            case DutyMet():
                self._items.drop((programme, DUTY, fact.duty))
            case InformationNeedRaised():
                asked = AgendaItemRow(programme, QUESTION, str(fact.need), kept(fact.question), ["mentor"], "open")
                asked.asked_on = event.meta.occurred_on
                self._items.put(asked)
            case InformationNeedAnswered() | InformationNeedWithdrawn():
                self._items.drop((programme, QUESTION, str(fact.need)))
            case _:
                pass


def _turned(row: AgendaProgrammeRow, event: Recorded[Happening]) -> None:
    fact, on = event.fact, event.meta.occurred_on
    match fact:
        case PlanAgreed():
            row.agreed = True
            row.phase = "running" if row.phase == "draft" else row.phase
        case ProgrammePaused():
            row.phase = "paused"
        case ProgrammeResumed():
            row.phase = "running" if row.agreed else "draft"
            row.review_due = fact.next_review_on if row.review else None
        case ReviewOpened():
            row.review, row.review_due = fact.review, fact.due
        case ReviewHeld():
            row.review = row.review_due = None
        case HandoverBegun():
            row.handover_begun_on = on
        case ProgrammeClosed():
            row.phase, row.closed_on, row.ending = "closed", on, fact.ending
        case StillRunningAnswered():
            row.still_running = fact.running
        case _:
            pass


def _duty(programme: str, fact: DutyOpened) -> AgendaItemRow:
    return AgendaItemRow(
        programme=programme,
        kind=DUTY,
        key=fact.duty,
        title=duty_title(fact),
        who=list(fact.who),
        status="open",
        due=fact.due,
        remind_weeks=fact.remind_weeks,
        legal=fact.legal,
    )


def _keys(event: Recorded[Happening]) -> list[Key]:
    fact, programme = event.fact, event.meta.ledger
    keys: list[Key] = [(programme, MILESTONE, each) for each in milestones_named(fact)]
    if isinstance(fact, DutyMoved):
        keys.append((programme, DUTY, fact.duty))
    return keys
