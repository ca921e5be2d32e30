"""Are we realistic? What the check says to a group, in the words it would read out."""

import pytest

from domain.ambition import Ambition, ambition_of_plan, ambition_of_programme
from domain.course import Course, course_of, planned_course
from domain.durations import Learned, learn
from domain.forecast import Assumptions, forecast
from domain.observed import Observed
from domain.plan import Plan, Weeks
from domain.realism import Realism, check_realism
from service.plan_file import load_plan
from tests.domain.courses import weeks, work
from tests.domain.programmes import a_running_programme

YEAR = 52.0


def checked(plan: Plan, wish: float | None = None) -> Realism:
    course = planned_course(plan.milestones, plan.gates)
    return check_realism(ambition_of_plan(plan, course, wish), forecast(course))


def about(course: Course, **more: object) -> Realism:
    ambition = Ambition(course, floor_weeks=0, floor_why="", **more)  # type: ignore[arg-type]
    return check_realism(ambition, forecast(course, Assumptions(runs=200)))


def took(*lengths: float, milestone: str = "AA-01", finished: bool = True) -> list[Observed]:
    return [
        Observed(milestone=milestone, weeks=each, finished=finished, template="small-plan", version=1)
        for each in lengths
    ]


def test_a_new_organisation_cannot_be_built_in_12_months_and_the_check_says_so_and_why() -> None:
    """The lesson this product exists for: the plan was given one year, and needed three."""
    impossible, floor, *_ = checked(load_plan("ulo-from-scratch"), YEAR).sentences

    assert impossible.startswith(
        "This cannot be done in 52 weeks (12 months). Even if every milestone took its earliest time and nothing went "
        "wrong, it would take 77 weeks (18 months), because "
    )
    assert "milestones wait for each other: ENG-01, then ENG-02" in impossible
    assert "Half of the runs of the forecast take longer than 15" in impossible
    assert floor.startswith(
        "A length of 52 weeks (12 months) is under the shortest honest length of this plan, "
        "which is 104 weeks (24 months)."
    )
    assert "set out with a plan of one year" in floor


def test_a_plan_squeezed_into_12_months_is_told_that_it_is_and_which_milestones_were_squeezed() -> None:
    template = load_plan("ulo-from-scratch")
    squeezed = [
        m.model_copy(
            update={"weeks": Weeks(**dict.fromkeys(("earliest", "typical", "latest"), m.weeks.typical * 3 // 8))}
        )
        for m in template.milestones
    ]
    course = planned_course(squeezed)
    ambition = Ambition(
        course, 104, template.floor.why, template.handover, usual={m.id: m.weeks for m in template.milestones}
    )
    said = check_realism(ambition, forecast(course))

    assert said.of("under-floor")[0].sentence.startswith("This plan takes 4")
    assert (
        "The template says 12 weeks at the very earliest, and 18 weeks typically."
        in {finding.milestones[0]: finding.sentence for finding in said.of("shorter-than-usual")}["PPL-02"]
    )


@pytest.mark.parametrize(
    ("wish", "told"),
    [(100, "None"), (117, "Fewer than 1 in 100"), (130, "Only 3 in 100")],
)
def test_two_years_can_be_done_and_are_against_the_odds(wish: float, told: str) -> None:
    (odds,) = checked(load_plan("ulo-from-scratch"), wish).of("against-the-odds")
    assert odds.sentence.startswith(f"{told} of the runs of the forecast end within {wish} weeks")


def test_the_template_itself_has_nothing_that_cannot_be_done() -> None:
    said = checked(load_plan("ulo-from-scratch"))
    assert {finding.concern for finding in said.findings} == {"ends-meet", "one-person", "nothing-follows"}


def test_a_typical_length_is_not_the_likely_one_when_many_ends_meet() -> None:
    ends = tuple(work(f"AA-{n:02}", of=weeks(2, 4, 12)) for n in range(1, 9))
    meet = work("AA-09", *(each.id for each in ends))
    (finding,) = about(Course((*ends, meet))).of("ends-meet")
    assert "where many milestones must come together, the slowest decides" in finding.sentence
    assert finding.sentence.startswith("If every milestone takes its typical time, the plan takes 8 weeks (2 months). ")


def test_a_milestone_without_slack_that_hangs_on_one_person_is_named() -> None:
    tight, loose = work("AA-01", of=weeks(8, 9, 10), who=("worker",)), work("AA-02", who=("worker",))
    shared, last = work("AA-03", "AA-01", who=("worker", "board")), work("AA-04", "AA-03", "AA-02", who=("members",))
    (finding,) = about(Course((tight, loose, shared, last))).of("one-person")
    assert finding.sentence == (
        "AA-01 has no slack, and only the worker can do it. If they fall ill, everything after it waits. "
        "Name somebody who can step in."
    )


def test_what_nothing_follows_from_is_named_but_not_the_last_milestone() -> None:
    course = Course((work("AA-01"), work("AA-02", "AA-01"), work("AA-03", "AA-01")))
    (finding,) = about(course, last="AA-03").of("nothing-follows")
    assert finding.sentence == (
        "Nothing follows from these, so nobody will miss them until it is late: AA-02. Look at them before the end."
    )
    assert not about(Course(course.works[:2])).of("nothing-follows")


def test_a_milestone_planned_faster_than_others_were_is_told_with_what_they_took() -> None:
    learned = learn("AA-01", weeks(2, 12, 14), [*took(14, 18, 19, 20, 22, 25, 31), *took(40, finished=False)])
    assert learned is not None
    (finding,) = about(Course((work("AA-01", of=weeks(2, 12, 14)),)), learned=[learned]).of("faster-than-before")
    assert finding.sentence == (
        "AA-01: the plan says 12 weeks; 7 organisations took 14 to 31. One more is still at it. "
        "The plan is faster than 100 % of them."
    )


@pytest.mark.parametrize("known", [4, 0])
def test_nothing_is_said_about_fewer_than_five_others(known: int) -> None:
    assert not about(Course((work("AA-01"),)), whole=took(*[99.0] * known)).of("faster-than-before")
    assert learn("AA-01", weeks(2, 4, 8), took(*[99.0] * known)) is None


def test_a_whole_programme_faster_than_those_before_is_told_those_still_going_included() -> None:
    before = [*took(100, 110, 120, 130, 60), *took(140, 20, finished=False)]
    (finding,) = about(Course((work("AA-01"),)), whole=before, wish_weeks=70).of("faster-than-before")
    assert finding.sentence == (
        "To take 70 weeks (16 months) is faster than 83 % of those before you. 5 organisations took 60 to 130 weeks."
    )


def test_a_running_programme_is_asked_only_about_what_is_left() -> None:
    walk = a_running_programme().wait(weeks=3).reach("ENG-01").wait(days=1)
    course = course_of(walk.programme, walk.today)
    said = check_realism(ambition_of_programme(walk.programme, course), forecast(course, Assumptions(runs=200)))
    assert not any("ENG-01" in finding.milestones for finding in said.findings)


def learned_of(observed: list[Observed], planned: Weeks) -> Learned:
    found = learn("AA-01", planned, observed)
    assert found is not None
    return found


def test_without_open_work_the_rule_is_the_textbook_one() -> None:
    """Four organisations' worth of plan and five others: the middle lies where the weighted mean of logarithms is."""
    found = learned_of(took(20, 20, 20, 20, 20), weeks(10, 10, 10))
    assert found.p50_weeks == pytest.approx(10 ** (4 / 9) * 20 ** (5 / 9), rel=0.02)


def test_the_plan_gives_way_to_evidence_and_the_more_of_it_the_further() -> None:
    few, many = (learned_of(took(*[30.0 + n % 3 for n in range(size)]), weeks(8, 12, 20)) for size in (5, 50))
    assert 12 < few.p50_weeks < many.p50_weeks < 31.5


def test_work_still_open_counts_as_at_least_so_long() -> None:
    done = took(10, 11, 12, 13, 14)
    without = learned_of(done, weeks(8, 12, 20))
    just_begun = learned_of([*done, *took(1, finished=False)], weeks(8, 12, 20))
    long_open = learned_of([*done, *took(40, finished=False)], weeks(8, 12, 20))
    assert just_begun.p50_weeks == pytest.approx(without.p50_weeks, rel=0.01)
    assert long_open.p50_weeks > without.p50_weeks
    assert long_open.p80_weeks > without.p80_weeks


def test_what_was_learned_replaces_the_plans_figures_in_a_forecast() -> None:
    course = Course((work("AA-01", of=weeks(2, 4, 8)),))
    learned = learned_of(took(20, 22, 24, 26, 28, 21, 25), weeks(2, 4, 8))
    found = forecast(course, learned={"AA-01": learned.spread})
    assert found.p50_weeks == pytest.approx(learned.p50_weeks, rel=0.03)
    assert found.typical_weeks == 4
