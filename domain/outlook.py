"""The forecast of a programme with all that is known: its dates, what others took, and by when it must be ready."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.ambition import Ambition, ambition_of_programme
from domain.calendar import Calendar
from domain.calendar_days import day_after, weeks_between
from domain.course import Course, Tie, course_of, tied
from domain.durations import Learned, learn
from domain.forecast import Assumptions, Forecast, forecast
from domain.foreseen import Foreseen, Warned
from domain.observed import WHOLE, Observed
from domain.pace import quiet_months
from domain.plan import Weeks
from domain.programme import ACTIVE, Programme
from domain.realism import Realism, check_realism
from domain.spread import Spread

TEN_YEARS = 520
"""Weeks for which quiet months come back: longer than any plan."""


@dataclass(frozen=True, slots=True)
class Experience:
    """What is known of others who walked this plan: nothing, until five have finished the same milestone."""

    learned: tuple[Learned, ...] = ()
    whole: tuple[Observed, ...] = ()
    usual: Mapping[str, Weeks] | None = None
    """The three figures of the template itself, beside which a group's own are looked at."""

    @property
    def spreads(self) -> Mapping[str, Spread]:
        """What replaces the plan's three figures in a forecast."""
        return {each.milestone: each.spread for each in self.learned}

    def of(self, milestone: str) -> Learned | None:
        """What is known about one milestone."""
        return next((each for each in self.learned if each.milestone == milestone), None)


NO_EXPERIENCE = Experience()


def experience_of(
    planned: Mapping[str, Weeks], observed: Sequence[Observed], usual: Mapping[str, Weeks] | None = None
) -> Experience:
    """What others took, for each milestone of a plan."""
    of_each: dict[str, list[Observed]] = {}
    for each in observed:
        of_each.setdefault(each.milestone, []).append(each)
    found = (learn(name, weeks, of_each.get(name, ())) for name, weeks in planned.items())
    return Experience(tuple(each for each in found if each is not None), tuple(of_each.get(WHOLE, ())), usual)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds work back besides its length, as data: dates and waits given, and months in which less gets done."""

    ties: tuple[Tie, ...] = ()
    quiet: Mapping[int, float] | None = None


ORDINARY = Circumstances()


def course_on(programme: Programme, today: date, circumstances: Circumstances = ORDINARY) -> Course:
    """The course of a programme on a day. Nobody has moved in before the lease begins."""
    course = under(course_of(programme, today), (*_leases(programme), *circumstances.ties), circumstances.quiet)
    return course if programme.closed_on is None else replace(course, spells=())


def under(course: Course, ties: Iterable[Tie], quiet: Mapping[int, float] | None = None) -> Course:
    """A course with dates, waits and quiet months."""
    held = tied(course, ties)
    if not quiet or course.first_day is None:
        return held
    return replace(held, spells=(*held.spells, *quiet_months(course.first_day, TEN_YEARS, quiet)))


def ambition_on(programme: Programme, course: Course, experience: Experience = NO_EXPERIENCE) -> Ambition:
    """What a programme means to do: to be ready by the end of its funding, and to keep the dates it gave."""
    ends = [duty.due for duty in programme.duties.values() if duty.limit == "funding-end" and duty.met_on is None]
    wish = weeks_between(programme.start_on, min(ends)) if ends else None
    return replace(
        ambition_of_programme(programme, course, wish),
        usual=experience.usual,
        learned=experience.learned,
        whole=experience.whole,
    )


def dues_of(programme: Programme) -> Mapping[str, float]:
    """By which week each open milestone is due."""
    return {
        key: weeks_between(programme.start_on, each.due)
        for key, each in programme.milestones.items()
        if each.status in ACTIVE and each.due is not None
    }


def foreseen(
    programme: Programme,
    today: date,
    calendar: Calendar,
    assumptions: Assumptions,
    experience: Experience = NO_EXPERIENCE,
) -> tuple[Foreseen, Realism]:
    """What a group is told when it decides about its plan, with the plan as it then is. Raises PlanGoesInCircles."""
    course = course_on(programme, today)
    found = forecast(course, assumptions, experience.spreads, by=dues_of(programme))
    realism = check_realism(ambition_on(programme, course, experience), found)
    warned = tuple(Warned(concern=each.concern, milestones=each.milestones) for each in realism.findings)
    half, eight = (day_after(programme.start_on, weeks, calendar) for weeks in (found.p50_weeks, found.p80_weeks))
    return Foreseen(p50_on=half, p80_on=eight, warned=warned), realism


def ready_days(
    programme: Programme,
    today: date,
    calendar: Calendar,
    assumptions: Assumptions,
    experience: Experience = NO_EXPERIENCE,
) -> Mapping[str, date]:
    """By which day four in five runs are ready, for each duty with a limit that is not met yet."""
    watched = [duty for duty in programme.duties.values() if duty.limit is not None and duty.met_on is None]
    if not watched:
        return {}
    found = forecast(course_on(programme, today), assumptions, experience.spreads)
    return {duty.id: day_after(programme.start_on, _ready(found, duty.reach), calendar) for duty in watched}


def _ready(found: Forecast, reach: str | None) -> float:
    milestone = None if reach is None else found.milestone(reach)
    return found.p80_weeks if milestone is None else milestone.finish_p80


def _leases(programme: Programme) -> Iterable[Tie]:
    for duty in programme.duties.values():
        if duty.limit == "lease-start" and duty.reach is not None:
            yield Tie(duty.reach, ends_from=duty.due)
