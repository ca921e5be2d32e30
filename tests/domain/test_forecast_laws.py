"""What holds in every single run of a forecast, whatever the plan."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.course import Course, Work
from domain.forecast import Assumptions, Runs, forecast
from domain.forecast_schedule import schedule_of
from domain.pace import Spell
from domain.plan import Weeks
from domain.schedule import find_loop, laid_out
from tests.domain.courses import FEW_RUNS, NOW, courses, ends, figures, weeks

ANY = st.data()
LAW = settings(deadline=None, max_examples=40)
PERT = Assumptions(runs=200, distribution="pert")


def changed(course: Course, work: Work, **fields: object) -> Course:
    put = replace(work, **fields)  # type: ignore[arg-type]
    return replace(course, works=tuple(put if each.id == work.id else each for each in course.works))


@given(courses(), ANY)
@LAW
def test_longer_figures_of_what_is_left_never_end_sooner_in_any_run(course: Course, data: st.DataObject) -> None:
    """Of what is done they may: who took as long as before was then quicker than planned."""
    assume(course.to_do)
    work = data.draw(st.sampled_from(course.to_do))
    more = data.draw(figures())
    was = work.weeks
    longer = weeks(was.earliest + more.earliest, was.typical + more.typical, was.latest + more.latest)
    assert np.all(ends(changed(course, work, weeks=longer)) >= ends(course))


@given(courses(), st.integers(1, 20), ANY)
@LAW
def test_with_pert_as_many_weeks_more_on_all_three_figures_never_end_sooner(
    course: Course, more: int, data: st.DataObject
) -> None:
    waiting = [each for each in course.works if each.begun is None]
    assume(waiting)
    work = data.draw(st.sampled_from(waiting))
    was = work.weeks
    longer = weeks(was.earliest + more, was.typical + more, was.latest + more)
    assert np.all(ends(changed(course, work, weeks=longer), PERT) >= ends(course, PERT))


@given(courses(), ANY)
@LAW
def test_one_more_dependency_never_ends_sooner_in_any_run(course: Course, data: st.DataObject) -> None:
    later, earlier = (data.draw(st.sampled_from(course.works)) for _ in range(2))
    more = changed(course, later, depends_on=(*later.depends_on, earlier.id))
    assume(not find_loop({work.id: work.depends_on for work in more.works}))
    assert np.all(ends(more) >= ends(course))


@given(courses(), st.integers(0, 30), ANY)
@LAW
def test_work_that_stands_still_for_a_while_never_ends_sooner(course: Course, since: int, data: st.DataObject) -> None:
    away = Spell(begins=NOW + since, ends=NOW + since + 13, pace=0, who=data.draw(st.sampled_from(("worker", None))))
    assert np.all(ends(replace(course, spells=(away,))) >= ends(course))


@given(courses())
@LAW
def test_done_work_never_moves_and_nothing_else_ends_in_the_past(course: Course) -> None:
    for each in forecast(course, FEW_RUNS).milestones:
        work = next(work for work in course.works if work.id == each.milestone)
        if work.done is not None:
            assert each.start_p50 == work.begun
            assert each.finish_p10 == each.finish_p50 == each.finish_p80 == work.done
        else:
            assert each.finish_p10 >= NOW
            assert each.start_p50 == work.begun if work.begun is not None else each.start_p50 >= NOW


@given(courses())
@LAW
def test_open_work_lasts_at_least_as_long_as_it_has(course: Course) -> None:
    runs = Runs.of(course, FEW_RUNS)
    for row, work in enumerate(runs.network.works):
        if work.begun is not None and work.done is None:
            assert runs.lengths[row].min() >= runs.network.lasted(row)


@given(courses())
@LAW
def test_when_all_is_done_the_forecast_is_the_actual_end(course: Course) -> None:
    done = tuple(
        replace(w, begun=w.begun or 0.0, done=(w.begun or 0.0) + 3 if w.done is None else w.done) for w in course.works
    )
    found = forecast(replace(course, works=done), FEW_RUNS)
    assert set(found.curve) == {max(work.done or 0.0 for work in done)} == {found.typical_weeks}


@given(courses())
@LAW
def test_the_same_seed_gives_the_same_answer_and_another_seed_another(course: Course) -> None:
    assert forecast(course, FEW_RUNS) == forecast(course, FEW_RUNS)
    loose = [w for w in course.to_do if w.weeks.earliest < w.weeks.latest]
    assume(loose)
    lengths = Runs.of(course, FEW_RUNS).lengths
    assert np.any(lengths != Runs.of(course, Assumptions(runs=200, seed=2)).lengths)


@given(courses(begun=False))
@LAW
def test_a_course_of_certain_lengths_is_the_critical_path(course: Course) -> None:
    """One rule, written twice: in whole weeks for plan check, and in ten-minute steps for thousands of runs."""
    certain = tuple(replace(w, weeks=Weeks(**dict.fromkeys(Weeks.model_fields, w.weeks.typical))) for w in course.works)
    plain = laid_out({w.id: w.weeks.typical for w in certain}, {w.id: w.depends_on for w in certain})
    found = schedule_of(replace(course, works=certain))
    assert (found.length, found.critical_path) == (plain.length, plain.critical_path)
    assert {p.milestone: (p.start, p.finish, p.slack) for p in found.places} == {
        name: (span.start, span.finish, span.slack) for name, span in plain.spans.items()
    }
    assert set(forecast(replace(course, works=certain), FEW_RUNS).curve) == {plain.length}


@given(courses(), ANY)
@LAW
def test_a_milestone_keeps_its_luck_when_another_leaves_the_plan(course: Course, data: st.DataObject) -> None:
    assume(course.to_do)
    gone = data.draw(st.sampled_from(course.to_do))
    fewer = replace(course, works=tuple(work for work in course.works if work.id != gone.id))
    before, after = Runs.of(course, FEW_RUNS), Runs.of(fewer, FEW_RUNS)
    for work in fewer.works:
        assert np.array_equal(before.lengths[before.network.row[work.id]], after.lengths[after.network.row[work.id]])


@given(courses(), ANY)
@LAW
def test_slack_may_be_used_up_without_harm_and_no_more(course: Course, data: st.DataObject) -> None:
    found = schedule_of(course)
    waiting = [work for work in course.works if work.begun is None]
    assume(waiting)
    work = data.draw(st.sampled_from(waiting))
    place = found.place(work.id)
    assert place is not None
    assert schedule_of(changed(course, work, late=place.slack)).length == found.length
    assert schedule_of(changed(course, work, late=place.slack + 1)).length == found.length + 1


@given(courses(), st.floats(0.0, 30.0), ANY)
@LAW
def test_who_took_longer_is_never_expected_to_be_quicker(course: Course, more: float, data: st.DataObject) -> None:
    """A party alone on a milestone that took longer: nothing it does alone gets shorter in any run."""
    alone = tuple(replace(work, who=("worker",)) for work in course.works)
    done = [work for work in alone if work.done is not None and work.done + more <= NOW]
    assume(done)
    work = data.draw(st.sampled_from(done))
    quick = replace(course, works=alone)
    slow = changed(quick, work, done=(work.done or 0.0) + more)
    before, after = Runs.of(quick, FEW_RUNS), Runs.of(slow, FEW_RUNS)
    for each in quick.to_do:
        assert np.all(after.lengths[after.network.row[each.id]] >= before.lengths[before.network.row[each.id]])


@given(courses())
@LAW
def test_nothing_is_learned_of_people_when_nobody_shares_any_luck_or_it_is_not_asked_for(course: Course) -> None:
    apart = Assumptions(runs=200, shared=0.0)
    assert np.array_equal(ends(course, apart), ends(course, apart.model_copy(update={"slowness": False})))
    begun = replace(course, works=course.to_do)
    assert np.array_equal(ends(begun), ends(begun, FEW_RUNS.model_copy(update={"slowness": False})))
