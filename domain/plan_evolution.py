"""How a programme begins, and how its plan changes."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import assert_never

from domain.calendar import coming, day_in_london
from domain.event import Recorded
from domain.plan import Milestone as PlannedMilestone
from domain.plan import Plan
from domain.plan_events import (
    AddedMilestone,
    DroppedMilestone,
    GateWaived,
    PlanAgreed,
    PlanChange,
    PlanRevised,
    ReorderedMilestone,
    RetimedMilestone,
)
from domain.programme import Milestone, Phase, Programme, Step
from domain.programme_events import ProgrammeEvent, ProgrammeStarted
from domain.roles import Role

WEEKS_PER_MONTH = 52 / 12


def floor_in_weeks(months: int) -> int:
    """A floor in whole weeks: 24 months are 104."""
    return round(months * WEEKS_PER_MONTH)


def started(event: Recorded[ProgrammeEvent], fact: ProgrammeStarted) -> Programme:
    """A new programme: a draft, with every milestone of its plan still waiting."""
    plan, waiting = _kept(fact.plan)
    return Programme(
        id=event.stream,
        version=event.version,
        phase=Phase.DRAFT,
        organisation=fact.organisation,
        nation=fact.nation,
        mentor=fact.mentor,
        template=plan.template,
        start_on=fact.start_on,
        part_way=fact.part_way,
        floor_weeks=floor_in_weeks(plan.floor.months),
        floor_why=plan.floor.why,
        draft_stage=plan.draft_stage,
        handover=plan.handover,
        review_weeks=plan.review_weeks,
        stages=plan.stages,
        gates={gate.id: gate for gate in plan.gates},
        duty_series=plan.duties,
        milestones=waiting,
        roles={fact.mentor.coordinator: frozenset({Role.MENTOR})},
        recorded_at=event.meta.recorded_at,
        story=event.meta.story,
    )


def changed(
    programme: Programme, event: Recorded[ProgrammeEvent], fact: PlanAgreed | PlanRevised | GateWaived
) -> Programme:
    """The programme after something happened to its plan."""
    match fact:
        case PlanAgreed():
            agreed_on, weeks = event.meta.occurred_on, programme.review_weeks
            recorded_on = day_in_london(event.meta.recorded_at)
            return programme.model_copy(
                update={
                    "phase": Phase.RUNNING if programme.phase is Phase.DRAFT else programme.phase,
                    "agreed_on": agreed_on,
                    "next_review_on": coming(agreed_on + timedelta(weeks=weeks), weeks, after=recorded_on),
                }
            )
        case PlanRevised():
            milestones = dict(programme.milestones)
            for change in fact.changes:
                _apply(milestones, change, event.version)
            waived = frozenset(each for each in programme.waived if each[1] in milestones)
            return programme.model_copy(
                update={"milestones": milestones, "plan_number": fact.plan_number, "waived": waived}
            )
        case GateWaived():
            waived_here = programme.milestones[fact.milestone].model_copy(update={"changed": event.version})
            return programme.model_copy(
                update={
                    "waived": programme.waived | {(fact.gate, fact.milestone)},
                    "milestones": {**programme.milestones, fact.milestone: waived_here},
                }
            )
        case _:
            assert_never(fact)


def _apply(milestones: dict[str, Milestone], change: PlanChange, version: int) -> None:
    match change:
        case AddedMilestone():
            step = Step(
                id=change.id,
                stage=change.stage,
                title=change.title,
                who=change.who,
                depends_on=change.depends_on,
                weeks=change.weeks,
                gates=change.gates,
            )
            milestones[change.id] = Milestone(step=step, changed=version)
        case DroppedMilestone():
            milestones.pop(change.milestone, None)
        case RetimedMilestone():
            _restep(milestones, change.milestone, version, weeks=change.weeks)
        case ReorderedMilestone():
            _restep(milestones, change.milestone, version, depends_on=change.depends_on)
        case _:
            assert_never(change)


def _restep(milestones: dict[str, Milestone], milestone: str, version: int, **fields: object) -> None:
    found = milestones[milestone]
    milestones[milestone] = found.model_copy(update={"step": found.step.model_copy(update=fields), "changed": version})


@lru_cache(maxsize=16)
def _kept(plan: Plan) -> tuple[Plan, Mapping[str, Milestone]]:
    """A plan and its waiting milestones, the same for all programmes whose plans are equal: nothing changes in place.

    Most programmes never change most of their template, and it is nine tenths of the memory each would take.
    """
    return plan, {planned.id: Milestone(step=_step(planned)) for planned in plan.milestones}


def _step(planned: PlannedMilestone) -> Step:
    return Step(
        id=planned.id,
        stage=planned.stage,
        title=planned.title,
        who=planned.who,
        depends_on=planned.depends_on,
        weeks=planned.weeks,
        gates=planned.gates,
    )
