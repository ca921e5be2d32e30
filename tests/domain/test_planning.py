"""The plan as a whole: the founding group agrees it, changes it, and may waive a gate."""

import pytest

from domain.milestone_commands import AddMilestone, AgreePlan, PlanChangeAsked, RevisePlan, SetAside, WaiveGate
from domain.passage import Words
from domain.plan import Plan, Weeks
from domain.plan_events import DroppedMilestone, PlanAgreed, PlanRevised, ReorderedMilestone, RetimedMilestone
from domain.programme import Phase, Status
from domain.programme_commands import Pause
from domain.refusals import (
    AlreadyDone,
    NotAllowed,
    NotNow,
    PlanBroken,
    PlanTooShort,
    Refusal,
    UnknownMilestone,
    UnknownPart,
)
from tests.domain.people import FOUNDER, MENTOR, WHY, WORKER
from tests.domain.plans import PLAN, SHORT_PLAN
from tests.domain.programmes import GROUP, Walk, a_draft, a_running_programme

NEW = AddMilestone(
    id="VOI-03",
    stage="VOI",
    title="Our own film",
    what="Make it.",
    depends_on=("VOI-01",),
    weeks=Weeks(earliest=2, typical=4, latest=8),
)


def revised(*changes: PlanChangeAsked, walk: Walk | None = None, override: str | None = None) -> Walk:
    walk = walk or a_running_programme()
    walk.ask(RevisePlan(changes=changes, reason=WHY, floor_override=override))
    return walk


def retimed(milestone: str, earliest: int, typical: int, latest: int) -> RetimedMilestone:
    return RetimedMilestone(milestone=milestone, weeks=Weeks(earliest=earliest, typical=typical, latest=latest))


def test_agreeing_the_plan_sets_the_programme_running() -> None:
    walk = a_running_programme()
    assert walk.programme.phase is Phase.RUNNING
    assert walk.recorded[-1] == PlanAgreed(plan_number=1, typical_weeks=126, floor_weeks=104, floor_override=None)


def test_programmes_with_equal_plans_keep_one_plan_and_change_it_apart() -> None:
    one, other = a_draft(PLAN), a_draft(Plan.model_validate_json(PLAN.model_dump_json()))
    assert one.programme.stages[0] is other.programme.stages[0]

    given = one.programme.milestones["ENG-01"]
    one.ask(SetAside(milestone="ENG-01", reason=WHY))
    assert one.programme.milestones["ENG-01"].status is Status.SET_ASIDE
    assert other.programme.milestones["ENG-01"] == given
    assert other.programme.milestones["GOV-01"] is one.programme.milestones["GOV-01"]


@pytest.mark.parametrize("by", [MENTOR, WORKER])
def test_users_set_the_agenda_nobody_else_agrees_the_plan(by: str) -> None:
    with pytest.raises(NotAllowed, match="founding group"):
        a_draft().ask(AgreePlan(), by)


def test_a_plan_is_agreed_once() -> None:
    with pytest.raises(AlreadyDone):
        a_running_programme().ask(AgreePlan())


def test_a_plan_under_24_months_is_not_agreed_and_the_refusal_says_why() -> None:
    with pytest.raises(PlanTooShort, match=r"94 weeks.*104 weeks.*two years"):
        a_draft(SHORT_PLAN).ask(AgreePlan())


def test_the_founding_group_may_override_the_floor_with_a_reason() -> None:
    (agreed,) = a_draft(SHORT_PLAN).ask(AgreePlan(floor_override="We have done it before."))
    assert isinstance(agreed, PlanAgreed)
    assert agreed.floor_override == Words(about=GROUP, text="We have done it before.")


def test_a_plan_agreed_in_a_pause_stays_paused() -> None:
    walk = a_draft()
    walk.ask(Pause(reason=WHY))
    walk.ask(AgreePlan())
    assert walk.programme.phase is Phase.PAUSED


def test_a_group_adds_a_milestone_of_its_own() -> None:
    walk = revised(NEW)
    assert walk.milestone("VOI-03").status is Status.WAITING
    assert walk.milestone("VOI-03").step.depends_on == ("VOI-01",)


def test_a_milestone_that_was_never_begun_can_be_dropped() -> None:
    walk = revised(DroppedMilestone(milestone="VOI-02"))
    assert "VOI-02" not in walk.programme.milestones


def test_a_dropped_milestone_takes_its_waivers_along() -> None:
    walk = a_running_programme()
    walk.ask(WaiveGate(milestone="VOI-02", gate="terms-of-reference", reason=WHY))
    revised(DroppedMilestone(milestone="VOI-02"), walk=walk)
    assert walk.programme.waived == frozenset()


def test_retiming_changes_how_long_a_milestone_takes() -> None:
    walk = revised(retimed("GOV-01", 10, 40, 60))
    fact = walk.recorded[-1]
    assert isinstance(fact, PlanRevised)
    assert (fact.was_typical_weeks, fact.typical_weeks, fact.plan_number) == (126, 136, 2)
    assert walk.milestone("GOV-01").step.weeks.typical == 40


def test_reordering_changes_what_a_milestone_waits_for() -> None:
    walk = revised(ReorderedMilestone(milestone="FUN-01", depends_on=("ENG-01",)))
    assert walk.milestone("FUN-01").step.depends_on == ("ENG-01",)


def test_a_rebaseline_is_recorded_with_its_reason() -> None:
    walk = a_running_programme()
    (fact,) = walk.ask(RevisePlan(changes=(retimed("GOV-01", 10, 40, 60),), rebaseline=True, reason=WHY))
    assert isinstance(fact, PlanRevised)
    assert fact.rebaseline
    assert fact.reason == Words(about=GROUP, text=WHY)


def test_a_draft_may_be_made_as_short_as_one_likes_until_it_is_agreed() -> None:
    walk = revised(retimed("GOV-01", 1, 2, 3), walk=a_draft())
    with pytest.raises(PlanTooShort):
        walk.ask(AgreePlan())


def test_an_agreed_plan_does_not_slip_under_the_floor_without_a_reason() -> None:
    walk = a_running_programme()
    with pytest.raises(PlanTooShort):
        revised(retimed("GOV-01", 1, 2, 3), walk=walk)
    revised(retimed("GOV-01", 1, 2, 3), walk=walk, override=WHY)
    assert walk.milestone("GOV-01").step.weeks.typical == 2


def test_a_change_that_needs_another_is_made_in_one_go() -> None:
    walk = revised(
        DroppedMilestone(milestone="GOV-01"),
        ReorderedMilestone(milestone="GOV-02", depends_on=("ENG-02",)),
        override=WHY,
    )
    assert walk.milestone("GOV-02").step.depends_on == ("ENG-02",)


@pytest.mark.parametrize(
    ("change", "refusal", "says"),
    [
        (ReorderedMilestone(milestone="ENG-01", depends_on=("LEG-01",)), PlanBroken, "wait for each other"),
        (ReorderedMilestone(milestone="ENG-01", depends_on=("ENG-01",)), PlanBroken, "wait for each other"),
        (ReorderedMilestone(milestone="ENG-02", depends_on=("XXX-01",)), PlanBroken, "waits for XXX-01"),
        (DroppedMilestone(milestone="GOV-01"), PlanBroken, "GOV-02 waits for GOV-01"),
        (DroppedMilestone(milestone="FUN-01"), PlanBroken, "bid-training"),
        (DroppedMilestone(milestone="ENG-01"), NotNow, "stays in the record"),
        (DroppedMilestone(milestone="XXX-01"), UnknownMilestone, "no milestone XXX-01"),
        (ReorderedMilestone(milestone="XXX-01", depends_on=()), UnknownMilestone, "no milestone XXX-01"),
        (retimed("XXX-01", 1, 2, 3), UnknownMilestone, "no milestone XXX-01"),
        (retimed("GOV-01", 9, 2, 3), PlanBroken, "2, 4 and 8"),
        (retimed("GOV-01", 0, 0, 3), PlanBroken, "2, 4 and 8"),
        (NEW.model_copy(update={"id": "ENG-01"}), PlanBroken, "already in the plan"),
        (NEW.model_copy(update={"stage": "XXX"}), PlanBroken, "not a stage"),
        (NEW.model_copy(update={"gates": ("no-such",)}), PlanBroken, "not a gate"),
        (NEW.model_copy(update={"depends_on": ("XXX-01",)}), PlanBroken, "waits for XXX-01"),
        (NEW.model_copy(update={"weeks": Weeks(earliest=9, typical=2, latest=1)}), PlanBroken, "2, 4 and 8"),
    ],
)
def test_a_plan_is_never_left_broken(change: PlanChangeAsked, refusal: type[Refusal], says: str) -> None:
    walk = a_running_programme()
    before = walk.programme
    with pytest.raises(refusal, match=says):
        revised(change, walk=walk)
    assert walk.programme == before


def test_a_milestone_that_was_begun_and_set_aside_stays_in_the_record() -> None:
    walk = a_running_programme()
    walk.ask(SetAside(milestone="ENG-01", reason=WHY))
    with pytest.raises(NotNow):
        revised(DroppedMilestone(milestone="ENG-01"), ReorderedMilestone(milestone="ENG-02", depends_on=()), walk=walk)


def test_a_waived_gate_names_its_milestone_and_its_reason() -> None:
    walk = a_running_programme()
    walk.ask(WaiveGate(milestone="VOI-02", gate="terms-of-reference", reason=WHY))
    assert walk.programme.waived == {("terms-of-reference", "VOI-02")}
    assert walk.milestone("VOI-02").changed == walk.programme.version


def test_a_gate_is_waived_once() -> None:
    walk = a_running_programme()
    waiver = WaiveGate(milestone="VOI-02", gate="terms-of-reference", reason=WHY)
    walk.ask(waiver)
    with pytest.raises(AlreadyDone):
        walk.ask(waiver)


def test_a_gate_that_a_milestone_does_not_have_cannot_be_waived() -> None:
    with pytest.raises(UnknownPart, match="no gate called votes"):
        a_running_programme().ask(WaiveGate(milestone="VOI-02", gate="votes", reason=WHY), FOUNDER)
