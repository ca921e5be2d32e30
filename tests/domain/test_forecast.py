"""A forecast by examples a person can check: dates, waits, spells, shared luck, and whether forecasts come true."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from pydantic import ValidationError

from domain.backtest import as_it_went, calibrate
from domain.calendar import Calendar
from domain.calendar_days import day_after
from domain.course import Course, Tie, course_of, planned_course, tied
from domain.draws import normals, shares_below, uniforms
from domain.forecast import Assumptions, forecast
from domain.forecast_schedule import days_of, schedule_of
from domain.milestone_commands import Block, SetAside, Unblock
from domain.pace import Spell, quiet_months
from domain.plan import Gate
from domain.programme_commands import CloseProgramme
from domain.schedule import PlanGoesInCircles
from domain.spread import spread_of, still_open
from service.plan_file import load_plan
from tests.domain.courses import FEW_RUNS, ends, weeks, work
from tests.domain.people import WHY
from tests.domain.plans import milestone
from tests.domain.programmes import CALENDAR, FIRST_DAY, a_running_programme

SURE = weeks(4, 4, 4)


def test_p80_is_never_before_p50_and_the_chance_grows_with_time() -> None:
    plan = load_plan("existing-group")
    found = forecast(planned_course(plan.milestones), FEW_RUNS)
    assert found.p50_weeks < found.p80_weeks
    assert all(earlier <= later for earlier, later in pairwise(found.curve))
    assert found.chance_by(found.curve[0] - 1) == 0
    assert found.chance_by(found.p80_weeks) == pytest.approx(0.8, abs=0.011)
    assert found.chance_by(found.curve[100]) == 1


def test_a_milestone_that_always_decides_the_end_is_critical_in_every_run() -> None:
    found = forecast(Course((work("AA-01"), work("AA-02", "AA-01"), work("AA-03", of=weeks(0, 1, 1)))), FEW_RUNS)
    assert {each.milestone: each.criticality for each in found.milestones} == {"AA-01": 1, "AA-02": 1, "AA-03": 0}
    assert {driver.name for driver in found.drivers} == {"AA-01", "AA-02"}


def test_people_who_share_their_luck_make_the_end_less_certain() -> None:
    chain = [work("AA-01", who=("worker",))]
    for place in range(2, 12):
        chain.append(work(f"AA-{place:02}", chain[-1].id, who=("worker",)))
    course = Course(tuple(chain))
    together, apart = (forecast(course, Assumptions(runs=2000, shared=shared)) for shared in (0.3, 0.0))
    assert together.p80_weeks - together.p50_weeks > 1.5 * (apart.p80_weeks - apart.p50_weeks)
    assert together.drivers[0].kind == "party"
    assert together.drivers[0].name == "worker"
    assert not [driver for driver in apart.drivers if driver.kind == "party"]


def test_a_lag_a_booked_day_and_a_quiet_month_hold_work_back() -> None:
    course = Course((work("AA-01", of=SURE), work("AA-02", "AA-01", of=SURE)), first_day=FIRST_DAY)
    assert schedule_of(tied(course, [Tie("AA-02", wait_weeks=3)])).length == 11
    booked = tied(course, [Tie("AA-02", starts_from=FIRST_DAY + timedelta(weeks=9))])
    assert (schedule_of(booked).length, schedule_of(booked).critical_path) == (13, ("AA-02",))
    signed = tied(course, [Tie("AA-01", ends_from=FIRST_DAY + timedelta(weeks=6))])
    assert schedule_of(signed).length == 10
    slow = Course(course.works, spells=(Spell(begins=0, ends=4, pace=0.5),))
    assert schedule_of(slow).length == 10


def test_months_are_quiet_every_year() -> None:
    spells = quiet_months(date(2026, 3, 2), 104, {8: 0.5, 12: 0.7})
    assert [spell.pace for spell in spells] == [0.5, 0.7, 0.5, 0.7]
    assert [round(spell.ends - spell.begins, 2) for spell in spells] == [4.43] * 4
    assert round(spells[0].begins, 2) == 21.71


def test_a_gate_holds_the_end_of_a_milestone_and_not_its_work() -> None:
    gates = (Gate(id="bank", title="Bank", why="It matters.", met_by=("AA-01",)),)
    behind = planned_course((milestone("AA-01", 9), milestone("AA-02", 4, gates=("bank",))), gates)
    found = schedule_of(behind)
    assert [(p.start, p.finish) for p in found.places] == [(0, 9), (0, 9)]


def test_milestones_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(PlanGoesInCircles):
        forecast(Course((work("AA-01", "AA-02"), work("AA-02", "AA-01"))))


def test_a_programme_is_forecast_from_what_is_done_and_open() -> None:
    walk = a_running_programme().wait(weeks=6).reach("ENG-01")
    walk.engine()
    walk.wait(weeks=10)
    course = course_of(walk.programme, walk.today)
    done, open_now, waiting = course.works[0], course.works[1], course.works[2]
    assert (done.begun, done.done) == (0, 6)
    assert (open_now.begun, open_now.done) == (6, None)
    assert (waiting.begun, waiting.done) == (None, None)
    found = schedule_of(course)
    assert [place.standing for place in found.places[:3]] == ["done", "open", "to come"]
    assert [(place.start, place.finish) for place in found.places[:3]] == [(0, 6), (6, 16), (16, 46)]
    days = days_of(found.places[1], FIRST_DAY, CALENDAR)
    assert (days.start, days.finish) == (FIRST_DAY + timedelta(weeks=6), FIRST_DAY + timedelta(weeks=16))
    assert found.critical_path[0] == "ENG-02"


def test_what_is_set_aside_holds_nothing_up_and_what_is_blocked_still_does() -> None:
    walk = a_running_programme()
    walk.ask(SetAside(milestone="VOI-01", reason=WHY))
    walk.ask(Block(milestone="ENG-01", kind="money"))
    course = course_of(walk.programme, walk.today)
    by = {each.id: each for each in course.works}
    assert "VOI-01" not in by
    assert by["ENG-01"].begun == 0
    place = schedule_of(course).place("VOI-02")
    assert place is not None
    assert place.start == 0


def test_a_closed_programme_has_nothing_left_to_come() -> None:
    walk = a_running_programme().wait(weeks=5).reach("ENG-01")
    walk.ask(CloseProgramme(ending="stopped-early", reason=WHY))
    walk.wait(weeks=40)
    found = forecast(course_of(walk.programme, walk.today), FEW_RUNS)
    assert set(found.curve) == {5.0}


def test_an_end_falls_on_a_working_day_of_the_nation() -> None:
    good_friday = date(2026, 4, 3)
    easter = Calendar(nation="england", holidays=frozenset({good_friday, date(2026, 4, 6)}))
    assert day_after(date(2026, 3, 2), 4 + 4 / 7, easter) == date(2026, 4, 7)
    assert day_after(date(2026, 3, 2), 4 + 3 / 7, easter) == date(2026, 4, 2)


@pytest.mark.parametrize("distribution", ["triangular", "pert"])
def test_lengths_stay_between_the_earliest_and_the_latest_figure(distribution: str) -> None:
    shares = np.linspace(1e-6, 1 - 1e-6, 999)
    drawn = spread_of(weeks(2, 5, 14), distribution).at(shares)  # type: ignore[arg-type]
    assert 2 <= drawn.min() < 2.2
    assert 12 < drawn.max() <= 14
    assert np.all(np.diff(drawn) >= 0)
    mean = (2 + 5 + 14) / 3 if distribution == "triangular" else (2 + 4 * 5 + 14) / 6
    assert float(drawn.mean()) == pytest.approx(mean, rel=0.01)


def test_what_has_outlasted_its_latest_figure_is_not_expected_to_end_tonight() -> None:
    shares = np.array([0.01, 0.5, 0.8])
    least, half, most = still_open(spread_of(weeks(2, 4, 8), "triangular"), 20.0, shares)
    assert (least, half, most) == pytest.approx((20.03, 21.81, 24.46), abs=0.01)


def test_the_normal_curve_and_its_inverse_agree_to_six_digits() -> None:
    shares = np.array([1e-6, 0.001, 0.02, 0.3, 0.5, 0.8, 0.99, 1 - 1e-6])
    assert shares_below(normals(shares)) == pytest.approx(shares, abs=2e-7)
    assert normals(np.array([0.975]))[0] == pytest.approx(1.959964, abs=1e-6)


def test_chance_is_pinned_so_that_a_forecast_can_be_had_again_next_year() -> None:
    assert uniforms(1, "milestone/GOV-05", 3) == pytest.approx(
        (0.1387837529182434, 0.44785767793655396, 0.809005081653595), abs=1e-12
    )
    assert np.array_equal(uniforms(1, "milestone/GOV-05", 7)[:3], uniforms(1, "milestone/GOV-05", 3))
    assert uniforms(1, "milestone/GOV-05", 20_000).mean() == pytest.approx(0.5, abs=0.01)


def test_assumptions_out_of_reason_are_refused() -> None:
    with pytest.raises(ValidationError):
        Assumptions(runs=10)
    with pytest.raises(ValidationError):
        Assumptions(shared=1.0)


def test_an_empty_course_ends_at_once() -> None:
    assert forecast(Course(()), FEW_RUNS).p80_weeks == 0
    assert list(ends(Course(()))[:2]) == [0, 0]


@pytest.mark.parametrize("week", [0, 80])
def test_forecasts_of_made_up_programmes_come_true_as_often_as_they_say(week: int) -> None:
    plan = load_plan("ulo-from-scratch")
    course = planned_course(plan.milestones, plan.gates)
    known = as_it_went(course, Assumptions(runs=200, seed=99), week)
    found = calibrate(known, Assumptions(runs=400, seed=3))
    assert found.forecasts == 200
    assert found.p50_held == pytest.approx(0.5, abs=0.1)
    assert found.p80_held == pytest.approx(0.8, abs=0.1)


def test_a_worker_who_has_been_slow_so_far_is_expected_to_go_on_like_that() -> None:
    def halfway(took: float, blocked: float = 0.0) -> float:
        done = tuple(work(f"AA-{n:02}", who=("worker",), begun=0.0, done=took, blocked=blocked) for n in range(1, 6))
        return forecast(Course((*done, work("AA-09", "AA-01", who=("worker",))), now=9.0), FEW_RUNS).p50_weeks

    assert halfway(2.5) < halfway(4.5) < halfway(7.5)
    assert halfway(7.5, blocked=5.0) == halfway(2.5), "what was blocked is nobody's slowness"


def test_of_work_begun_lately_only_the_quick_is_finished_so_it_says_nothing_of_those_who_do_it() -> None:
    def by(now: float, slowness: bool) -> float:  # noqa: FBT001 - said by name below
        done = tuple(work(f"AA-{n:02}", who=("worker",), begun=0.0, done=2.5) for n in range(1, 6))
        course = Course((*done, work("AA-09", "AA-01", who=("worker",))), now=now)
        return forecast(course, FEW_RUNS.model_copy(update={"slowness": slowness})).p50_weeks

    assert by(3.0, slowness=True) == by(3.0, slowness=False), "others may still be at it, and would be slow"
    assert by(9.0, slowness=True) < by(9.0, slowness=False), "by now the slow would have finished too"


def test_what_was_blocked_is_counted_apart() -> None:
    walk = a_running_programme().wait(weeks=1)
    walk.ask(Block(milestone="ENG-01", kind="money"))
    walk.wait(weeks=2).ask(Unblock(milestone="ENG-01"))
    walk.wait(weeks=3).reach("ENG-01")
    (done, *_) = course_of(walk.programme, walk.today).works
    assert (done.begun, done.done, done.blocked) == (0, 6, 2)


def test_a_milestone_has_a_chance_to_be_finished_by_a_date() -> None:
    course = Course((work("AA-01", of=weeks(0, 0, 10)), work("AA-02", "AA-01")))
    found = forecast(course, Assumptions(runs=2000), by={"AA-01": 5.0})
    first, second = found.milestones
    assert first.chance == pytest.approx(0.75, abs=0.03), "three quarters of a triangle that falls from the start"
    assert second.chance is None
