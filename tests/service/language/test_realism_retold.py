"""What the check of a plan warns of is said again whole, whatever it is about: with its weeks, shares and people."""

from collections.abc import Iterator

import pytest

from domain.ambition import Ambition, ambition_of_plan
from domain.course import Course, planned_course
from domain.durations import learn
from domain.forecast import Assumptions, forecast
from domain.foreseen import Concern
from domain.observed import Observed
from domain.plan import Plan, Weeks
from domain.realism import Finding, check_realism
from domain.whatif import compare
from service.language.language import speaking
from service.language.retelling import retold
from service.plan_file import load_plan
from tests.domain.courses import weeks, work
from tests.service.language.pseudo import pseudo
from tests.service.language.test_every_text import untranslated


def fixed(number: int) -> Weeks:
    return weeks(number, number, number)


FEW = Assumptions(runs=200)
PLAN = load_plan("ulo-from-scratch")
SEVERAL = (14, 18, 19, 20, 22, 25, 31)


def of_plan(plan: Plan, wish: float) -> Iterator[Finding]:
    course = planned_course(plan.milestones, plan.gates)
    dues = {each.id: 1.0 for each in course.works[:1]}
    yield from check_realism(ambition_of_plan(plan, course, wish), forecast(course, FEW, by=dues)).findings


def of_course(course: Course, **more: object) -> Iterator[Finding]:
    ambition = Ambition(course, floor_weeks=104, floor_why="", **more)  # type: ignore[arg-type]
    yield from check_realism(ambition, forecast(course, FEW)).findings


def took(*lengths: float, finished: bool = True) -> list[Observed]:
    return [
        Observed(milestone="AA-01", weeks=each, finished=finished, template="small-plan", version=1, blocked_weeks=3)
        for each in lengths
    ]


def everything() -> Iterator[Finding]:
    """Findings of every kind."""
    yield from of_plan(PLAN, 52)
    yield from of_plan(PLAN, 130)
    alone = work("AA-01", of=weeks(1, 1, 2), who=("treasurer", "adviser"))
    learned = learn("AA-01", weeks(1, 2, 14), [*took(*SEVERAL), *took(40, 41, finished=False)])
    usual = {"AA-01": weeks(8, 9, 10)}
    yield from of_course(Course((alone,)), learned=[learned], usual=usual)
    yield from of_course(Course((alone, work("AA-02"))), whole=took(*SEVERAL), wish_weeks=13)


FINDINGS = {each.sentence: each for each in everything()}


def test_there_are_findings_of_every_kind_to_look_at() -> None:
    assert {each.concern for each in FINDINGS.values()} == set(Concern.__args__)  # type: ignore[attr-defined]


def test_every_finding_is_said_again_in_the_language_of_its_reader() -> None:
    with speaking(pseudo()):
        left = {said: untranslated(retold(said).replace(PLAN.floor.why, "")) for said in FINDINGS}
    assert {said: english for said, english in left.items() if english} == {}


@pytest.mark.parametrize("weeks", [0, 1, 12], ids=["not", "a week", "weeks"])
@pytest.mark.parametrize("later", [True, False])
def test_what_a_what_if_does_is_said_again(weeks: int, later: bool) -> None:  # noqa: FBT001 - both ways
    short, long = (Course((work("AA-01", of=fixed(each)),)) for each in (5, 5 + weeks))
    one, other = (short, long) if later else (long, short)
    with speaking(pseudo()):
        again = retold(compare(one, other, FEW).in_words)
    assert untranslated(again) == []


GATES = {
    "Our board": "ENG-01 cannot be accepted yet. Our board: 1 of 4 voting members come from the constituency, and 75% "
    "must. Appoint more members. Or waive the gate, with a reason.",
    "Asked by Ann": "Asked by Ann: nobody looks after “The lift” (number 1). Name its owner, or withdraw it.",
}


@pytest.mark.parametrize("name", GATES)
def test_what_somebody_called_something_may_stand_before_a_sentence_of_ours(name: str) -> None:
    with speaking(pseudo()):
        again = retold(GATES[name])
    assert name in again
    assert untranslated(again.replace(name, "").replace("The lift", "")) == []
