"""A programme's forecast with all that is known: leases, funding, slow months, and what others took."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.course import Course, Tie
from domain.forecast import Assumptions, forecast
from domain.forecast_schedule import schedule_of
from domain.journal_commands import MeetDuty, RaiseDuty
from domain.milestone_commands import Reschedule
from domain.observed import WHOLE, Observed
from domain.outlook import (
    Circumstances,
    ambition_on,
    course_on,
    dues_of,
    experience_of,
    foreseen,
    ready_days,
    under,
)
from domain.realism import check_realism
from tests.domain.courses import FEW_RUNS, courses, ends
from tests.domain.people import WHY
from tests.domain.plans import PLAN
from tests.domain.programmes import CALENDAR, FIRST_DAY, Walk, a_running_programme

FEW = Assumptions(runs=500)
PLANNED = {each.id: each.weeks for each in PLAN.milestones}


def took(milestone: str, *weeks: float, finished: bool = True) -> list[Observed]:
    return [
        Observed(milestone=milestone, weeks=each, finished=finished, template="small-plan", version=1) for each in weeks
    ]


def limited(limit: str, due: date, reach: str | None = None) -> Walk:
    walk = a_running_programme()
    walk.ask(RaiseDuty.model_validate({"duty": "it", "title": "It", "due": due, "limit": limit, "reach": reach}))
    return walk


def test_nobody_has_moved_in_before_the_lease_begins() -> None:
    late = FIRST_DAY + timedelta(weeks=200)
    walk = limited("lease-start", late, "PRM-02")
    place = schedule_of(course_on(walk.programme, walk.today)).place("PRM-02")
    assert place is not None
    assert place.finish == 200


def test_by_when_four_in_five_runs_are_ready_is_told_for_each_date() -> None:
    walk = limited("funder-deadline", FIRST_DAY + timedelta(weeks=80), "FUN-02")
    walk.ask(RaiseDuty(duty="ends", title="Ends", due=FIRST_DAY + timedelta(weeks=140), limit="funding-end"))
    ready = ready_days(walk.programme, walk.today, CALENDAR, FEW)
    assert FIRST_DAY < ready["it"] < ready["ends"]
    walk.ask(MeetDuty(duty="it"))
    assert ready_days(walk.programme, walk.today, CALENDAR, FEW).keys() == {"ends"}
    assert ready_days(a_running_programme().programme, walk.today, CALENDAR, FEW) == {}


def test_the_end_of_the_funding_is_what_a_group_wishes_to_keep() -> None:
    walk = limited("funding-end", FIRST_DAY + timedelta(weeks=60))
    seen, realism = foreseen(walk.programme, walk.today, CALENDAR, FEW)
    assert realism.findings[0].concern in {"cannot-be-done", "against-the-odds"}
    assert seen.p50_on < seen.p80_on
    assert [each.concern for each in seen.warned] == [each.concern for each in realism.findings]


def test_a_date_that_will_more_likely_be_missed_is_warned_of() -> None:
    walk = a_running_programme()
    walk.ask(Reschedule(milestone="ENG-01", due=FIRST_DAY + timedelta(days=10), reason=WHY))
    course = course_on(walk.programme, walk.today)
    found = forecast(course, FEW, by=dues_of(walk.programme))
    (finding,) = check_realism(ambition_on(walk.programme, course), found).of("date-unlikely")
    assert finding.milestones == ("ENG-01",)
    assert finding.sentence.startswith("ENG-01 is more likely to miss its date than to keep it. Only ")


def test_what_others_took_is_used_and_shown_from_five_of_them_on() -> None:
    walk = a_running_programme()
    few, enough = (experience_of(PLANNED, took("GOV-01", *[80.0 + n for n in range(size)])) for size in (4, 5))
    assert few.learned == ()
    learned = enough.of("GOV-01")
    assert learned is not None
    assert learned.in_words == "GOV-01: the plan says 30 weeks; 5 organisations took 80 to 84."
    course = course_on(walk.programme, walk.today)
    plain, with_others = forecast(course, FEW, few.spreads), forecast(course, FEW, enough.spreads)
    assert with_others.p50_weeks > plain.p50_weeks + 15


def test_the_whole_is_compared_with_those_who_came_to_their_end() -> None:
    walk = a_running_programme()
    ended, going = took(WHOLE, *[200.0 + n for n in range(6)]), took(WHOLE, 20, finished=False)
    experience = experience_of(PLANNED, [*ended, *going])
    course = course_on(walk.programme, walk.today)
    said = check_realism(ambition_on(walk.programme, course, experience), forecast(course, FEW))
    (finding,) = said.of("faster-than-before")
    assert "is faster than 100 % of those before you. 6 organisations took 200 to 205 weeks." in finding.sentence


def test_blocked_weeks_are_told_beside_what_others_took() -> None:
    stuck = [each.model_copy(update={"blocked_weeks": 10.0}) for each in took("GOV-01", 50, 51, 52, 53, 54)]
    learned = experience_of(PLANNED, stuck).of("GOV-01")
    assert learned is not None
    assert learned.in_words.endswith("took 50 to 54. Of these they were blocked for 10 on average.")


@given(courses(begun=False), st.integers(1, 12), st.floats(0.3, 0.99))
@settings(deadline=None, max_examples=30)
def test_a_slow_month_never_ends_anything_sooner(course: Course, month: int, pace: float) -> None:
    dated = replace(course, first_day=FIRST_DAY)
    quiet = under(dated, (), {month: pace})
    assert (ends(quiet, FEW_RUNS) >= ends(dated, FEW_RUNS)).all()


@pytest.mark.parametrize("tie", [Tie("GOV-01", wait_weeks=9), Tie("GOV-01", starts_from=date(2028, 4, 1))])
def test_a_wait_and_a_booked_day_hold_the_end_back(tie: Tie) -> None:
    walk = a_running_programme()
    usual = schedule_of(course_on(walk.programme, walk.today)).length
    held = schedule_of(course_on(walk.programme, walk.today, Circumstances(ties=(tie,)))).length
    assert held >= usual + 9
