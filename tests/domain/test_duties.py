"""Duties: what must be done by a date, once or again and again."""

from datetime import timedelta

import pytest

from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.journal_commands import MeetDuty, MoveDuty, RaiseDuty
from domain.milestone_commands import Accept, WithdrawAcceptance
from domain.organisation_commands import AppointBoardMember, SetThreshold, StandDown
from domain.refusals import AlreadyDone, DayNotPossible, NotNow, UnknownPart
from tests.domain.people import BOARD, STRANGER, WHY, WORKER
from tests.domain.programmes import CALENDAR, FIRST_DAY, Walk, a_running_programme

LEASE = RaiseDuty(duty="lease-end", title="The lease ends", due=FIRST_DAY + timedelta(weeks=50), legal=True)


def a_supervised_worker() -> Walk:
    return a_running_programme().reach("FUN-01")


def an_adopted_board() -> Walk:
    walk = a_running_programme().adopt()
    walk.engine()
    return walk


def opened(walk: Walk) -> list[str]:
    return [fact.duty for fact in walk.recorded if isinstance(fact, DutyOpened)]


def test_a_duty_of_the_plan_opens_when_its_milestone_is_accepted() -> None:
    walk = a_supervised_worker()
    assert opened(walk) == ["supervision-1"]
    assert walk.programme.duties["supervision-1"].due == FIRST_DAY + timedelta(weeks=6)


def test_a_duty_opens_once_however_often_its_milestone_is_accepted() -> None:
    walk = a_supervised_worker()
    walk.ask(WithdrawAcceptance(milestone="FUN-01", reason=WHY))
    walk.ask(Accept(milestone="FUN-01"))
    assert opened(walk) == ["supervision-1"]


def test_a_recurring_duty_that_is_met_comes_back() -> None:
    walk = a_supervised_worker().wait(weeks=5)
    met, again = walk.ask(MeetDuty(duty="supervision-1"), WORKER)
    assert isinstance(met, DutyMet)
    assert isinstance(again, DutyOpened)
    assert again.duty == "supervision-2"
    assert again.due == FIRST_DAY + timedelta(weeks=12), "met early, it keeps its day"


def test_our_own_duty_met_late_comes_back_counted_from_when_it_was_met() -> None:
    walk = a_supervised_worker().wait(weeks=10)
    again = walk.ask(MeetDuty(duty="supervision-1"), WORKER)[1]
    assert isinstance(again, DutyOpened)
    assert again.due == FIRST_DAY + timedelta(weeks=16)


def test_the_law_does_not_wait_because_the_last_one_was_late() -> None:
    walk = a_running_programme()
    for member in BOARD:
        walk.ask(AppointBoardMember(person=member, from_constituency=True))
    walk.reach("GOV-02")
    due = walk.programme.duties["annual-return-1"].due
    again = walk.wait(weeks=45).ask(MeetDuty(duty="annual-return-1"), WORKER)[1]
    assert isinstance(again, DutyOpened)
    assert again.due == CALENDAR.working_day(due + timedelta(weeks=52))


def test_a_single_duty_is_met_once_and_stays_met() -> None:
    walk = a_running_programme().reach("GOV-05")
    assert len(walk.ask(MeetDuty(duty="insurance-shown-1", note="Shown."), WORKER)) == 1
    with pytest.raises(AlreadyDone):
        walk.ask(MeetDuty(duty="insurance-shown-1"), WORKER)


def test_anybody_who_works_can_ask_to_be_reminded_of_a_date() -> None:
    walk = a_running_programme()
    walk.ask(LEASE, WORKER)
    prompted = [fact.kind for fact in walk.wait(weeks=47).engine() if isinstance(fact, Prompted)]
    assert "reminder" in prompted


@pytest.mark.parametrize("name", ["lease-end", "supervision-1", "board-share-1"])
def test_a_raised_duty_takes_no_name_that_is_taken_or_ours(name: str) -> None:
    walk = a_running_programme()
    walk.ask(LEASE, WORKER)
    with pytest.raises(AlreadyDone):
        walk.ask(LEASE.model_copy(update={"duty": name}), WORKER)


def test_a_duty_is_raised_for_a_day_still_to_come() -> None:
    with pytest.raises(DayNotPossible):
        a_running_programme().ask(LEASE.model_copy(update={"due": FIRST_DAY - timedelta(days=1)}), WORKER)


def test_a_duty_can_move_and_is_reminded_of_again() -> None:
    walk = a_running_programme()
    walk.ask(LEASE, WORKER)
    walk.wait(weeks=47).engine()
    (moved,) = walk.ask(MoveDuty(duty="lease-end", due=FIRST_DAY + timedelta(weeks=102), reason=WHY), WORKER)
    assert isinstance(moved, DutyMoved)
    assert (moved.was, moved.due) == (LEASE.due, FIRST_DAY + timedelta(weeks=102))
    assert walk.prompt_at("duty/lease-end") == ("reminder 1", FIRST_DAY + timedelta(weeks=98))


def test_a_duty_moves_only_forward_of_today_and_only_while_it_is_unmet() -> None:
    walk = a_running_programme()
    walk.ask(LEASE, WORKER)
    with pytest.raises(DayNotPossible):
        walk.ask(MoveDuty(duty="lease-end", due=FIRST_DAY - timedelta(days=1), reason=WHY))
    walk.ask(MeetDuty(duty="lease-end"))
    with pytest.raises(AlreadyDone):
        walk.ask(MoveDuty(duty="lease-end", due=FIRST_DAY + timedelta(days=1), reason=WHY))
    with pytest.raises(UnknownPart):
        walk.ask(MeetDuty(duty="no-such"))


def test_a_board_under_the_share_gets_a_duty_with_time_to_cure() -> None:
    walk = an_adopted_board()
    walk.ask(StandDown(person=BOARD[3]), BOARD[0])
    walk.ask(AppointBoardMember(person=STRANGER, from_constituency=False), BOARD[0])
    walk.ask(SetThreshold(threshold=80, reason=WHY), BOARD[0])
    walk.engine()
    duty = walk.programme.duties["board-share-1"]
    assert duty.due == FIRST_DAY + timedelta(weeks=13)
    assert duty.legal
    assert walk.engine() == [], "it is raised once"


def test_before_adoption_the_share_is_nobodys_duty() -> None:
    walk = a_running_programme()
    walk.ask(AppointBoardMember(person=STRANGER, from_constituency=False))
    walk.engine()
    assert opened(walk) == []


def test_the_share_duty_ends_by_itself_and_only_so() -> None:
    walk = an_adopted_board()
    walk.ask(SetThreshold(threshold=100, reason=WHY), BOARD[0])
    walk.ask(AppointBoardMember(person=STRANGER, from_constituency=False), BOARD[0])
    walk.engine()
    with pytest.raises(NotNow, match="ends by itself"):
        walk.ask(MeetDuty(duty="board-share-1"), BOARD[0])
    walk.wait(weeks=2).ask(StandDown(person=STRANGER), BOARD[0])
    walk.engine()
    assert walk.programme.duties["board-share-1"].met_on == walk.today


def test_a_second_breach_is_a_duty_of_its_own() -> None:
    walk = an_adopted_board()
    walk.ask(SetThreshold(threshold=100, reason=WHY), BOARD[0])
    for _ in range(2):
        walk.wait(days=1).ask(AppointBoardMember(person=STRANGER, from_constituency=False), BOARD[0])
        walk.engine()
        walk.wait(days=1).ask(StandDown(person=STRANGER), BOARD[0])
        walk.engine()
    assert opened(walk) == ["board-share-1", "board-share-2"]
