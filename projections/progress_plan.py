"""How progress keeps a plan: its steps, and each baseline it was ever measured against."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal, assert_never

from domain.event import Recorded
from domain.plan import Milestone
from domain.plan_events import (
    AddedMilestone,
    DroppedMilestone,
    PlanRevised,
    ReorderedMilestone,
    RetimedMilestone,
)
from domain.programme_events import ProgrammeStarted
from domain.schedule import laid_out
from projections.facts import Happening, kept
from projections.progress_rows import BaselineRow, MilestoneRow, PlanRow, StepRow
from projections.table import Sheet

_AFTER_THE_PLAN = 100_000
_MOST_CHANGES = 1_000


def plan_row(programme: str, fact: ProgrammeStarted) -> PlanRow:
    """What a programme keeps of its start."""
    plan = fact.plan
    return PlanRow(
        programme=programme,
        nation=fact.nation,
        commissioner=fact.commissioner,
        funders=list(fact.funders),
        vocabulary=fact.vocabulary.model_dump(),
        template=plan.template,
        template_version=plan.version,
        title=plan.title,
        summary=plan.summary,
        floor_months=plan.floor.months,
        floor_why=plan.floor.why,
        handover=plan.handover,
        stages=[stage.model_dump() for stage in plan.stages],
        gates=[gate.model_dump(mode="json") for gate in plan.gates],
    )


def step_row(programme: str, place: int, planned: Milestone) -> StepRow:
    """A milestone as the plan has it."""
    return StepRow(
        programme=programme,
        milestone=planned.id,
        place=place,
        stage=planned.stage,
        title=planned.title,
        what=planned.what,
        who=list(planned.who),
        depends_on=list(planned.depends_on),
        earliest=planned.weeks.earliest,
        typical=planned.weeks.typical,
        latest=planned.weeks.latest,
        gates=list(planned.gates),
        easy_title=planned.easy_title,
        easy_what=planned.easy_what,
        evidence=list(planned.evidence),
        criteria=list(planned.criteria),
        basis=planned.basis,
    )


def revised(
    steps: Sheet[StepRow],
    milestones: Sheet[MilestoneRow],
    event: Recorded[Happening],
    fact: PlanRevised,
) -> None:
    """Change the steps of a plan, and give or take the milestones' own rows."""
    programme, version = event.meta.ledger, event.version
    for number, change in enumerate(fact.changes):
        match change:
            case AddedMilestone():
                place = _AFTER_THE_PLAN + version * _MOST_CHANGES + number
                steps.put(_added(programme, place, change))
                milestones.put(MilestoneRow(programme, change.id, changed=version))
            case DroppedMilestone():
                steps.drop((programme, change.milestone))
                milestones.drop((programme, change.milestone))
            case RetimedMilestone():
                step, weeks = steps[programme, change.milestone], change.weeks
                step.earliest, step.typical, step.latest = weeks.earliest, weeks.typical, weeks.latest
                milestones[programme, change.milestone].changed = version
            case ReorderedMilestone():
                steps[programme, change.milestone].depends_on = list(change.depends_on)
                milestones[programme, change.milestone].changed = version
            case _:
                assert_never(change)


def baseline(
    event: Recorded[Happening],
    plan_number: int,
    kind: Literal["draft", "agreed", "re-baseline"],
    since: date,
    steps: Iterable[StepRow],
) -> BaselineRow:
    """The plan laid out at typical lengths: how many milestones it has ending in each week from the start."""
    chosen = list(steps)
    laid = laid_out({s.milestone: s.typical for s in chosen}, {s.milestone: s.depends_on for s in chosen})
    ends = Counter(span.finish for span in laid.spans.values())
    return BaselineRow(
        programme=event.meta.ledger,
        number=event.version,
        plan_number=plan_number,
        kind=kind,
        since=since,
        typical_weeks=laid.length,
        planned=[[week, count] for week, count in sorted(ends.items())],
    )


def _added(programme: str, place: int, change: AddedMilestone) -> StepRow:
    return StepRow(
        programme=programme,
        milestone=change.id,
        place=place,
        stage=change.stage,
        title=kept(change.title),
        what=kept(change.what),
        who=list(change.who),
        depends_on=list(change.depends_on),
        earliest=change.weeks.earliest,
        typical=change.weeks.typical,
        latest=change.weeks.latest,
        gates=list(change.gates),
    )
