"""What a group means to do, and what is known about others who did it: what a check of realism looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.course import Course
from domain.durations import Learned
from domain.observed import Observed
from domain.plan import Plan, Weeks
from domain.plan_check import MONTHS_A_YEAR, WEEKS_A_YEAR
from domain.programme import Programme


@dataclass(frozen=True, slots=True)
class Ambition:
    """What a group means to do, and what is known about others who did it.

    `wish_weeks` is the length somebody hopes for, from the first day. `usual` are the figures of the template the plan
    comes from; `learned` and `whole` what others took, for one milestone and for everything.
    """

    course: Course
    floor_weeks: int
    floor_why: str
    last: str | None = None
    """The milestone that ends it all: nothing needs to follow from it."""
    wish_weeks: float | None = None
    usual: Mapping[str, Weeks] | None = None
    learned: Sequence[Learned] = ()
    whole: Sequence[Observed] = ()


def ambition_of_plan(plan: Plan, course: Course, wish_weeks: float | None = None) -> Ambition:
    """What a plan means to do, with nothing known of others."""
    floor = -(-plan.floor.months * WEEKS_A_YEAR // MONTHS_A_YEAR)
    return Ambition(course, floor, plan.floor.why, plan.handover, wish_weeks)


def ambition_of_programme(programme: Programme, course: Course, wish_weeks: float | None = None) -> Ambition:
    """What a programme means to do, with nothing known of others."""
    return Ambition(course, programme.floor_weeks, programme.floor_why, programme.handover, wish_weeks)
