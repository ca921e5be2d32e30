"""Work on one milestone that is blocked, or gets another date, or changed meanwhile."""

from datetime import timedelta

import pytest

from domain.milestone_commands import (
    Assign,
    Block,
    Reschedule,
    Unblock,
)
from domain.programme import Status
from domain.refusals import (
    AlreadyDone,
    DayNotPossible,
    MilestoneChanged,
    NotNow,
)
from tests.domain.people import FOUNDER, MENTOR, WHY, WORKER
from tests.domain.programmes import (
    FIRST_DAY,
    a_running_programme,
)


def test_a_block_says_its_kind_and_ends_when_work_goes_on() -> None:
    walk = a_running_programme()
    walk.ask(Block(milestone="ENG-01", kind="someone-outside", note="The bank."), WORKER)
    blocked = walk.milestone("ENG-01").blocked
    assert blocked is not None
    assert blocked.kind == "someone-outside"
    walk.ask(Unblock(milestone="ENG-01"), WORKER)
    assert walk.milestone("ENG-01").blocked is None


def test_only_work_on_an_open_milestone_is_blocked_once_and_unblocked_once() -> None:
    walk = a_running_programme()
    with pytest.raises(NotNow):
        walk.ask(Block(milestone="PRM-01", kind="money"))
    with pytest.raises(AlreadyDone):
        walk.ask(Unblock(milestone="ENG-01"))
    walk.ask(Block(milestone="ENG-01", kind="money"))
    with pytest.raises(AlreadyDone):
        walk.ask(Block(milestone="ENG-01", kind="money"))


def test_giving_a_milestone_another_date_is_normal() -> None:
    walk = a_running_programme()
    later = FIRST_DAY + timedelta(weeks=9)
    walk.ask(Reschedule(milestone="ENG-01", due=later, reason=WHY), WORKER)
    assert walk.milestone("ENG-01").due == later
    assert walk.milestone("ENG-01").status is Status.OPEN


def test_a_date_is_moved_to_another_day_still_to_come_and_only_if_there_is_one() -> None:
    walk = a_running_programme()
    with pytest.raises(DayNotPossible):
        walk.ask(Reschedule(milestone="ENG-01", due=FIRST_DAY - timedelta(days=1), reason=WHY))
    with pytest.raises(AlreadyDone):
        walk.ask(Reschedule(milestone="ENG-01", due=FIRST_DAY + timedelta(weeks=4), reason=WHY))
    with pytest.raises(NotNow, match="no date to move"):
        walk.ask(Reschedule(milestone="PRM-01", due=FIRST_DAY, reason=WHY))


def test_who_looked_at_an_older_state_is_told() -> None:
    walk = a_running_programme()
    seen = walk.milestone("ENG-01").changed
    walk.ask(Assign(milestone="ENG-01", to=WORKER), MENTOR, expected=seen)
    with pytest.raises(MilestoneChanged):
        walk.ask(Assign(milestone="ENG-01", to=FOUNDER), MENTOR, expected=seen)


def test_what_the_engine_does_does_not_count_as_a_change_by_a_person() -> None:
    walk = a_running_programme().reach("ENG-01")
    before = walk.milestone("ENG-02").changed
    walk.engine()
    assert walk.milestone("ENG-02").status is Status.OPEN
    assert walk.milestone("ENG-02").changed == before
