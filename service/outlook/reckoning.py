"""The steps of looking ahead that need no store: a programme and a question go in, what is shown comes out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.calendar_days import day_after, weeks_between
from domain.course import Course
from domain.event import Fact, Recorded
from domain.forecast import Assumptions, forecast
from domain.milestone_commands import AddMilestone
from domain.outlook import Circumstances, Experience, course_on, dues_of, under
from domain.plan_events import RetimedMilestone
from domain.programme import ACTIVE, Programme
from domain.realism import Realism, check_realism
from domain.refusals import NotNow, UnknownMilestone
from domain.spread import Spread
from domain.suppositions import FromWhatIf, digest_of
from domain.whatif import BESIDE_PLAN, Supposition, as_revision
from service.calendars import calendar_of
from service.forecast_subject import Subject, subject_on
from service.language.language import gettext as _
from service.language.language import ngettext
from service.language.written import day as day_in_words
from service.outlook.answers import DriftPoint, DriftView, Why
from service.outlook.past_states import reviews_of, states
from service.outlook.questions import ForecastQuestion, PlanCheck, Revision, WhatIfAsked
from service.outlook.seasons import quiet_months_of
from service.outlook.views import ForecastView, forecast_view
from service.visibility import Sight

QUICK = Assumptions(runs=500)
"""For a series of forecasts."""
MOVED = 1.0
"""Weeks: less than that is within the error of the drawing."""


def in_quiet_months(subject: Subject) -> Subject:
    """The same with the slow months of its nation; a plan without a first day has no months."""
    nation = "england" if subject.programme is None else subject.programme.nation
    return subject.with_course(under(subject.course, (), quiet_months_of(nation)))


def with_changes(subject: Subject, course: Course, changes: Iterable[Supposition]) -> Subject:
    """The same with another course, and with the titles of what is added in it."""
    added = {each.id: each.title for each in changes if isinstance(each, AddMilestone)}
    ambition = replace(subject.ambition, course=course)
    return replace(subject, ambition=ambition, titles={**subject.titles, **added})


def planned_anew(experience: Experience, changes: Iterable[Supposition]) -> Mapping[str, Spread]:
    """What others took, but not for milestones that are given other weeks: there the new figures are looked at."""
    retimed = {each.milestone for each in changes if isinstance(each, RetimedMilestone)}
    return {key: each for key, each in experience.spreads.items() if key not in retimed}


def revision_of(course: Course, asked: WhatIfAsked) -> Revision | None:
    """What makes this future the plan; None when nothing in it can be planned."""
    changes = as_revision(course, asked.changes)
    if not changes:
        return None
    beside = tuple(each for each in asked.changes if isinstance(each, BESIDE_PLAN))
    digest = digest_of(asked.fork_on, beside, changes)
    source = FromWhatIf(what_if=asked.what_if, fork_on=asked.fork_on, beside_plan=beside, digest=digest)
    return Revision(changes=changes, from_what_if=source)


def told(state: Programme, day: date, question: ForecastQuestion, experience: Experience) -> ForecastView:
    """The forecast of a programme. Each milestone's chance is for the day asked about, or else for its own dates."""
    quiet = quiet_months_of(state.nation) if question.quiet else None
    subject = subject_on(state, experience, day, Circumstances(quiet=quiet))
    ambition = subject.ambition
    by = {**dues_of(state), **_limits(state)}
    if question.by is not None:
        week = weeks_between(state.start_on, question.by)
        ambition = replace(ambition, wish_weeks=week)
        by = {work.id: week for work in subject.course.works}
    found = forecast(subject.course, question.assumptions, experience.spreads, by=by)
    realism = check_realism(ambition, found)
    if question.by is not None:
        # Each milestone's chance is for that one day, which is nobody's date for it.
        realism = Realism(findings=tuple(each for each in realism.findings if each.concern != "date-unlikely"))
    return forecast_view(subject, found, still_ahead(realism, state, day), ambition.wish_weeks, experience, state)


def still_ahead(realism: Realism, state: Programme, day: date) -> Realism:
    """Without the dates that have passed: nobody can keep these any more, and they are told as late."""
    missed = {key for key, each in state.milestones.items() if each.due is not None and each.due < day}
    kept = (each for each in realism.findings if each.concern != "date-unlikely" or missed.isdisjoint(each.milestones))
    return Realism(findings=tuple(kept))


def shown_to(found: ForecastView, sight: Sight) -> ForecastView:
    """What a reader is shown of it: dates of milestones and duties only with these."""
    hidden: dict[str, object] = {}
    if "milestones" not in sight.groups:
        hidden["milestones"] = ()
    if "duties" not in sight.groups:
        hidden["limits"] = ()
    return found.model_copy(update=hidden) if hidden else found


def new_dues(state: Programme, asked: PlanCheck) -> Mapping[str, float]:
    """The weeks of the new dates. Raises UnknownMilestone and NotNow."""
    found = {}
    for each in asked.new_dates:
        milestone = state.milestones.get(each.milestone)
        if milestone is None:
            msg = f"The plan has no milestone {each.milestone}. Check its id."
            raise UnknownMilestone(msg)
        if milestone.status not in ACTIVE:
            msg = f"{each.milestone} is {milestone.in_words}, so it has no date to move. It gets one when it opens."
            raise NotNow(msg)
        found[each.milestone] = weeks_between(state.start_on, each.due)
    return found


def drift_of(
    events: Sequence[Recorded[Fact]], today: date, ends: Callable[[Programme, date], tuple[date, date]]
) -> DriftView:
    """How a forecast moved, from a programme's events. `ends` are P50 and P80 of a state on a day."""
    reviews, points, name = reviews_of(events), list[DriftPoint](), ""
    for day, state in states(events, today):
        before = points[-1] if points else None
        points.append(drift_point(day, today, ends(state, day), before, reviews))
        name = state.organisation
    return DriftView(of=name, points=tuple(points), sentence=drifted(points))


def ends_of(state: Programme, day: date, experience: Experience) -> tuple[date, date]:
    """P50 and P80 of a programme on a day, good to half a week."""
    found = forecast(course_on(state, day), QUICK, experience.spreads)
    calendar = calendar_of(state.nation)
    half, eight = (day_after(state.start_on, weeks, calendar) for weeks in (found.p50_weeks, found.p80_weeks))
    return half, eight


def drift_point(
    day: date, today: date, ends: tuple[date, date], before: DriftPoint | None, reviews: frozenset[date]
) -> DriftPoint:
    """One point of a series."""
    half, eight = ends
    moved = 0.0 if before is None else round(weeks_between(before.p50_on, half), 1)
    why: Why = "start" if before is None else "today" if day == today else "review" if day in reviews else "month"
    return DriftPoint(on=day, why=why, p50_on=half, p80_on=eight, moved_weeks=moved)


def drifted(points: Sequence[DriftPoint]) -> str:
    """How a forecast moved from its first point to its last."""
    if not points or points[0].on == points[-1].on:
        return _("There is nothing to compare yet.")
    first, last = points[0], points[-1]
    weeks = weeks_between(first.p50_on, last.p50_on)
    begins = _(
        "On %(day)s half of the runs ended by %(end)s.", day=day_in_words(first.on), end=day_in_words(first.p50_on)
    )
    end, number = day_in_words(last.p50_on), round(abs(weeks))
    if last.why != "today":
        return f"{begins} {_in_the_end(weeks, number, end)}"
    if abs(weeks) < MOVED:
        same = _("Today they still do, to the week.")
        return f"{begins} {same}"
    now = (
        ngettext(
            "Today half end by %(end)s: %(num)s week later.",
            "Today half end by %(end)s: %(num)s weeks later.",
            number,
            end=end,
        )
        if weeks > 0
        else ngettext(
            "Today half end by %(end)s: %(num)s week sooner.",
            "Today half end by %(end)s: %(num)s weeks sooner.",
            number,
            end=end,
        )
    )
    return f"{begins} {now}"


def _in_the_end(weeks: float, number: int, end: str) -> str:
    """Of a programme that is closed: nobody looks at it today to see when it may end."""
    if abs(weeks) < MOVED:
        return _("And so it was, to the week.")
    if weeks > 0:
        return ngettext(
            "In the end it was %(end)s: %(num)s week later.",
            "In the end it was %(end)s: %(num)s weeks later.",
            number,
            end=end,
        )
    return ngettext(
        "In the end it was %(end)s: %(num)s week sooner.",
        "In the end it was %(end)s: %(num)s weeks sooner.",
        number,
        end=end,
    )


def since_then(weeks: float, since: date) -> str:
    """How the middle end moved since a day."""
    if abs(weeks) < MOVED:
        return _("Since %(day)s the middle of the forecast has hardly moved.", day=day_in_words(since))
    number, day = round(abs(weeks)), day_in_words(since)
    if weeks > 0:
        return ngettext(
            "Since %(day)s the middle of the forecast has moved %(num)s week later.",
            "Since %(day)s the middle of the forecast has moved %(num)s weeks later.",
            number,
            day=day,
        )
    return ngettext(
        "Since %(day)s the middle of the forecast has moved %(num)s week sooner.",
        "Since %(day)s the middle of the forecast has moved %(num)s weeks sooner.",
        number,
        day=day,
    )


def _limits(state: Programme) -> Mapping[str, float]:
    return {
        duty.reach: weeks_between(state.start_on, duty.due)
        for duty in state.duties.values()
        if duty.limit is not None and duty.reach is not None and duty.met_on is None
    }
