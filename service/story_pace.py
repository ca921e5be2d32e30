"""How long work takes in a story: what its plan says of such work, for nobody knows better.

A programme is played as one run of the forecast's own drawing (domain/forecast.py): each length lies between the plan's
earliest and latest figure, and milestones of the same people share some of their luck. Whatever else happens to a
milestone, such as a stop, work that comes back or a decision that has to wait, is a part of that length and not on top
of it, because the plan's figures are from the day it opens to the day it is accepted.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from domain.calendar_days import DAYS_A_WEEK, STEPS_A_WEEK, in_weeks
from domain.course import planned_course
from domain.forecast import Assumptions, Runs
from domain.plan import Plan
from service.story import ProgrammeStory
from service.story_cast import DAYS_PER_MONTH, Cast

WAYS = 1_000
"""So many ways it might have gone are drawn when a story says how long all of it took."""

ONE_WAY = 100
"""As few as a forecast draws; the first is played."""

TO_CLOSE = 4
"""Weeks from the last milestone to the end of a programme, and a few days to spare."""


@dataclass(frozen=True, slots=True)
class Within:
    """How many weeks a whole programme took, as far as a story knows."""

    at_least: float
    at_most: float

    @classmethod
    def of(cls, part: ProgrammeStory) -> Self | None:
        """What is left for work of the months that a story names: not its pause, nor the days until it is closed."""
        if part.took is None:
            return None
        rest = TO_CLOSE + (0 if part.pause is None else part.pause.weeks)
        first, last = (months * DAYS_PER_MONTH / DAYS_A_WEEK for months in (part.took.from_months, part.took.to_months))
        return cls(first, last - rest)


class StoryPace:
    """How many days each milestone of one programme takes, from the day it opens to the day it is accepted."""

    def __init__(self, plan: Plan, cast: Cast) -> None:
        """How long it took in all is a fact of some stories: of all ways it might have gone, the first that fits."""
        left_out, within = {each.milestone for each in cast.part.left_out}, Within.of(cast.part)
        kept = [milestone for milestone in plan.milestones if milestone.id not in left_out]
        seed = int(cast.dice("pace").random() * 2**53)
        drawn = Assumptions(runs=ONE_WAY if within is None else WAYS, seed=seed)
        runs = Runs.of(planned_course(kept, plan.gates), drawn)
        way = 0 if within is None else _first_within(np.array([in_weeks(int(end)) for end in runs.laid.ends]), within)
        self._days = {
            work.id: float(runs.lengths[row, way]) * DAYS_A_WEEK / STEPS_A_WEEK
            for row, work in enumerate(runs.network.works)
        }
        self._usual = {milestone.id: milestone.weeks.typical * DAYS_A_WEEK for milestone in plan.milestones}

    @property
    def milestones(self) -> tuple[str, ...]:
        """Those that are worked on."""
        return tuple(self._days)

    def days(self, milestone: str) -> float:
        """How long this milestone takes."""
        return self._days[milestone]

    def usual_days(self, milestone: str) -> int:
        """How long it typically takes."""
        return self._usual[milestone]


def _first_within(ends: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]", within: Within) -> int:
    """The first way that ends within these weeks, or when none does, the one that comes nearest."""
    outside = np.maximum(within.at_least - ends, ends - within.at_most).clip(min=0.0)
    return int(outside.argmin())
