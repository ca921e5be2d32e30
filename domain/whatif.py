"""What would happen if: a course with changes, beside the same course without. Nothing is written.

What the group could adopt are changes of the plan, the same as a plan revision takes. What it can only fear or hope for
(a worker away, another pair of hands, a late grant) changes the course and never the plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

import numpy as np
from pydantic import BaseModel

from domain.calendar_days import in_weeks, weeks_between
from domain.course import Course, Tie, Work, tied
from domain.durations import weeks_in_words
from domain.forecast import Assumptions, Forecast, Runs, read_from
from domain.milestone_commands import AddMilestone, PlanChangeAsked
from domain.pace import Spell
from domain.plan_events import DroppedMilestone, ReorderedMilestone, RetimedMilestone
from domain.refusals import PlanBroken, UnknownMilestone
from domain.spread import Spread
from domain.suppositions import ComesLate, HeldBack, MoreHands, PartyAway, Spelled

Supposition = PlanChangeAsked | PartyAway | MoreHands | ComesLate | HeldBack
"""One thing that might be different."""

BESIDE_PLAN = (PartyAway, MoreHands, ComesLate, HeldBack)
WITHOUT_DATES = "A plan without a first day has no dates. Say on which day it begins, or ask in weeks."


class Moved(BaseModel, frozen=True):
    """The P50 finish of one milestone in both futures, in weeks from the first day; None where it is not there."""

    milestone: str
    was: float | None
    would_be: float | None

    @property
    def by(self) -> float:
        """How many weeks later; 0 for a milestone that is in one future only."""
        return 0.0 if self.was is None or self.would_be is None else self.would_be - self.was


class Comparison(BaseModel, frozen=True):
    """Two futures side by side, under the same luck. `sooner` and `later` are shares of the runs."""

    one: Forecast
    other: Forecast
    sooner: float
    later: float
    p50_later_by: float
    p80_later_by: float
    moved: tuple[Moved, ...]

    @property
    def in_words(self) -> str:
        """What the change does, in a sentence."""
        # A sentence each, whole: they are said again in other languages.
        half, was_half = weeks_in_words(round(self.other.p50_weeks)), round(self.one.p50_weeks)
        most, was_most = round(self.other.p80_weeks), round(self.one.p80_weeks)
        weeks = round(self.p50_later_by)
        if weeks == 0:
            return (
                f"This hardly changes the end: half of the runs end within {half} instead of {was_half}, "
                f"and 8 in 10 within {most} instead of {was_most}."
            )
        if weeks > 0:
            return (
                f"This ends {weeks_in_words(weeks)} later: half of the runs end within {half} instead of "
                f"{was_half}, and 8 in 10 within {most} instead of {was_most}."
            )
        return (
            f"This ends {weeks_in_words(-weeks)} sooner: half of the runs end within {half} instead of "
            f"{was_half}, and 8 in 10 within {most} instead of {was_most}."
        )


def supposed(course: Course, changes: Iterable[Supposition]) -> Course:
    """The course with every change, in order. Raises UnknownMilestone or PlanBroken."""
    for change in changes:
        course = _with(course, change)
    return course


def compare(
    one: Course,
    other: Course,
    assumptions: Assumptions | None = None,
    learned: Mapping[str, Spread] | None = None,
) -> Comparison:
    """Two futures under the same luck, run by run. Raises PlanGoesInCircles."""
    assumptions = assumptions or Assumptions()
    runs, others = (Runs.of(course, assumptions, learned) for course in (one, other))
    first, second = read_from(runs, assumptions, one), read_from(others, assumptions, other)
    gap = others.laid.ends - runs.laid.ends
    return Comparison(
        one=first,
        other=second,
        sooner=round(float(np.mean(gap < 0)), 4),
        later=round(float(np.mean(gap > 0)), 4),
        p50_later_by=second.p50_weeks - first.p50_weeks,
        p80_later_by=second.p80_weeks - first.p80_weeks,
        moved=_moved(first, second),
    )


def as_revision(course: Course, changes: Sequence[Supposition]) -> tuple[PlanChangeAsked, ...]:
    """The changes a plan revision would need to make this future the plan. What cannot be planned is left out."""
    asked: list[PlanChangeAsked] = []
    for change in changes:
        if isinstance(change, BESIDE_PLAN):
            continue
        if isinstance(change, DroppedMilestone):
            gone = _work(course, change.milestone)
            asked += [
                ReorderedMilestone(milestone=work.id, depends_on=_past(work, gone))
                for work in course.works
                if gone.id in work.depends_on
            ]
        asked.append(change)
        course = _with(course, change)
    return tuple(asked)


def _with(course: Course, change: Supposition) -> Course:
    match change:
        case AddMilestone():
            if any(work.id == change.id for work in course.works):
                msg = f"{change.id} is already in the plan. Give the new milestone another id."
                raise PlanBroken(msg)
            for each in change.depends_on:
                _work(course, each)
            added = Work(change.id, change.weeks, change.depends_on, change.who)
            return replace(course, works=(*course.works, added))
        case DroppedMilestone():
            return _dropped(course, _work(course, change.milestone))
        case RetimedMilestone():
            return _put(course, replace(_work(course, change.milestone), weeks=change.weeks))
        case ReorderedMilestone():
            for each in change.depends_on:
                _work(course, each)
            return _put(course, replace(_work(course, change.milestone), depends_on=change.depends_on))
        case ComesLate():
            work = _work(course, change.milestone)
            return _put(course, replace(work, late=work.late + change.weeks))
        case HeldBack():
            held = _work(course, change.milestone)
            if course.first_day is None and (change.starts_from or change.ends_from):
                raise PlanBroken(WITHOUT_DATES)
            return tied(course, [Tie(held.id, change.starts_from, change.ends_from, change.wait_weeks)])
        case PartyAway():
            return replace(course, spells=(*course.spells, _spell(course, change, 0)))
        case MoreHands():
            return replace(course, spells=(*course.spells, _spell(course, change, change.pace)))
        case _:
            assert_never(change)


def _spell(course: Course, change: Spelled, pace: float) -> Spell:
    begins = change.begins
    if begins is None:
        if course.first_day is None or change.begins_on is None:
            raise PlanBroken(WITHOUT_DATES)
        begins = max(weeks_between(course.first_day, change.begins_on), 0.0)
    return Spell(begins=begins, ends=begins + change.weeks, pace=pace, who=change.who)


def _dropped(course: Course, gone: Work) -> Course:
    """What waited for it now waits for what it waited for, so that leaving something out never ends later."""
    if gone.begun is not None or gone.done is not None:
        msg = f"{gone.id} was begun, so it stays in the record. Set it aside instead."
        raise PlanBroken(msg)
    works = tuple(
        replace(
            work,
            depends_on=_past(work, gone) if gone.id in work.depends_on else work.depends_on,
            ends_after=tuple(each for each in work.ends_after if each != gone.id),
        )
        for work in course.works
        if work.id != gone.id
    )
    return replace(course, works=works)


def _past(work: Work, gone: Work) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(each for each in work.depends_on if each != gone.id), *gone.depends_on)))


def _work(course: Course, milestone: str) -> Work:
    found = next((work for work in course.works if work.id == milestone), None)
    if found is None:
        msg = f"The plan has no milestone {milestone}. Check its id."
        raise UnknownMilestone(msg)
    return found


def _put(course: Course, changed: Work) -> Course:
    return replace(course, works=tuple(changed if work.id == changed.id else work for work in course.works))


def _moved(one: Forecast, other: Forecast) -> tuple[Moved, ...]:
    """Every milestone whose middle end moves by a day or more, or that is in one future only; the furthest first."""
    was = {each.milestone: each.finish_p50 for each in one.milestones}
    would_be = {each.milestone: each.finish_p50 for each in other.milestones}
    both = [Moved(milestone=m, was=was.get(m), would_be=would_be.get(m)) for m in dict.fromkeys((*was, *would_be))]
    day = in_weeks(144)
    told = [m for m in both if m.was is None or m.would_be is None or abs(m.by) >= day]
    return tuple(sorted(told, key=lambda m: (m.was is not None and m.would_be is not None, -abs(m.by), m.milestone)))
