"""Two futures side by side: what a group may ask, and what holds whatever it asks."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.course import Course, course_of, planned_course
from domain.forecast import Assumptions
from domain.milestone_commands import AddMilestone, PlanChangeAsked, RevisePlan
from domain.plan_events import DroppedMilestone, PlanRevised, ReorderedMilestone, RetimedMilestone
from domain.refusals import PlanBroken, UnknownMilestone
from domain.suppositions import ComesLate, FromWhatIf, MoreHands, PartyAway, digest_of
from domain.whatif import Supposition, as_revision, compare, supposed
from service.plan_file import load_plan
from tests.domain.courses import FEW_RUNS, courses, ends, weeks, work
from tests.domain.people import WHY
from tests.domain.programmes import FIRST_DAY, Walk, a_running_programme

CHAIN = Course(
    (
        work("AA-01", of=weeks(4, 4, 4), who=("worker",)),
        work("AA-02", "AA-01", of=weeks(6, 6, 6), who=("funder",)),
        work("AA-03", "AA-02", of=weeks(10, 10, 10), who=("worker", "board")),
    )
)


def later_by(*changes: Supposition, course: Course = CHAIN) -> float:
    return compare(course, supposed(course, changes), FEW_RUNS).p50_later_by


def test_three_months_without_the_worker_stop_what_the_worker_does() -> None:
    assert later_by(PartyAway(begins=2)) == pytest.approx(13, abs=0.02)
    assert later_by(PartyAway(begins=12, weeks=5)) == pytest.approx(5, abs=0.02)


def test_while_others_work_a_worker_may_be_away_without_harm() -> None:
    assert later_by(PartyAway(begins=4, weeks=6)) == 0


def test_work_that_would_begin_while_its_people_are_away_begins_when_they_are_back() -> None:
    course = Course((work("AA-01", of=weeks(4, 4, 4), who=("worker",)),))
    away = compare(course, supposed(course, [PartyAway(begins=0, weeks=13)]), FEW_RUNS)
    assert away.other.p50_weeks == pytest.approx(17, abs=0.02)


def test_a_second_pair_of_hands_makes_the_workers_milestones_shorter() -> None:
    assert later_by(MoreHands(begins=0, weeks=13, pace=2)) == -7


def test_a_grant_a_quarter_late_moves_everything_after_it() -> None:
    compared = compare(CHAIN, supposed(CHAIN, [ComesLate(milestone="AA-02")]), FEW_RUNS)
    assert compared.p50_later_by == compared.p80_later_by == 13
    assert (compared.later, compared.sooner) == (1, 0)
    assert [(moved.milestone, moved.by) for moved in compared.moved] == [("AA-02", 13), ("AA-03", 13)]
    assert compared.in_words == (
        "This ends 13 weeks later: half of the runs end within 33 weeks instead of 20, "
        "and 8 in 10 within 33 instead of 20."
    )


def test_what_follows_a_dropped_milestone_waits_for_what_that_waited_for() -> None:
    without = supposed(CHAIN, [DroppedMilestone(milestone="AA-02")])
    assert without.works[1].depends_on == ("AA-01",)
    assert later_by(DroppedMilestone(milestone="AA-02")) == -6


def test_a_milestone_may_be_added_retimed_and_reordered() -> None:
    added = AddMilestone(
        id="AA-04", stage="AA", title="Ours", what="Ours.", who=("board",), depends_on=("AA-03",), weeks=weeks(5, 5, 5)
    )
    assert later_by(added) == 5
    assert later_by(RetimedMilestone(milestone="AA-02", weeks=weeks(7, 7, 7))) == 1
    assert later_by(ReorderedMilestone(milestone="AA-03", depends_on=("AA-01",))) == -6


def test_a_milestone_in_one_future_only_is_told_as_such() -> None:
    moved = compare(CHAIN, supposed(CHAIN, [DroppedMilestone(milestone="AA-03")]), FEW_RUNS).moved
    assert [(each.milestone, each.was, each.would_be) for each in moved] == [("AA-03", 20, None)]


def test_what_hardly_changes_the_end_is_said_to() -> None:
    beside = replace(CHAIN, works=(*CHAIN.works, work("AA-09")))
    compared = compare(beside, supposed(beside, [ComesLate(milestone="AA-09", weeks=2)]), FEW_RUNS)
    assert compared.in_words.startswith("This hardly changes the end: half of the runs end within 20 weeks")


def test_a_milestone_that_was_begun_cannot_be_dropped_and_an_unknown_one_not_touched() -> None:
    begun = Course((work("AA-01", begun=0.0),), now=2.0)
    with pytest.raises(PlanBroken, match="AA-01 was begun, so it stays in the record"):
        supposed(begun, [DroppedMilestone(milestone="AA-01")])
    with pytest.raises(UnknownMilestone, match="The plan has no milestone AA-77"):
        supposed(begun, [ComesLate(milestone="AA-77")])


def test_the_worker_who_leaves_delays_the_template_by_weeks_and_a_late_grant_too() -> None:
    plan = load_plan("ulo-from-scratch")
    course = planned_course(plan.milestones, plan.gates)
    away = compare(course, supposed(course, [PartyAway(begins=65)]), Assumptions(runs=1000))
    late = compare(course, supposed(course, [ComesLate(milestone="PPL-01")]), Assumptions(runs=1000))
    assert 4 < away.p50_later_by < 13
    assert 4 < late.p50_later_by <= 13


def test_adopting_a_what_if_gives_the_course_that_was_looked_at() -> None:
    walk = a_running_programme()
    before = course_of(walk.programme, walk.today)
    changes = (
        RetimedMilestone(milestone="GOV-01", weeks=weeks(10, 60, 80)),
        DroppedMilestone(milestone="PRM-02"),
        ReorderedMilestone(milestone="FUN-02", depends_on=("GOV-03", "FUN-01")),
    )
    walk.ask(RevisePlan(changes=as_revision(before, changes), reason=WHY))
    adopted = {work.id: work for work in course_of(walk.programme, walk.today).works}
    assert adopted == {work.id: work for work in supposed(before, changes).works}


@given(courses(), st.data())
@settings(deadline=None, max_examples=40)
def test_leaving_a_milestone_out_never_ends_later_in_any_run(course: Course, data: st.DataObject) -> None:
    waiting = [each.id for each in course.works if each.begun is None]
    if waiting and len(course.works) > 1:
        kept = supposed(course, [DroppedMilestone(milestone=data.draw(st.sampled_from(waiting)))])
        assert np.all(ends(kept) <= ends(course))


def adopted(*changes: PlanChangeAsked, digest: str | None = None) -> RevisePlan:
    worker_away = PartyAway(begins_on=FIRST_DAY + timedelta(weeks=10))
    seen = digest or digest_of(FIRST_DAY, [worker_away], changes)
    source = FromWhatIf(what_if="without-her", fork_on=FIRST_DAY, beside_plan=(worker_away,), digest=seen)
    return RevisePlan(changes=changes, reason=WHY, from_what_if=source)


def test_an_adopted_what_if_is_named_in_the_revision_and_can_be_checked_from_the_event_alone() -> None:
    walk = a_running_programme()
    own = AddMilestone(id="VOI-09", stage="VOI", title="Ours", what="Ours.", weeks=weeks(1, 2, 3))
    (fact,) = walk.ask(adopted(DroppedMilestone(milestone="PRM-02"), *_without(walk, "PRM-02"), own))
    assert isinstance(fact, PlanRevised)
    assert fact.from_what_if is not None
    assert fact.from_what_if.what_if == "without-her"
    assert fact.from_what_if.digest == digest_of(FIRST_DAY, fact.from_what_if.beside_plan, fact.changes)


def test_a_revision_that_is_not_the_what_if_it_names_is_refused() -> None:
    with pytest.raises(PlanBroken, match="This is not the plan of the what-if it names"):
        a_running_programme().ask(
            adopted(RetimedMilestone(milestone="GOV-01", weeks=weeks(1, 40, 60)), digest="0" * 64)
        )


def test_a_spell_begins_on_a_day_or_in_a_week_but_not_both() -> None:
    dated = replace(CHAIN, first_day=FIRST_DAY)
    by_day = supposed(dated, [PartyAway(begins_on=FIRST_DAY + timedelta(weeks=2))])
    assert by_day.spells == supposed(dated, [PartyAway(begins=2)]).spells
    with pytest.raises(ValidationError, match="Give one of"):
        PartyAway(begins=2, begins_on=FIRST_DAY)
    with pytest.raises(PlanBroken, match="A plan without a first day has no dates"):
        supposed(CHAIN, [PartyAway(begins_on=FIRST_DAY)])


def _without(walk: Walk, gone: str) -> tuple[PlanChangeAsked, ...]:
    asked = as_revision(course_of(walk.programme, walk.today), [DroppedMilestone(milestone=gone)])
    return tuple(each for each in asked if isinstance(each, ReorderedMilestone))
