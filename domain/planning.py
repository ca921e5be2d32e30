"""Decisions about the plan as a whole: agree it, revise it, waive one of its gates."""

from collections.abc import Sequence
from typing import assert_never

from domain.event import Fact
from domain.gates import may_be_waived
from domain.milestone_commands import AddMilestone, AgreePlan, PlanChangeAsked, RevisePlan, WaiveGate
from domain.occasion import Occasion
from domain.plan import Weeks
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
from domain.programme import Phase, Programme, Step
from domain.refusals import AlreadyDone, NotNow, PlanBroken, PlanTooShort, UnknownMilestone, UnknownPart
from domain.schedule import find_loop, laid_out, loop_in_words
from domain.suppositions import digest_of


def typical_weeks(steps: Sequence[Step]) -> int:
    """How long the plan takes if every milestone takes its typical time."""
    return laid_out({s.id: s.weeks.typical for s in steps}, {s.id: s.depends_on for s in steps}).length


def agree(programme: Programme, command: AgreePlan, occasion: Occasion) -> Sequence[Fact]:
    """The plan becomes the group's own. Raises PlanTooShort when it is under the floor and no reason is given."""
    if programme.agreed_on is not None:
        msg = f"The plan was agreed on {programme.agreed_on:%d %B %Y}. To change it now, revise it."
        raise AlreadyDone(msg)
    weeks = typical_weeks(programme.steps)
    _above_floor(programme, weeks, command.floor_override)
    return [
        PlanAgreed(
            plan_number=programme.plan_number,
            typical_weeks=weeks,
            floor_weeks=programme.floor_weeks,
            floor_override=occasion.maybe_words(command.floor_override),
        )
    ]


def revise(programme: Programme, command: RevisePlan, occasion: Occasion) -> Sequence[Fact]:
    """Change the plan, all or nothing. Raises PlanBroken, UnknownMilestone, NotNow or PlanTooShort."""
    if programme.phase is Phase.CLOSED:
        msg = "The programme is closed, so its plan stays as it is."
        raise NotNow(msg)
    _looked_at(command)
    steps = {step.id: step for step in programme.steps}
    changes = tuple(_change(programme, steps, change, occasion) for change in command.changes)
    _sound(programme, steps)
    was, weeks = typical_weeks(programme.steps), typical_weeks(tuple(steps.values()))
    if programme.agreed_on is not None and weeks < was:
        _above_floor(programme, weeks, command.floor_override)
    return [
        PlanRevised(
            plan_number=programme.plan_number + 1,
            changes=changes,
            rebaseline=command.rebaseline,
            was_typical_weeks=was,
            typical_weeks=weeks,
            floor_override=occasion.maybe_words(command.floor_override),
            reason=occasion.words(command.reason),
            from_what_if=command.from_what_if,
        )
    ]


def waive(programme: Programme, command: WaiveGate, occasion: Occasion) -> Sequence[Fact]:
    """Let one milestone be accepted without one gate."""
    milestone = programme.milestones.get(command.milestone)
    if milestone is None or not may_be_waived(programme, milestone, command.gate):
        msg = f"{command.milestone} has no gate called {command.gate}. Look at the milestone for its gates."
        raise UnknownPart(msg)
    if (command.gate, command.milestone) in programme.waived:
        msg = "This gate was waived before. Nothing needs doing."
        raise AlreadyDone(msg)
    return [GateWaived(gate=command.gate, milestone=command.milestone, reason=occasion.words(command.reason))]


def _looked_at(command: RevisePlan) -> None:
    seen = command.from_what_if
    if seen is not None and seen.digest != digest_of(seen.fork_on, seen.beside_plan, command.changes):
        msg = "This is not the plan of the what-if it names. Look at the what-if again, and adopt what it says."
        raise PlanBroken(msg)


def _above_floor(programme: Programme, weeks: int, override: str | None) -> None:
    if weeks < programme.floor_weeks and override is None:
        said = (
            f"This plan takes {weeks:,} weeks.",
            f"The shortest honest length is {programme.floor_weeks:,} weeks.",
            programme.floor_why,
            "Give the plan more time, or say why your group can do it faster.",
        )
        raise PlanTooShort(" ".join(said))


def _change(programme: Programme, steps: dict[str, Step], change: PlanChangeAsked, occasion: Occasion) -> PlanChange:
    match change:
        case AddMilestone():
            return _added(programme, steps, change, occasion)
        case DroppedMilestone():
            found = programme.milestones.get(change.milestone)
            if found is not None and (found.round or found.evidence):
                msg = f"{change.milestone} was begun, so it stays in the record. Set it aside instead."
                raise NotNow(msg)
            _known(steps, change.milestone)
            del steps[change.milestone]
            return change
        case RetimedMilestone():
            _possible(change.milestone, change.weeks)
            steps[change.milestone] = _known(steps, change.milestone).model_copy(update={"weeks": change.weeks})
            return change
        case ReorderedMilestone():
            step = _known(steps, change.milestone)
            steps[change.milestone] = step.model_copy(update={"depends_on": change.depends_on})
            return change
        case _:
            assert_never(change)


def _added(programme: Programme, steps: dict[str, Step], change: AddMilestone, occasion: Occasion) -> AddedMilestone:
    if change.id in steps:
        msg = f"{change.id} is already in the plan. Give the new milestone another id."
        raise PlanBroken(msg)
    if change.stage not in {stage.id for stage in programme.stages}:
        known = ", ".join(stage.id for stage in programme.stages)
        msg = f"{change.stage} is not a stage of this plan. Choose one of: {known}."
        raise PlanBroken(msg)
    _possible(change.id, change.weeks)
    if unknown := [gate for gate in change.gates if gate not in programme.gates]:
        msg = f"{unknown[0]} is not a gate of this plan. Choose one of: {', '.join(programme.gates)}."
        raise PlanBroken(msg)
    added = AddedMilestone(
        id=change.id,
        stage=change.stage,
        title=occasion.words(change.title),
        what=occasion.words(change.what),
        who=change.who,
        depends_on=change.depends_on,
        weeks=change.weeks,
        gates=change.gates,
    )
    steps[change.id] = Step(title=added.title, **added.model_dump(exclude={"change", "title", "what"}))
    return added


def _possible(milestone: str, weeks: Weeks) -> None:
    if not weeks.earliest <= weeks.typical <= weeks.latest or weeks.typical == 0:
        msg = (
            f"{milestone} must take at least one week, and its earliest, typical and latest weeks "
            "must not get smaller. Give three numbers such as 2, 4 and 8."
        )
        raise PlanBroken(msg)


def _known(steps: dict[str, Step], milestone: str) -> Step:
    if milestone not in steps:
        msg = f"The plan has no milestone {milestone}. Check its id."
        raise UnknownMilestone(msg)
    return steps[milestone]


def _sound(programme: Programme, steps: dict[str, Step]) -> None:
    for step in steps.values():
        if missing := [each for each in step.depends_on if each not in steps]:
            msg = f"{step.id} waits for {missing[0]}, which would not be in the plan. Re-order {step.id} as well."
            raise PlanBroken(msg)
        for gate in (programme.gates[name] for name in step.gates if name in programme.gates):
            if gone := [each for each in gate.met_by if each in programme.milestones and each not in steps]:
                msg = f"{gone[0]} opens a gate of {step.id}: {gate.title}. Keep it, or set it aside and waive the gate."
                raise PlanBroken(msg)
    if loop := find_loop({step.id: step.depends_on for step in steps.values()}):
        msg = f"These milestones would wait for each other: {loop_in_words(loop)}. Take one of these links out."
        raise PlanBroken(msg)
