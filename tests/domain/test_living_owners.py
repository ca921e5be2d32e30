"""The seventh gate: a mentor leaves, and a programme is finished, only when somebody looks after each asset."""

import pytest

from domain.milestone_commands import Accept, AddEvidence, OpenMilestone, SetAside, Submit, WaiveGate
from domain.milestone_events import MilestoneAccepted
from domain.plan import LIVING_OWNERS, Gate, Plan
from domain.plan_check import check_plan
from domain.programme import SETTLED, Phase
from domain.programme_commands import CloseProgramme
from domain.refusals import GateClosed, NotAllowed, NotNow, UnknownPart
from domain.resource_commands import EndOwnership, WithdrawResource
from tests.domain.legacies import a_published_resource, an_owned_asset, owner
from tests.domain.people import FOUNDER, MENTOR, WHY, WORKER
from tests.domain.plans import MILESTONES, PLAN
from tests.domain.programmes import FIRST_DAY, Walk, a_draft

LEAVING = "LEG-01"
FINISH = CloseProgramme(ending="finished", reason=WHY)
WAIVE = WaiveGate(milestone=LEAVING, gate=LIVING_OWNERS, reason=WHY)


def gated(gate: str = LIVING_OWNERS) -> Plan:
    milestones = tuple(
        each.model_copy(update={"gates": (gate,)}) if each.id == LEAVING else each for each in MILESTONES
    )
    rule = Gate(id=gate, title="Each thing has an owner", why="It is lost otherwise.", rule="living-owners")
    return PLAN.model_copy(update={"milestones": milestones, "gates": (*PLAN.gates, rule)})


def leaving(plan: Plan | None = None) -> Walk:
    """A programme whose mentor's leaving waits for a decision."""
    walk = a_draft(plan or gated())
    walk.ask(OpenMilestone(milestone=LEAVING, reason=WHY), WORKER)
    walk.ask(AddEvidence(milestone=LEAVING, note="It is done."), WORKER)
    walk.ask(Submit(milestone=LEAVING), WORKER)
    return walk


def settled(plan: Plan = PLAN) -> Walk:
    """A programme of which all that is left is set aside, so that it could be finished."""
    walk = a_draft(plan)
    for name, each in walk.programme.milestones.items():
        if each.status not in SETTLED:
            walk.ask(SetAside(milestone=name, reason=WHY))
    return walk


def accept(walk: Walk) -> MilestoneAccepted:
    accepted = walk.ask(Accept(milestone=LEAVING), FOUNDER)[0]
    assert isinstance(accepted, MilestoneAccepted)
    return accepted


def test_a_plan_with_this_gate_has_no_fault() -> None:
    assert [fault for fault in check_plan(gated()) if fault.subject == LIVING_OWNERS] == []


def test_with_nothing_left_behind_the_gate_is_open() -> None:
    assert accept(leaving()).legacy_version == 0


def test_a_lesson_does_not_close_it() -> None:
    walk = a_published_resource("lesson", leaving())
    assert accept(walk).waived == ()


def test_an_asset_that_nobody_looks_after_closes_it_and_is_named() -> None:
    walk = a_published_resource(walk=leaving())
    with pytest.raises(
        GateClosed, match=r"nobody looks after “Our toolkit” \(number 1\)\. Name its owner, or withdraw it\. Or waive"
    ):
        accept(walk)


def test_every_asset_without_an_owner_is_named() -> None:
    walk = a_published_resource("facility", an_owned_asset(walk=a_published_resource(walk=leaving())))
    with pytest.raises(GateClosed, match=r"\(number 1\) and “Our toolkit” \(number 3\)\. Name an owner for each"):
        accept(walk)


def test_an_owner_opens_it_and_the_acceptance_says_what_was_read() -> None:
    walk = an_owned_asset(walk=leaving())
    assert accept(walk).legacy_version == 4


def test_withdrawing_opens_it_too() -> None:
    walk = a_published_resource(walk=leaving())
    walk.ask(WithdrawResource(resource=1, reason=WHY))
    accept(walk)


def test_it_closes_again_when_the_owner_leaves() -> None:
    walk = an_owned_asset(walk=leaving())
    walk.ask(EndOwnership(resource=1))
    with pytest.raises(GateClosed):
        accept(walk)


def test_those_who_decide_waive_it_with_a_reason() -> None:
    walk = a_published_resource(walk=leaving())
    for by in (MENTOR, WORKER):
        with pytest.raises(NotAllowed):
            walk.ask(WAIVE, by)
    walk.ask(WAIVE)
    assert accept(walk).waived == (LIVING_OWNERS,)


def test_a_plan_may_call_the_gate_as_it_likes() -> None:
    walk = a_published_resource(walk=leaving(gated("who-minds-it")))
    with pytest.raises(GateClosed, match="Each thing has an owner: nobody"):
        accept(walk)
    walk.ask(WaiveGate(milestone=LEAVING, gate="who-minds-it", reason=WHY))
    accept(walk)
    assert settled_and_closed(walk) is Phase.CLOSED


def settled_and_closed(walk: Walk) -> Phase:
    for name, each in walk.programme.milestones.items():
        if each.status not in SETTLED:
            walk.ask(SetAside(milestone=name, reason=WHY))
    walk.ask(FINISH)
    return walk.programme.phase


@pytest.mark.parametrize("plan", [PLAN, gated()], ids=["an older plan", "a plan with the gate"])
def test_a_programme_is_not_finished_while_nobody_looks_after_an_asset(plan: Plan) -> None:
    walk = a_published_resource(walk=settled(plan))
    with pytest.raises(GateClosed, match=r"cannot be closed as finished yet: nobody looks after “Our toolkit”"):
        walk.ask(FINISH)
    walk.ask(owner(FIRST_DAY))
    walk.ask(FINISH)
    assert walk.programme.phase is Phase.CLOSED


@pytest.mark.parametrize("plan", [PLAN, gated()], ids=["an older plan", "a plan with the gate"])
def test_it_is_finished_all_the_same_when_those_who_decide_waive_that(plan: Plan) -> None:
    walk = a_published_resource(walk=settled(plan))
    walk.ask(WAIVE)
    walk.ask(FINISH)
    assert walk.programme.phase is Phase.CLOSED


@pytest.mark.parametrize("ending", ["merged", "stopped-early"])
def test_another_ending_waits_for_no_owner(ending: str) -> None:
    walk = a_published_resource(walk=a_draft())
    walk.ask(CloseProgramme.model_validate({"ending": ending, "reason": WHY}))
    assert walk.programme.phase is Phase.CLOSED


def test_open_milestones_are_told_before_owners() -> None:
    with pytest.raises(NotNow, match="neither reached nor set aside"):
        a_published_resource(walk=a_draft()).ask(FINISH)


def test_in_an_older_plan_it_is_waived_for_the_milestone_the_mentor_leaves_with() -> None:
    with pytest.raises(UnknownPart, match="no gate called living-owners"):
        a_draft().ask(WaiveGate(milestone="ENG-01", gate=LIVING_OWNERS, reason=WHY))
    a_draft().ask(WAIVE)


def test_in_a_plan_without_a_handover_it_is_waived_for_any_milestone() -> None:
    walk = a_published_resource(walk=settled(PLAN.model_copy(update={"handover": None})))
    walk.ask(WaiveGate(milestone="ENG-01", gate=LIVING_OWNERS, reason=WHY))
    walk.ask(FINISH)
    assert walk.programme.phase is Phase.CLOSED


def test_an_older_plan_that_waived_it_still_adopts_its_governing_document() -> None:
    walk = a_draft()
    walk.ask(WAIVE)
    assert walk.adopt().board.adopted_on == FIRST_DAY
