"""Work on one milestone: open, assign, hand over, show, submit, block, give more time."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.milestone_commands import (
    AddEvidence,
    Assign,
    Block,
    FileShown,
    HandOver,
    OpenMilestone,
    RetractEvidence,
    SetAside,
    Submit,
)
from domain.milestone_events import (
    EvidenceAdded,
    MilestoneOpened,
    MilestoneSubmitted,
    MilestoneUnblocked,
    TasksHandedOver,
)
from domain.passage import Words
from domain.programme_commands import Pause
from domain.refusals import (
    AlreadyDone,
    DayNotPossible,
    EvidenceMissing,
    NotAllowed,
    NotNow,
    UnknownMilestone,
    UnknownPart,
)
from tests.domain.people import BOARD, COMMISSIONER, FOUNDER, FUNDER, STRANGER, WHY, WORKER
from tests.domain.programmes import (
    FIRST_DAY,
    GROUP,
    a_draft,
    a_running_programme,
    a_submitted_milestone,
)


def test_what_becomes_ready_opens_by_itself() -> None:
    walk = a_running_programme().reach("ENG-01")
    (opened,) = walk.engine()
    assert opened == MilestoneOpened(
        milestone="ENG-02", round=1, due=FIRST_DAY + timedelta(weeks=8), early=False, reason=None, slack_days=0
    )


def test_in_a_draft_only_the_first_stage_opens() -> None:
    walk = a_draft()
    walk.ask(SetAside(milestone="ENG-01", reason=WHY))
    walk.ask(SetAside(milestone="ENG-02", reason=WHY))
    assert walk.engine() == []


def test_opening_early_needs_a_reason() -> None:
    with pytest.raises(NotNow, match="still waits for GOV-02"):
        a_running_programme().ask(OpenMilestone(milestone="PRM-01"))


def test_opening_early_with_a_reason_says_so() -> None:
    (opened,) = a_running_programme().ask(OpenMilestone(milestone="PRM-01", reason=WHY))
    assert isinstance(opened, MilestoneOpened)
    assert opened.early
    assert opened.reason == Words(about=GROUP, text=WHY)


def test_opening_early_names_only_what_is_still_missing() -> None:
    walk = a_running_programme()
    walk.ask(SetAside(milestone="GOV-04", reason=WHY))
    with pytest.raises(NotNow, match="waits for GOV-05 and PRM-02"):
        walk.ask(OpenMilestone(milestone="SVC-01"))


def test_work_that_began_last_week_is_due_counted_from_then() -> None:
    walk = a_running_programme().wait(weeks=1)
    walk.ask(OpenMilestone(milestone="PRM-01", reason=WHY, occurred_on=FIRST_DAY))
    assert walk.milestone("PRM-01").due == FIRST_DAY + timedelta(weeks=3)
    assert walk.milestone("PRM-01").opened_on == FIRST_DAY


def test_an_open_milestone_is_not_opened_again() -> None:
    with pytest.raises(NotNow, match="is open"):
        a_running_programme().ask(OpenMilestone(milestone="ENG-01", reason=WHY))


def test_nothing_opens_in_a_pause() -> None:
    walk = a_running_programme()
    walk.ask(Pause(reason=WHY))
    with pytest.raises(NotNow, match="paused"):
        walk.ask(OpenMilestone(milestone="PRM-01", reason=WHY))


def test_a_milestone_that_is_not_in_the_plan_is_unknown() -> None:
    with pytest.raises(UnknownMilestone):
        a_running_programme().ask(OpenMilestone(milestone="XXX-01"))


def test_nothing_happens_on_a_day_still_to_come() -> None:
    with pytest.raises(DayNotPossible):
        a_running_programme().ask(OpenMilestone(milestone="PRM-01", reason=WHY, occurred_on=FIRST_DAY + timedelta(1)))


def test_a_milestone_has_one_person_who_looks_after_it() -> None:
    walk = a_running_programme()
    walk.ask(Assign(milestone="ENG-01", to=WORKER))
    walk.ask(Assign(milestone="ENG-01", to=FOUNDER))
    assert walk.milestone("ENG-01").assignee == FOUNDER


def test_a_member_of_the_board_register_can_look_after_a_milestone() -> None:
    walk = a_running_programme().adopt()
    walk.ask(Assign(milestone="ENG-01", to=BOARD[1]), BOARD[0])
    assert walk.milestone("ENG-01").assignee == BOARD[1]


def test_nobody_is_assigned_twice_or_from_outside() -> None:
    walk = a_running_programme()
    walk.ask(Assign(milestone="ENG-01", to=WORKER))
    with pytest.raises(AlreadyDone):
        walk.ask(Assign(milestone="ENG-01", to=WORKER))
    with pytest.raises(UnknownPart):
        walk.ask(Assign(milestone="ENG-01", to=STRANGER))


def test_all_unfinished_tasks_of_a_person_go_over_at_once() -> None:
    walk = a_running_programme()
    for milestone in ("ENG-01", "PRM-01", "FUN-01"):
        walk.ask(Assign(milestone=milestone, to=WORKER))
    walk.ask(SetAside(milestone="FUN-01", reason=WHY))
    (fact,) = walk.ask(HandOver(giver=WORKER, to=FOUNDER, reason=WHY))
    assert isinstance(fact, TasksHandedOver)
    assert fact.milestones == ("ENG-01", "PRM-01")
    assert {walk.milestone(each).assignee for each in fact.milestones} == {FOUNDER}


def test_one_task_goes_over_and_the_others_stay() -> None:
    walk = a_running_programme()
    for milestone in ("ENG-01", "PRM-01"):
        walk.ask(Assign(milestone=milestone, to=WORKER))
    walk.ask(HandOver(giver=WORKER, to=FOUNDER, milestone="PRM-01"))
    assert walk.milestone("ENG-01").assignee == WORKER
    assert walk.milestone("PRM-01").assignee == FOUNDER


def test_there_must_be_something_to_hand_over_and_somebody_to_take_it() -> None:
    walk = a_running_programme()
    with pytest.raises(NotNow, match="nothing to hand over"):
        walk.ask(HandOver(giver=WORKER, to=FOUNDER))
    walk.ask(Assign(milestone="ENG-01", to=WORKER))
    with pytest.raises(NotNow, match="same person"):
        walk.ask(HandOver(giver=WORKER, to=WORKER))
    with pytest.raises(UnknownPart):
        walk.ask(HandOver(giver=WORKER, to=STRANGER))


def test_evidence_is_a_note_a_link_or_a_file_numbered_as_it_comes() -> None:
    walk = a_running_programme()
    file = FileShown(sha256="0" * 64, size=3, media_type="text/plain", name="minutes.txt")
    for command in (
        AddEvidence(milestone="ENG-01", note="Signed."),
        AddEvidence(milestone="ENG-01", link="https://example.org/minutes"),
        AddEvidence(milestone="ENG-01", file=file),
    ):
        walk.ask(command, WORKER)
    assert walk.milestone("ENG-01").evidence == {1: WORKER, 2: WORKER, 3: WORKER}


def test_empty_evidence_is_none() -> None:
    with pytest.raises(ValidationError, match="Give a note, a link or a file"):
        AddEvidence(milestone="ENG-01")


def test_evidence_about_a_person_is_sealed_under_that_person() -> None:
    (fact,) = a_running_programme().ask(AddEvidence(milestone="ENG-01", note="Her story.", about=STRANGER))
    assert isinstance(fact, EvidenceAdded)
    assert fact.note == Words(about=STRANGER, text="Her story.")


def test_a_funder_adds_evidence_only_where_a_milestone_names_them() -> None:
    walk = a_running_programme()
    walk.ask(AddEvidence(milestone="FUN-02", note="Paid."), FUNDER)
    with pytest.raises(NotAllowed):
        walk.ask(AddEvidence(milestone="VOI-01", note="Paid."), FUNDER)
    walk.ask(AddEvidence(milestone="VOI-01", note="Asked."), COMMISSIONER)


def test_a_funder_takes_back_only_their_own_evidence() -> None:
    walk = a_running_programme()
    walk.ask(AddEvidence(milestone="FUN-02", note="Ours."), WORKER)
    walk.ask(AddEvidence(milestone="FUN-02", note="Theirs."), FUNDER)
    with pytest.raises(NotAllowed, match="only what you added yourself"):
        walk.ask(RetractEvidence(milestone="FUN-02", evidence=1, reason=WHY), FUNDER)
    walk.ask(RetractEvidence(milestone="FUN-02", evidence=2, reason=WHY), FUNDER)
    assert walk.milestone("FUN-02").evidence == {1: WORKER, 2: None}


def test_evidence_is_taken_back_once_and_its_number_is_never_used_again() -> None:
    walk = a_running_programme()
    walk.ask(AddEvidence(milestone="ENG-01", note="Wrong."))
    retract = RetractEvidence(milestone="ENG-01", evidence=1, reason=WHY)
    walk.ask(retract)
    with pytest.raises(AlreadyDone):
        walk.ask(retract)
    with pytest.raises(UnknownPart):
        walk.ask(RetractEvidence(milestone="ENG-01", evidence=2, reason=WHY))
    walk.ask(AddEvidence(milestone="ENG-01", note="Right."))
    assert set(walk.milestone("ENG-01").evidence) == {1, 2}


def test_a_milestone_without_evidence_cannot_be_submitted() -> None:
    walk = a_running_programme()
    with pytest.raises(EvidenceMissing):
        walk.ask(Submit(milestone="ENG-01"), WORKER)
    walk.ask(AddEvidence(milestone="ENG-01", note="Done."))
    walk.ask(RetractEvidence(milestone="ENG-01", evidence=1, reason=WHY))
    with pytest.raises(EvidenceMissing):
        walk.ask(Submit(milestone="ENG-01"), WORKER)


def test_only_an_open_milestone_is_submitted() -> None:
    with pytest.raises(NotNow, match="waiting for a decision"):
        a_submitted_milestone().ask(Submit(milestone="ENG-01"), WORKER)


def test_nothing_is_submitted_before_work_on_it_began() -> None:
    walk = a_running_programme()
    walk.ask(AddEvidence(milestone="ENG-01", note="Done."))
    with pytest.raises(DayNotPossible):
        walk.ask(Submit(milestone="ENG-01", occurred_on=FIRST_DAY - timedelta(days=1)), WORKER)


def test_submitting_ends_a_block() -> None:
    walk = a_running_programme()
    walk.ask(Block(milestone="ENG-01", kind="money"), WORKER)
    walk.ask(AddEvidence(milestone="ENG-01", note="Done."))
    assert [type(fact) for fact in walk.ask(Submit(milestone="ENG-01"), WORKER)] == [
        MilestoneUnblocked,
        MilestoneSubmitted,
    ]
    assert walk.milestone("ENG-01").blocked is None
