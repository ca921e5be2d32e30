"""The slack that is stated with each date: the critical path, without any chance."""

from datetime import timedelta

import pytest

from domain.course import course_of
from domain.forecast_schedule import schedule_of
from domain.milestone_commands import OpenMilestone, Reopen, Reschedule, ReturnForWork, SetAside
from domain.plan import Plan
from domain.programme import ACTIVE
from domain.slack import is_tight, slack_days, slack_when
from service.plan_file import load_plan
from tests.domain.people import WHY
from tests.domain.plans import PLAN
from tests.domain.programmes import FIRST_DAY, a_draft, a_running_programme, a_submitted_milestone


@pytest.mark.parametrize("plan", [PLAN, load_plan("ulo-from-scratch"), load_plan("existing-group")])
def test_slack_is_that_of_the_forecasts_own_schedule(plan: Plan) -> None:
    """One rule, written twice: here without numpy, for what waits; there for thousands of runs."""
    walk = a_draft(plan)
    found = schedule_of(course_of(walk.programme, walk.today))
    told = slack_days(walk.programme)
    for place in found.places:
        if walk.milestone(place.milestone).status not in ACTIVE:
            assert told[place.milestone] == round(place.slack * 7), place.milestone


def test_slack_is_stated_with_every_date() -> None:
    walk = a_running_programme()
    walk.ask(OpenMilestone(milestone="VOI-01", reason=WHY))
    assert walk.milestone("VOI-01").slack_days == (126 - 3 - 6) * 7
    walk.ask(Reschedule(milestone="VOI-01", due=FIRST_DAY + timedelta(weeks=120), reason=WHY))
    assert walk.milestone("VOI-01").slack_days == 0
    assert is_tight(walk.milestone("VOI-01"))


def test_slack_is_stated_again_when_work_is_returned_or_begins_again() -> None:
    walk = a_submitted_milestone("ENG-01")
    walk.ask(ReturnForWork(milestone="ENG-01", reason=WHY))
    assert walk.milestone("ENG-01").slack_days == 0
    walk.reach("ENG-01").wait(weeks=30).ask(Reopen(milestone="ENG-01", reason=WHY))
    assert walk.milestone("ENG-01").slack_days == 0


def test_a_draft_has_no_critical_path_yet() -> None:
    walk = a_draft()
    assert slack_when(walk.programme, walk.milestone("ENG-01"), FIRST_DAY) is None
    assert not is_tight(walk.milestone("ENG-01"))


def test_what_is_set_aside_holds_nothing_up() -> None:
    walk = a_running_programme()
    walk.ask(SetAside(milestone="GOV-01", reason=WHY))
    assert "GOV-01" not in slack_days(walk.programme)


def test_a_milestone_that_makes_everything_late_has_no_slack_left() -> None:
    walk = a_running_programme()
    late = FIRST_DAY + timedelta(weeks=300)
    walk.ask(OpenMilestone(milestone="VOI-02", reason=WHY))
    walk.ask(Reschedule(milestone="VOI-02", due=late, reason=WHY))
    assert slack_days(walk.programme)["VOI-02"] == 0
    assert slack_days(walk.programme)["LEG-01"] == (300 - 126) * 7
