"""Gates block acceptance, never the work; each can be waived by those who decide."""

import pytest

from domain.milestone_commands import Accept, AddMilestone, AgreePlan, RevisePlan, WaiveGate
from domain.milestone_events import MilestoneAccepted
from domain.organisation_commands import AppointBoardMember, SetThreshold
from domain.plan import Weeks
from domain.programme import Status
from domain.refusals import GateClosed, NotAllowed
from tests.domain.people import BOARD, FOUNDER, MENTOR, STRANGER, WHY, WORKER
from tests.domain.programmes import Walk, a_draft, a_submitted_milestone

GATED = [
    ("VOI-02", "terms-of-reference", ["VOI-01"]),
    ("FUN-02", "bank-account", ["GOV-03", "FUN-01"]),
    ("FUN-02", "bid-training", ["FUN-01", "GOV-03"]),
    ("SVC-01", "policies-and-insurance", ["GOV-04", "GOV-05"]),
    ("PRM-02", "access-audit", ["PRM-01"]),
]


def accept(walk: Walk, milestone: str) -> MilestoneAccepted:
    accepted = walk.ask(Accept(milestone=milestone), FOUNDER)[0]
    assert isinstance(accepted, MilestoneAccepted)
    return accepted


@pytest.mark.parametrize(("milestone", "gate", "met_by"), GATED)
def test_a_closed_gate_blocks_acceptance_and_says_what_is_missing(milestone: str, gate: str, met_by: list[str]) -> None:
    walk = a_submitted_milestone(milestone)
    with pytest.raises(GateClosed, match=f"The gate {gate}: .*{met_by[0]}"):
        accept(walk, milestone)


@pytest.mark.parametrize(("milestone", "gate", "met_by"), GATED)
def test_a_gate_opens_when_every_milestone_that_meets_it_is_accepted(
    milestone: str, gate: str, met_by: list[str]
) -> None:
    walk = a_submitted_milestone(milestone)
    for each in met_by:
        with pytest.raises(GateClosed):
            accept(walk, milestone)
        walk.reach(each)
    assert accept(walk, milestone).waived == (), gate


@pytest.mark.parametrize(("milestone", "gate", "met_by"), GATED)
def test_a_waived_gate_no_longer_blocks_and_the_acceptance_says_so(
    milestone: str, gate: str, met_by: list[str]
) -> None:
    walk = a_submitted_milestone(milestone)
    gates = walk.milestone(milestone).step.gates
    for each in gates:
        walk.ask(WaiveGate(milestone=milestone, gate=each, reason=WHY))
    assert accept(walk, milestone).waived == gates
    assert {walk.milestone(each).status for each in met_by} == {Status.WAITING}, gate


def test_every_closed_gate_is_named_at_once() -> None:
    with pytest.raises(GateClosed, match=r"bank-account: .*bid-training: "):
        accept(a_submitted_milestone("FUN-02"), "FUN-02")


def test_a_gate_is_waived_for_one_milestone_only() -> None:
    walk = a_submitted_milestone("VOI-02")
    second_panel = AddMilestone(
        id="VOI-03",
        stage="VOI",
        title="A second panel",
        what="Meet.",
        weeks=Weeks(earliest=1, typical=2, latest=3),
        gates=("terms-of-reference",),
    )
    walk.ask(RevisePlan(changes=(second_panel,), reason=WHY))
    walk.ask(WaiveGate(milestone="VOI-03", gate="terms-of-reference", reason=WHY))
    with pytest.raises(GateClosed):
        accept(walk, "VOI-02")
    assert walk.reach("VOI-03").milestone("VOI-03").status is Status.ACCEPTED


@pytest.mark.parametrize("by", [MENTOR, WORKER])
def test_only_those_who_decide_waive_a_gate(by: str) -> None:
    with pytest.raises(NotAllowed):
        a_submitted_milestone("VOI-02").ask(WaiveGate(milestone="VOI-02", gate="terms-of-reference", reason=WHY), by)


def test_the_plan_counts_only_once_it_is_agreed() -> None:
    walk = a_draft().reach("ENG-01")
    with pytest.raises(GateClosed, match="has not agreed the plan"):
        walk.reach("ENG-02")
    walk.ask(AgreePlan())
    accept(walk, "ENG-02")


def seats(walk: Walk, from_constituency: str) -> Walk:
    for member, said in zip((*BOARD, STRANGER), from_constituency, strict=False):
        walk.ask(AppointBoardMember(person=member, from_constituency=said == "y"))
    return walk


def test_an_empty_board_has_no_share() -> None:
    with pytest.raises(GateClosed, match="0 of 0 voting members"):
        accept(a_submitted_milestone("GOV-02"), "GOV-02")


def test_three_in_four_voting_members_are_enough() -> None:
    walk = seats(a_submitted_milestone("GOV-02"), "yyyn")
    assert accept(walk, "GOV-02").board_version == 4


def test_fewer_than_three_in_four_are_not_enough() -> None:
    walk = seats(a_submitted_milestone("GOV-02"), "yynyn")
    with pytest.raises(GateClosed, match=r"3 of 5 voting members .* 75%"):
        accept(walk, "GOV-02")


def test_who_has_no_vote_does_not_count() -> None:
    walk = seats(a_submitted_milestone("GOV-02"), "yyyn")
    walk.ask(AppointBoardMember(person=STRANGER, voting=False, from_constituency=False))
    accept(walk, "GOV-02")


def test_the_group_may_set_another_share() -> None:
    walk = seats(a_submitted_milestone("GOV-02"), "yynyn")
    walk.ask(SetThreshold(threshold=60, reason=WHY))
    accept(walk, "GOV-02")
