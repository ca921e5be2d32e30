"""Progress: how far each programme and each of its milestones is."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self, get_args

from psycopg import Cursor

from domain.event import ENGINE, Fact, Recorded
from domain.milestone_events import EvidenceAdded, EvidenceRetracted, TasksHandedOver
from domain.milestone_evolution import OfOneMilestone
from domain.plan_events import GateWaived, PlanAgreed, PlanRevised
from domain.programme_events import ProgrammeResumed, ProgrammeStarted
from projections.facts import OF_LEGACY, Happening, happenings, milestones_named
from projections.milestone_work import worked
from projections.progress_plan import baseline, plan_row, revised, step_row
from projections.progress_programme import changed, left_behind
from projections.progress_rows import (
    BASELINE,
    MILESTONE,
    PLAN,
    PROGRAMME,
    STEP,
    BaselineRow,
    MilestoneRow,
    PlanRow,
    ProgrammeRow,
    StepRow,
)
from projections.table import Sheet, Table
from projections.versions import is_new

_OF_ONE = frozenset(get_args(OfOneMilestone))


class Progress:
    """One row a programme, one a milestone, and the baselines they are measured against."""

    name: ClassVar[str] = "progress"
    shape: ClassVar[int] = 2
    kept: ClassVar[tuple[Table[Any], ...]] = (PROGRAMME, PLAN, STEP, MILESTONE, BASELINE)
    tables: ClassVar[tuple[str, ...]] = tuple(table.name for table in kept)
    schema: ClassVar[str] = "\n".join(table.ddl for table in kept)

    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        """Write what these events change."""
        if happened := happenings(events):
            change = ProgressChange.loaded(cursor, happened)
            for event in happened:
                change.add(event)
            change.save(cursor)


class ProgressChange:
    """Rows of progress, changed in memory by one event after another. It begins with those that are given."""

    def __init__(
        self,
        programmes: Sheet[ProgrammeRow] | None = None,
        milestones: Sheet[MilestoneRow] | None = None,
        steps: Sheet[StepRow] | None = None,
    ) -> None:
        self.programmes = programmes or Sheet(PROGRAMME)
        self.milestones = milestones or Sheet(MILESTONE)
        self.steps = steps or Sheet(STEP)
        self.plans: list[PlanRow] = []
        self.baselines: list[BaselineRow] = []

    @classmethod
    def loaded(cls, cursor: Cursor[Any], events: Sequence[Recorded[Happening]]) -> Self:
        """Begin with the rows that these events concern."""
        ledgers = dict.fromkeys(event.meta.ledger for event in events)
        replanned = (event.meta.ledger for event in events if isinstance(event.fact, PlanAgreed | PlanRevised))
        return cls(
            PROGRAMME.load(cursor, ((ledger,) for ledger in ledgers)),
            MILESTONE.load(
                cursor, ((event.meta.ledger, each) for event in events for each in milestones_named(event.fact))
            ),
            STEP.load_where(cursor, "programme", dict.fromkeys(replanned)),
        )

    def add(self, event: Recorded[Happening]) -> None:
        """Change the rows as the event says, once."""
        fact, programme = event.fact, event.meta.ledger
        if isinstance(fact, ProgrammeStarted):
            if self.programmes.get((programme,)) is None:
                self._start(event, fact)
            return
        if type(fact) in OF_LEGACY:
            self._left_behind(event)
            return
        row = self.programmes[programme,]
        if not is_new(row, event):
            return
        row.last_position, row.last_occurred_on = event.position, event.meta.occurred_on
        row.last_recorded_at = event.meta.recorded_at
        if type(fact) in _OF_ONE:
            self._work(event, fact)  # type: ignore[arg-type] # the set holds the union's classes
            return
        changed(row, event, fact)
        match fact:
            case TasksHandedOver():
                for each in fact.milestones:
                    milestone = self.milestones[programme, each]
                    milestone.assignee, milestone.changed = fact.to, event.version
            case ProgrammeResumed():
                for new in fact.dues:
                    milestone = self.milestones[programme, new.milestone]
                    milestone.due, milestone.changed = new.due, event.version
            case GateWaived():
                self.milestones[programme, fact.milestone].changed = event.version
            case PlanAgreed():
                self.baselines.append(baseline(event, fact.plan_number, "agreed", row.start_on, self._plan(programme)))
            case PlanRevised():
                revised(self.steps, self.milestones, event, fact)
                if fact.rebaseline:
                    since = event.meta.occurred_on
                    self.baselines.append(
                        baseline(event, fact.plan_number, "re-baseline", since, self._plan(programme))
                    )
            case _:
                pass

    def save(self, cursor: Cursor[Any]) -> None:
        """Write the rows."""
        self.programmes.save(cursor)
        PLAN.save(cursor, self.plans)
        self.steps.save(cursor)
        self.milestones.save(cursor)
        BASELINE.save(cursor, self.baselines)

    def _start(self, event: Recorded[Happening], fact: ProgrammeStarted) -> None:
        programme = event.meta.ledger
        steps = [step_row(programme, place, each) for place, each in enumerate(fact.plan.milestones)]
        for step in steps:
            self.steps.put(step)
            self.milestones.put(MilestoneRow(programme, step.milestone))
        first = baseline(event, 1, "draft", fact.start_on, steps)
        self.baselines.append(first)
        self.plans.append(plan_row(programme, fact))
        self.programmes.put(_programme_row(event, fact, first.typical_weeks))

    def _left_behind(self, event: Recorded[Happening]) -> None:
        row = self.programmes.get((event.meta.ledger,))
        # What came from another Waymark has no programme here.
        if row is None or event.version <= row.legacy_version:
            return
        row.legacy_version, row.last_position = event.version, event.position
        row.last_occurred_on, row.last_recorded_at = event.meta.occurred_on, event.meta.recorded_at
        left_behind(row, event.fact)

    def _work(self, event: Recorded[Happening], fact: OfOneMilestone) -> None:
        row = self.milestones[event.meta.ledger, fact.milestone]
        worked(row, event, fact)
        if isinstance(fact, EvidenceAdded):
            row.evidence += 1
        elif isinstance(fact, EvidenceRetracted):
            row.evidence -= 1
        if event.meta.actor != ENGINE:
            row.changed = event.version

    def _plan(self, programme: str) -> list[StepRow]:
        return [step for step in self.steps.rows.values() if step.programme == programme]


def _programme_row(event: Recorded[Happening], fact: ProgrammeStarted, typical_weeks: int) -> ProgrammeRow:
    return ProgrammeRow(
        programme=event.meta.ledger,
        organisation=fact.organisation,
        locality=fact.locality,
        start_on=fact.start_on,
        mentor_organisation=fact.mentor.organisation,
        mentor_coordinator=fact.mentor.coordinator,
        review_weeks=fact.plan.review_weeks,
        typical_weeks=typical_weeks,
        last_recorded_at=event.meta.recorded_at,
        last_occurred_on=event.meta.occurred_on,
        version=event.version,
        last_position=event.position,
        part_way=fact.part_way,
        story=event.meta.story,
    )
