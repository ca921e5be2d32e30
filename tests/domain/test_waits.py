"""Which waits a programme has, and which of them an event rings."""

import pytest

from domain.duty_events import DutyMet, Prompted
from domain.event import ENGINE
from domain.milestone_commands import (
    Assign,
    HandOver,
    MilestoneCommand,
    OpenMilestone,
    Reopen,
    Restore,
    SetAside,
    WithdrawAcceptance,
)
from domain.milestone_events import MilestoneAccepted, TasksHandedOver
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import AnswerStillRunning, CloseProgramme, KeepPack, Prompt
from domain.programme_events import Ending, ProgrammeClosed, StillRunningAnswered
from domain.waits import HANDOVER, PACK, PROGRAMME, open_waits, rung_by
from tests.domain.people import FOUNDER, STRANGER, WHY, WORKER
from tests.domain.programmes import Walk, a_running_programme, a_submitted_milestone


def a_busy_programme() -> Walk:
    walk = a_running_programme().reach("ENG-01").wait(weeks=11)
    walk.ask(OpenMilestone(milestone="LEG-01", reason=WHY))
    walk.engine()
    return walk


BUSY = {PROGRAMME, HANDOVER, "review/1", "duty/check-in-1", "milestone/ENG-02", "milestone/LEG-01"}


def test_a_programme_waits_for_its_milestones_its_review_its_duties_and_its_handover() -> None:
    assert open_waits(a_busy_programme().programme) == BUSY


def test_a_submitted_milestone_is_still_waited_for_and_an_accepted_one_is_not() -> None:
    walk = a_submitted_milestone()
    assert "milestone/ENG-01" in open_waits(walk.programme)
    walk.reach("FUN-01")
    assert "milestone/FUN-01" not in open_waits(walk.programme)


@pytest.mark.parametrize(("ending", "waits"), [("merged", {HANDOVER}), ("stopped-early", set())])
def test_after_the_end_only_the_pack_and_the_look_a_year_later_are_left(ending: Ending, waits: set[str]) -> None:
    walk = a_busy_programme()
    (closed,) = walk.ask(CloseProgramme(ending=ending, reason=WHY))
    assert isinstance(closed, ProgrammeClosed)
    assert open_waits(walk.programme) == waits | {PACK}
    assert rung_by(closed, walk.programme) >= BUSY, "what ends must hear of it"


def test_the_answer_a_year_later_ends_the_last_wait() -> None:
    walk = a_busy_programme()
    walk.ask(CloseProgramme(ending="merged", reason=WHY))
    (answered,) = walk.wait(days=365).ask(AnswerStillRunning(running=True))
    assert isinstance(answered, StillRunningAnswered)
    (packed,) = walk.ask(KeepPack(pack="ab" * 32, resources=0), ENGINE)
    assert rung_by(packed, walk.programme) == {PACK}
    assert open_waits(walk.programme) == frozenset()
    assert HANDOVER in rung_by(answered, walk.programme)


def test_what_is_left_behind_is_packed_up_once_and_only_at_the_end() -> None:
    pack = KeepPack(pack="ab" * 32, resources=0)
    walk = a_busy_programme()
    assert walk.ask(pack, ENGINE) == []
    walk.ask(CloseProgramme(ending="stopped-early", reason=WHY))
    assert len(walk.ask(pack, ENGINE)) == 1
    assert walk.ask(pack, ENGINE) == []


def test_an_acceptance_rings_its_milestone_and_what_may_become_ready() -> None:
    walk = a_busy_programme()
    walk.reach("ENG-02")
    accepted = next(fact for fact in walk.recorded if isinstance(fact, MilestoneAccepted))
    assert rung_by(accepted, walk.programme) == {PROGRAMME, "milestone/ENG-01"}


@pytest.mark.parametrize(
    "command",
    [
        WithdrawAcceptance(milestone="ENG-01", reason=WHY),
        Reopen(milestone="ENG-01", reason=WHY),
        SetAside(milestone="ENG-02", reason=WHY),
        Restore(milestone="VOI-01", reason=WHY),
        OpenMilestone(milestone="PRM-01", reason=WHY),
    ],
    ids=lambda command: command.NAME,
)
def test_whatever_changes_what_is_ready_rings_the_programme(command: MilestoneCommand) -> None:
    walk = a_busy_programme()
    walk.ask(SetAside(milestone="VOI-01", reason=WHY))
    (fact,) = walk.ask(command)
    assert rung_by(fact, walk.programme) == {PROGRAMME, f"milestone/{command.milestone}"}


def test_a_prompt_rings_only_the_wait_it_is_about() -> None:
    walk = a_busy_programme().wait(weeks=60)
    (prompted,) = walk.ask(Prompt(about="milestone/LEG-01"), ENGINE)
    assert isinstance(prompted, Prompted)
    assert rung_by(prompted, walk.programme) == {"milestone/LEG-01"}


def test_tasks_handed_over_ring_each_of_them() -> None:
    walk = a_busy_programme()
    for milestone in ("ENG-02", "LEG-01"):
        walk.ask(Assign(milestone=milestone, to=WORKER))
    (moved,) = walk.ask(HandOver(giver=WORKER, to=FOUNDER))
    assert isinstance(moved, TasksHandedOver)
    assert rung_by(moved, walk.programme) == {"milestone/ENG-02", "milestone/LEG-01"}


def test_the_board_register_rings_the_programme_which_looks_at_the_share() -> None:
    walk = a_busy_programme()
    (appointed,) = walk.ask(AppointBoardMember(person=STRANGER, from_constituency=True))
    assert rung_by(appointed, walk.programme) == {PROGRAMME}


def test_a_duty_that_is_met_is_rung_though_it_is_waited_for_no_more() -> None:
    walk = a_busy_programme()
    met = DutyMet(duty="check-in-1", met_on=walk.today, note=None)
    walk.given(met)
    assert "duty/check-in-1" not in open_waits(walk.programme)
    assert rung_by(met, walk.programme) == {"duty/check-in-1"}
