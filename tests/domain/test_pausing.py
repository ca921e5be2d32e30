"""A pause stops our own clocks, never a legal, lease or grant date."""

from datetime import date, timedelta

import pytest

from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.journal_commands import RaiseDuty
from domain.milestone_commands import Reschedule
from domain.programme import Phase
from domain.programme_commands import Pause, Resume
from domain.programme_events import ProgrammePaused
from domain.refusals import DayNotPossible, NotNow
from tests.domain.people import WHY
from tests.domain.programmes import FIRST_DAY, Walk, a_draft, a_running_programme


def a_paused_programme() -> Walk:
    walk = a_running_programme()
    walk.ask(Pause(reason=WHY))
    return walk


def raised(walk: Walk, name: str, due: date, *, legal: bool) -> None:
    walk.ask(RaiseDuty(duty=name, title=name, due=due, legal=legal))


def test_a_pause_may_say_until_when_and_then_somebody_is_told_when_it_ends() -> None:
    until = FIRST_DAY + timedelta(weeks=4)
    walk = a_running_programme()
    paused, ends = walk.ask(Pause(reason=WHY, until=until))
    assert isinstance(paused, ProgrammePaused)
    assert paused.until == until
    assert isinstance(ends, DutyOpened)
    assert (ends.due, ends.legal) == (until, True)

    facts = walk.ask(Resume())
    assert [fact.duty for fact in facts if isinstance(fact, DutyMet)] == [ends.duty]


def test_a_pause_ends_on_a_later_day() -> None:
    with pytest.raises(DayNotPossible):
        a_running_programme().ask(Pause(reason=WHY, until=FIRST_DAY))


def test_only_what_runs_is_paused_and_only_what_is_paused_goes_on() -> None:
    with pytest.raises(NotNow):
        a_paused_programme().ask(Pause(reason=WHY))
    with pytest.raises(NotNow):
        a_running_programme().ask(Resume())


def test_a_paused_draft_is_a_draft_again() -> None:
    walk = a_draft()
    walk.ask(Pause(reason=WHY))
    walk.ask(Resume())
    assert walk.programme.phase is Phase.DRAFT


def test_a_programme_does_not_go_on_before_it_stopped() -> None:
    with pytest.raises(DayNotPossible):
        a_paused_programme().ask(Resume(occurred_on=FIRST_DAY - timedelta(days=1)))


def test_in_a_pause_nobody_is_reminded_however_long_it_lasts() -> None:
    assert a_paused_programme().wait(weeks=60).engine() == []


def test_in_a_pause_a_legal_duty_is_still_reminded() -> None:
    walk = a_paused_programme()
    raised(walk, "lease-end", FIRST_DAY + timedelta(weeks=10), legal=True)
    raised(walk, "newsletter", FIRST_DAY + timedelta(weeks=10), legal=False)
    prompted = [fact.about for fact in walk.wait(weeks=7).engine() if isinstance(fact, Prompted)]
    assert prompted == ["duty/lease-end"]


def test_open_milestones_get_the_lost_time_back() -> None:
    walk = a_paused_programme()
    before = walk.milestone("ENG-01").due
    assert before is not None
    walk.wait(weeks=6).ask(Resume())
    assert walk.milestone("ENG-01").due == before + timedelta(weeks=6)
    assert walk.programme.phase is Phase.RUNNING


def test_the_review_moves_by_the_lost_time() -> None:
    walk = a_paused_programme()
    before = walk.programme.next_review_on
    assert before is not None
    walk.wait(weeks=6).ask(Resume())
    assert walk.programme.next_review_on == before + timedelta(weeks=6)


def test_a_date_agreed_in_the_pause_gets_back_only_what_was_lost_after_it() -> None:
    walk = a_paused_programme().wait(weeks=6)
    agreed = FIRST_DAY + timedelta(weeks=20)
    walk.ask(Reschedule(milestone="ENG-01", due=agreed, reason=WHY))
    walk.ask(Resume())
    assert walk.milestone("ENG-01").due == agreed


def test_legal_dates_stay_and_our_own_duties_move() -> None:
    walk = a_running_programme()
    raised(walk, "lease-end", FIRST_DAY + timedelta(weeks=10), legal=True)
    raised(walk, "newsletter", FIRST_DAY + timedelta(weeks=10), legal=False)
    walk.ask(Pause(reason=WHY))
    moved = [fact.duty for fact in walk.wait(weeks=6).ask(Resume()) if isinstance(fact, DutyMoved)]
    assert moved == ["newsletter"]
    assert walk.programme.duties["newsletter"].due == FIRST_DAY + timedelta(weeks=16)
    assert walk.programme.duties["lease-end"].due == FIRST_DAY + timedelta(weeks=10)


def test_after_a_pause_nobody_hears_of_what_was_due_in_it() -> None:
    walk = a_paused_programme()
    walk.wait(weeks=40).ask(Resume())
    assert walk.engine() == []


def test_people_may_still_work_and_show_it_in_a_pause() -> None:
    walk = a_paused_programme()
    walk.reach("ENG-01")
    assert walk.milestone("ENG-01").accepted_on == walk.today
    assert walk.engine() == []
