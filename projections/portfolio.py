"""The portfolio: every programme at a glance."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, get_args

from psycopg import Cursor

from domain.duty_events import DutyMet, DutyMoved, DutyOpened
from domain.event import Fact, Recorded
from domain.journal_events import ReviewHeld, ReviewOpened
from domain.milestone_evolution import OfOneMilestone
from domain.plan_events import AddedMilestone, DroppedMilestone, PlanAgreed, PlanRevised
from domain.programme_events import (
    MentorReplaced,
    ProgrammeClosed,
    ProgrammePaused,
    ProgrammeResumed,
    ProgrammeStarted,
)
from projections.facts import Happening, Json, first_review, on_the_way, people_named
from projections.milestone_work import SETTLED, WAITING, worked
from projections.standing import moved
from projections.table import Table
from projections.versions import is_new

_OF_ONE = frozenset(get_args(OfOneMilestone))
_DATES = ("opened_on", "due", "asked_on", "submitted_on", "accepted_on", "blocked_since")


@dataclass(slots=True)
class OpenWork:
    """The work on a milestone that is neither waiting nor settled."""

    status: str = WAITING
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


_UNTOUCHED: Json = asdict(OpenWork())


@dataclass(slots=True)
class PortfolioRow:
    """One programme.

    `work` is its open milestones, `settled` the status and due date of those that were begun and are settled, `duties`
    the due dates of those that are open.
    """

    programme: str
    organisation: str
    locality: str
    nation: str
    mentor_organisation: str
    mentor: str
    start_on: date
    milestones: int
    last_recorded_at: datetime
    last_occurred_on: date
    version: int = 0
    board_version: int = 0
    story: str | None = None
    phase: str = "draft"
    agreed: bool = False
    roles: dict[str, list[str]] = field(default_factory=dict)
    terms: dict[str, list[str | None]] = field(default_factory=dict)
    board: list[str] = field(default_factory=list)
    adopted: bool = False
    settled: dict[str, Json] = field(default_factory=dict)
    work: dict[str, Any] = field(default_factory=dict)
    duties: dict[str, str] = field(default_factory=dict)
    review_due: date | None = None
    next_review_on: date | None = None
    review_weeks: int = 13
    closed_on: date | None = None
    ending: str | None = None


@dataclass(slots=True)
class PortfolioPersonRow:
    """Somebody who had anything to do with a programme: only these programmes can be in their portfolio."""

    person: str
    programme: str


PROGRAMME = Table(
    "portfolio_programme", PortfolioRow, ("programme",), indexes=('lower(organisation) COLLATE "C", programme',)
)
PERSON = Table("portfolio_person", PortfolioPersonRow, ("person", "programme"))


class Portfolio:
    """One row a programme: where, how far, the next date, what is stuck."""

    name: ClassVar[str] = "portfolio"
    shape: ClassVar[int] = 2
    kept: ClassVar[tuple[Table[Any], ...]] = (PROGRAMME, PERSON)
    tables: ClassVar[tuple[str, ...]] = tuple(table.name for table in kept)
    schema: ClassVar[str] = "\n".join(table.ddl for table in kept)

    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        """Write what these events change."""
        happened = on_the_way(events)
        rows = PROGRAMME.load(cursor, dict.fromkeys((event.meta.ledger,) for event in happened))
        people: dict[tuple[str, str], PortfolioPersonRow] = {}
        for event in happened:
            fact, programme = event.fact, event.meta.ledger
            row = rows.get((programme,))
            if isinstance(fact, ProgrammeStarted):
                if row is not None:
                    continue
                row = _started(event, fact)
                rows.put(row)
            elif row is None:
                raise KeyError(programme)
            if not is_new(row, event):
                continue
            for person in people_named(fact):
                people[person, programme] = PortfolioPersonRow(person, programme)
            row.last_recorded_at, row.last_occurred_on = event.meta.recorded_at, event.meta.occurred_on
            if type(fact) in _OF_ONE:
                _work(row, event, fact)  # type: ignore[arg-type] # the set holds the union's classes
            else:
                moved(row, event)
                _changed(row, event)
        rows.save(cursor)
        PERSON.save(cursor, people.values())


def open_work(stored: Json | OpenWork) -> OpenWork:
    """The work on an open milestone, as the table gives it back."""
    if isinstance(stored, OpenWork):
        return stored
    dates = {name: date.fromisoformat(str(stored[name])) for name in _DATES if stored[name]}
    return OpenWork(**{**stored, **dates})  # type: ignore[arg-type] # what the table gives back is what was put in


def _started(event: Recorded[Happening], fact: ProgrammeStarted) -> PortfolioRow:
    return PortfolioRow(
        programme=event.meta.ledger,
        organisation=fact.organisation,
        locality=fact.locality,
        nation=fact.nation,
        mentor_organisation=fact.mentor.organisation,
        mentor=fact.mentor.coordinator,
        start_on=fact.start_on,
        milestones=len(fact.plan.milestones),
        last_recorded_at=event.meta.recorded_at,
        last_occurred_on=event.meta.occurred_on,
        story=event.meta.story,
        review_weeks=fact.plan.review_weeks,
    )


def _work(row: PortfolioRow, event: Recorded[Happening], fact: OfOneMilestone) -> None:
    key = fact.milestone
    stored = row.work.pop(key, None)
    work = open_work({**_UNTOUCHED, **row.settled.pop(key, {})} if stored is None else stored)
    worked(work, event, fact)
    if work.status in SETTLED:
        row.settled[key] = {"status": work.status, "due": work.due and work.due.isoformat()}
    elif work.status != WAITING:
        row.work[key] = work


def _changed(row: PortfolioRow, event: Recorded[Happening]) -> None:
    fact, on = event.fact, event.meta.occurred_on
    match fact:
        case MentorReplaced():
            row.mentor_organisation = fact.mentor.organisation
        case PlanAgreed():
            row.agreed = True
            row.phase = "running" if row.phase == "draft" else row.phase
            row.next_review_on = first_review(event, row.review_weeks)
        case PlanRevised():
            for change in fact.changes:
                if isinstance(change, AddedMilestone):
                    row.milestones += 1
                elif isinstance(change, DroppedMilestone):
                    row.milestones -= 1
                    row.settled.pop(change.milestone, None)
                    row.work.pop(change.milestone, None)
        case ProgrammePaused():
            row.phase = "paused"
        case ProgrammeResumed():
            row.phase = "running" if row.agreed else "draft"
            row.next_review_on = fact.next_review_on
            row.review_due = fact.next_review_on if row.review_due else None
            for new in fact.dues:
                work = open_work(row.work[new.milestone])
                work.due = new.due
                row.work[new.milestone] = work
        case ReviewOpened():
            row.review_due = fact.due
        case ReviewHeld():
            row.review_due, row.next_review_on = None, fact.next_review_on
        case DutyOpened() | DutyMoved():
            row.duties[fact.duty] = fact.due.isoformat()
        case DutyMet():
            row.duties.pop(fact.duty, None)
        case ProgrammeClosed():
            row.phase, row.closed_on, row.ending = "closed", on, fact.ending
        case _:
            pass
