"""What the founding group or board decides about one milestone."""

from datetime import timedelta

import pytest

from domain.milestone_commands import (
    Accept,
    Assign,
    Block,
    CorrectDate,
    OpenMilestone,
    Reopen,
    Restore,
    RetractEvidence,
    ReturnForWork,
    SetAside,
    Submit,
    WithdrawAcceptance,
)
from domain.milestone_events import DateCorrected, DatedStep, MilestoneAccepted, MilestoneOpened
from domain.plan import MilestoneId
from domain.programme import Status
from domain.programme_commands import Command
from domain.refusals import (
    AlreadyDone,
    DayNotPossible,
    EvidenceMissing,
    GateClosed,
    MilestoneChanged,
    NotAllowed,
    NotNow,
    OwnWork,
)
from tests.domain.people import BOARD, FOUNDER, MENTOR, SECOND_FOUNDER, WHY, WORKER, meeting
from tests.domain.programmes import FIRST_DAY, Walk, a_running_programme, a_submitted_milestone


def an_accepted_milestone() -> Walk:
    return a_running_programme().reach("ENG-01")


def test_the_founding_group_accepts_a_milestone() -> None:
    walk = a_submitted_milestone()
    walk.ask(Accept(milestone="ENG-01"), FOUNDER)
    assert walk.milestone("ENG-01").status is Status.ACCEPTED
    assert walk.milestone("ENG-01").accepted_on == FIRST_DAY


def test_an_acceptance_records_which_board_it_read() -> None:
    walk = a_submitted_milestone().adopt()
    accepted = walk.ask(Accept(milestone="ENG-01"), BOARD[0])[0]
    assert isinstance(accepted, MilestoneAccepted)
    assert accepted.board_version == 5


def test_a_reached_milestone_cannot_be_reached_again() -> None:
    with pytest.raises(AlreadyDone):
        an_accepted_milestone().ask(Accept(milestone="ENG-01"))


def test_what_was_not_submitted_is_not_accepted() -> None:
    with pytest.raises(NotNow, match="must be submitted"):
        a_running_programme().ask(Accept(milestone="ENG-01"))


def test_nobody_accepts_what_they_submitted() -> None:
    walk = a_submitted_milestone("FUN-01")
    walk.ask(ReturnForWork(milestone="FUN-01", reason=WHY))
    walk.ask(Submit(milestone="FUN-01"), FOUNDER)
    with pytest.raises(OwnWork):
        walk.ask(Accept(milestone="FUN-01"), FOUNDER)
    walk.ask(Accept(milestone="FUN-01"), SECOND_FOUNDER)


def test_nobody_accepts_what_they_look_after() -> None:
    walk = a_submitted_milestone()
    walk.ask(Assign(milestone="ENG-01", to=FOUNDER))
    with pytest.raises(OwnWork):
        walk.ask(Accept(milestone="ENG-01"), FOUNDER)


def test_who_submitted_does_not_write_down_the_meeting_that_accepted_it() -> None:
    walk = a_submitted_milestone()
    accept = Accept(milestone="ENG-01", on_behalf_of=meeting(FIRST_DAY))
    with pytest.raises(OwnWork):
        walk.ask(accept, WORKER)
    walk.ask(accept, MENTOR)
    assert walk.milestone("ENG-01").status is Status.ACCEPTED


def test_after_adoption_the_board_accepts_and_the_founding_group_no_longer() -> None:
    walk = a_submitted_milestone().adopt()
    with pytest.raises(NotAllowed, match="the board"):
        walk.ask(Accept(milestone="ENG-01"), FOUNDER)
    walk.ask(Accept(milestone="ENG-01"), BOARD[0])


def test_nothing_is_accepted_before_it_was_submitted() -> None:
    walk = a_submitted_milestone().wait(days=3)
    with pytest.raises(DayNotPossible):
        walk.ask(Accept(milestone="ENG-01", occurred_on=FIRST_DAY - timedelta(days=1)))
    walk.ask(ReturnForWork(milestone="ENG-01", reason=WHY))
    walk.ask(Submit(milestone="ENG-01"), WORKER)
    with pytest.raises(DayNotPossible, match="was submitted on 05 March 2026"):
        walk.ask(Accept(milestone="ENG-01", occurred_on=FIRST_DAY + timedelta(days=1)))


def test_nothing_is_accepted_whose_evidence_was_all_taken_back() -> None:
    walk = a_submitted_milestone()
    walk.ask(RetractEvidence(milestone="ENG-01", evidence=1, reason=WHY), WORKER)
    with pytest.raises(EvidenceMissing):
        walk.ask(Accept(milestone="ENG-01"))


def test_who_accepts_what_somebody_has_just_changed_is_told() -> None:
    walk = a_submitted_milestone()
    seen = walk.milestone("ENG-01").changed
    walk.ask(ReturnForWork(milestone="ENG-01", reason=WHY), SECOND_FOUNDER)
    with pytest.raises(MilestoneChanged):
        walk.ask(Accept(milestone="ENG-01"), FOUNDER, expected=seen)


def test_a_returned_milestone_is_due_in_two_weeks_at_the_soonest() -> None:
    walk = a_submitted_milestone().wait(weeks=3)
    walk.ask(ReturnForWork(milestone="ENG-01", reason=WHY))
    assert walk.milestone("ENG-01").status is Status.OPEN
    # Two weeks later is Easter Monday, so Tuesday.
    assert walk.milestone("ENG-01").due == FIRST_DAY + timedelta(weeks=5, days=1)


def test_a_returned_milestone_keeps_a_later_date_or_takes_the_one_given() -> None:
    walk = a_submitted_milestone()
    walk.ask(ReturnForWork(milestone="ENG-01", reason=WHY))
    assert walk.milestone("ENG-01").due == FIRST_DAY + timedelta(weeks=4)
    walk.ask(Submit(milestone="ENG-01"), WORKER)
    walk.ask(ReturnForWork(milestone="ENG-01", reason=WHY, due=FIRST_DAY + timedelta(days=3)))
    assert walk.milestone("ENG-01").due == FIRST_DAY + timedelta(days=3)


def test_only_a_submitted_milestone_is_returned_to_a_day_still_to_come() -> None:
    with pytest.raises(NotNow):
        a_running_programme().ask(ReturnForWork(milestone="ENG-01", reason=WHY))
    with pytest.raises(DayNotPossible):
        a_submitted_milestone().ask(ReturnForWork(milestone="ENG-01", reason=WHY, due=FIRST_DAY - timedelta(days=1)))


def test_a_withdrawn_acceptance_waits_for_a_decision_again() -> None:
    walk = an_accepted_milestone()
    walk.ask(WithdrawAcceptance(milestone="ENG-01", reason=WHY))
    assert walk.milestone("ENG-01").status is Status.SUBMITTED
    assert walk.milestone("ENG-01").accepted_on is None
    walk.ask(Accept(milestone="ENG-01"))


def test_a_reopened_milestone_is_in_a_new_round_with_a_new_date() -> None:
    walk = an_accepted_milestone().wait(weeks=10)
    walk.ask(Reopen(milestone="ENG-01", reason=WHY))
    milestone = walk.milestone("ENG-01")
    assert (milestone.status, milestone.round) == (Status.OPEN, 2)
    assert milestone.due == FIRST_DAY + timedelta(weeks=14)
    assert (milestone.submitted_on, milestone.accepted_on, milestone.submitted_by) == (None, None, None)


@pytest.mark.parametrize(
    "command", [WithdrawAcceptance(milestone="ENG-01", reason=WHY), Reopen(milestone="ENG-01", reason=WHY)]
)
def test_only_an_accepted_milestone_is_changed_back(command: Command) -> None:
    with pytest.raises(NotNow):
        a_submitted_milestone().ask(command)


def test_a_milestone_is_not_reopened_for_a_day_that_has_passed() -> None:
    with pytest.raises(DayNotPossible):
        an_accepted_milestone().ask(Reopen(milestone="ENG-01", reason=WHY, due=FIRST_DAY - timedelta(days=1)))


def test_what_waits_for_a_milestone_set_aside_may_go_on() -> None:
    walk = a_running_programme()
    walk.ask(SetAside(milestone="ENG-01", reason=WHY))
    assert [fact.milestone for fact in walk.engine() if isinstance(fact, MilestoneOpened)] == ["ENG-02"]


def test_a_milestone_set_aside_never_opens_a_gate() -> None:
    walk = a_submitted_milestone("VOI-02")
    walk.ask(SetAside(milestone="VOI-01", reason=WHY))
    with pytest.raises(GateClosed):
        walk.ask(Accept(milestone="VOI-02"))


def test_a_reached_milestone_is_not_set_aside_and_nothing_is_set_aside_twice() -> None:
    with pytest.raises(NotNow, match="withdraw the acceptance"):
        an_accepted_milestone().ask(SetAside(milestone="ENG-01", reason=WHY))
    walk = a_running_programme()
    walk.ask(SetAside(milestone="ENG-01", reason=WHY))
    with pytest.raises(AlreadyDone):
        walk.ask(SetAside(milestone="ENG-01", reason=WHY))


def test_a_restored_milestone_opens_again_in_a_new_round() -> None:
    walk = a_submitted_milestone()
    walk.ask(SetAside(milestone="ENG-01", reason=WHY))
    walk.wait(weeks=8).ask(Restore(milestone="ENG-01", reason=WHY))
    assert walk.milestone("ENG-01").status is Status.WAITING
    walk.engine()
    milestone = walk.milestone("ENG-01")
    assert (milestone.status, milestone.round, milestone.opened_on) == (Status.OPEN, 2, walk.today)


def test_the_opening_of_a_restored_milestone_can_be_corrected() -> None:
    walk = a_submitted_milestone()
    walk.ask(SetAside(milestone="ENG-01", reason=WHY))
    walk.wait(weeks=8).ask(Restore(milestone="ENG-01", reason=WHY))
    walk.engine()
    walk.ask(CorrectDate(milestone="ENG-01", step="opened", correct=walk.today - timedelta(days=2), reason=WHY))
    assert walk.milestone("ENG-01").opened_on == walk.today - timedelta(days=2)


def test_only_what_was_set_aside_is_restored() -> None:
    with pytest.raises(NotNow):
        a_running_programme().ask(Restore(milestone="ENG-01", reason=WHY))


def test_setting_aside_ends_a_block() -> None:
    walk = a_running_programme()
    walk.ask(Block(milestone="ENG-01", kind="money"))
    walk.ask(SetAside(milestone="ENG-01", reason=WHY))
    assert walk.milestone("ENG-01").blocked is None


def test_a_wrong_date_is_corrected_by_a_new_fact() -> None:
    walk = a_running_programme().wait(weeks=1).reach("ENG-01")
    (fact,) = walk.ask(
        CorrectDate(milestone="ENG-01", step="opened", correct=FIRST_DAY + timedelta(days=1), reason=WHY), WORKER
    )
    assert isinstance(fact, DateCorrected)
    assert (fact.was, fact.correct) == (FIRST_DAY, FIRST_DAY + timedelta(days=1))
    assert walk.milestone("ENG-01").opened_on == fact.correct


@pytest.mark.parametrize(
    ("milestone", "step", "days", "refusal"),
    [
        ("ENG-02", "opened", 0, NotNow),
        ("ENG-01", "opened", 0, AlreadyDone),
        ("ENG-01", "accepted", 8, DayNotPossible),
        ("ENG-01", "accepted", 6, DayNotPossible),
        ("ENG-01", "submitted", -1, DayNotPossible),
    ],
)
def test_a_corrected_date_is_another_past_day_and_keeps_the_order(
    milestone: MilestoneId, step: DatedStep, days: int, refusal: type[Exception]
) -> None:
    walk = a_running_programme().wait(days=7).reach("ENG-01")
    with pytest.raises(refusal):
        walk.ask(CorrectDate(milestone=milestone, step=step, correct=FIRST_DAY + timedelta(days=days), reason=WHY))


def test_a_milestone_opened_early_is_reached_like_any_other() -> None:
    walk = a_running_programme()
    walk.ask(OpenMilestone(milestone="PRM-01", reason=WHY))
    walk.reach("PRM-01")
    assert walk.milestone("PRM-01").status is Status.ACCEPTED


def test_what_a_meeting_decided_was_true_on_the_day_of_the_meeting() -> None:
    walk = a_running_programme()
    note = meeting(walk.today)
    later = walk.today + timedelta(days=3)
    assert Accept(milestone="ENG-01", on_behalf_of=note).day(later) == walk.today
    assert Accept(milestone="ENG-01", on_behalf_of=note, occurred_on=later).day(later) == later
    assert Accept(milestone="ENG-01").day(later) == later
