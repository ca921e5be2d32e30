"""A forecast, ready to be shown: the same for API, page and command line. Weeks count from the first day."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, Field

from domain.durations import Learned
from domain.duty_events import Limit
from domain.forecast import Assumptions, Forecast, MilestoneForecast
from domain.forecast_drivers import Driver
from domain.forecast_schedule import Place, Standing, schedule_of
from domain.outlook import NO_EXPERIENCE, Experience
from domain.plan import Weeks
from domain.programme import Programme
from domain.realism import Finding, Realism
from service.forecast_subject import Subject
from service.language.language import gettext as _
from service.language.language import translated
from service.outlook.days import Days
from service.page_words import PARTIES


class View(BaseModel, frozen=True):
    """A part of what is read."""


class MilestoneView(View):
    """When one milestone may begin and end. `slack_weeks`: how much later it may typically end without harm."""

    id: str
    title: str
    standing: Standing
    start_p50_weeks: float
    finish_p10_weeks: float
    finish_p50_weeks: float
    finish_p80_weeks: float
    start_p50_on: date | None
    finish_p10_on: date | None
    finish_p50_on: date | None
    finish_p80_on: date | None
    slack_weeks: float
    latest_finish_on: date | None = Field(description="A later end, at typical lengths, makes everything end later.")
    due: date | None
    chance: float | None = Field(description="To be finished by the date asked about, or else by the date it is due.")


class DriverView(View):
    """One bar of a tornado chart: the middle end when this goes well, and when it goes badly."""

    kind: str
    name: str
    title: str
    goes_well_weeks: float
    goes_badly_weeks: float
    goes_well_on: date | None
    goes_badly_on: date | None


class LearnedView(View):
    """The plan's figures beside what others took. There is none before five organisations have finished it."""

    milestone: str
    planned_weeks: Weeks
    finished: int
    still_open: int
    shortest_weeks: float
    longest_weeks: float
    blocked_weeks: float
    p50_weeks: float
    p80_weeks: float
    sentence: str


class LimitView(View):
    """A date by which the plan, or one milestone of it, must be ready."""

    duty: str
    limit: Limit
    due: date
    reach: str | None
    chance: float
    ready_p80_on: date
    passed: bool = Field(description="Whether fewer than four in five runs are ready by then.")


class ForecastView(View):
    """When a plan or programme may end: how likely each end is, never one date."""

    of: str
    as_of: date | None
    p50_weeks: float
    p80_weeks: float
    typical_weeks: float
    p50_on: date | None
    p80_on: date | None
    now_weeks: float
    within_weeks: float | None
    chance: float | None
    critical_path: tuple[str, ...]
    criticality: Mapping[str, float]
    cruciality: Mapping[str, float]
    milestones: tuple[MilestoneView, ...]
    drivers: tuple[DriverView, ...]
    curve_weeks: tuple[float, ...]
    realism: tuple[Finding, ...]
    learned: tuple[LearnedView, ...]
    limits: tuple[LimitView, ...]
    assumptions: Assumptions


def forecast_view(
    subject: Subject,
    found: Forecast,
    realism: Realism,
    wish: float | None,
    experience: Experience = NO_EXPERIENCE,
    programme: Programme | None = None,
) -> ForecastView:
    """A forecast as it is shown."""
    days = Days(subject)
    places = {place.milestone: place for place in schedule_of(subject.course).places}
    dues = {} if programme is None else {key: each.due for key, each in programme.milestones.items()}
    return ForecastView(
        of=subject.name,
        as_of=days.at(found.now_weeks) if programme is not None else None,
        p50_weeks=_2(found.p50_weeks),
        p80_weeks=_2(found.p80_weeks),
        typical_weeks=_2(found.typical_weeks),
        p50_on=days.after(found.p50_weeks),
        p80_on=days.after(found.p80_weeks),
        now_weeks=_2(found.now_weeks),
        within_weeks=wish,
        chance=None if wish is None else round(found.chance_by(wish), 4),
        critical_path=found.critical_path,
        criticality={each.milestone: each.criticality for each in found.milestones},
        cruciality={each.milestone: each.cruciality for each in found.milestones},
        milestones=tuple(
            _milestone(each, subject, days, places[each.milestone], dues.get(each.milestone))
            for each in found.milestones
        ),
        drivers=tuple(_driver(each, subject, days) for each in found.drivers),
        curve_weeks=tuple(_2(each) for each in found.curve),
        realism=realism.findings,
        learned=tuple(map(_learned, experience.learned)),
        limits=() if programme is None else _limits(programme, found, days),
        assumptions=found.assumptions,
    )


def _milestone(each: MilestoneForecast, subject: Subject, days: Days, place: Place, due: date | None) -> MilestoneView:
    done = each.standing == "done"
    to_day = days.at if done else days.after
    return MilestoneView(
        id=each.milestone,
        title=subject.titles.get(each.milestone, each.milestone),
        standing=each.standing,
        start_p50_weeks=_2(each.start_p50),
        finish_p10_weeks=_2(each.finish_p10),
        finish_p50_weeks=_2(each.finish_p50),
        finish_p80_weeks=_2(each.finish_p80),
        start_p50_on=days.at(each.start_p50),
        finish_p10_on=to_day(each.finish_p10),
        finish_p50_on=to_day(each.finish_p50),
        finish_p80_on=to_day(each.finish_p80),
        slack_weeks=_2(place.slack),
        latest_finish_on=days.latest(place),
        due=None if done else due,
        chance=each.chance,
    )


def _driver(each: Driver, subject: Subject, days: Days) -> DriverView:
    return DriverView(
        kind=each.kind,
        name=each.name,
        title=subject.titles.get(each.name, each.name)
        if each.kind == "milestone"
        else _("All that falls to %(who)s", who=translated(PARTIES[each.name])),
        goes_well_weeks=_2(each.goes_well),
        goes_badly_weeks=_2(each.goes_badly),
        goes_well_on=days.after(each.goes_well),
        goes_badly_on=days.after(each.goes_badly),
    )


def _learned(each: Learned) -> LearnedView:
    return LearnedView(
        milestone=each.milestone,
        planned_weeks=each.planned,
        finished=each.finished,
        still_open=each.still_open,
        shortest_weeks=_2(each.shortest),
        longest_weeks=_2(each.longest),
        blocked_weeks=_2(each.blocked),
        p50_weeks=_2(each.p50_weeks),
        p80_weeks=_2(each.p80_weeks),
        sentence=each.in_words,
    )


def _limits(programme: Programme, found: Forecast, days: Days) -> tuple[LimitView, ...]:
    shown = []
    for duty in programme.duties.values():
        if duty.limit is None or duty.met_on is not None:
            continue
        milestone = None if duty.reach is None else found.milestone(duty.reach)
        ready = days.after(found.p80_weeks if milestone is None else milestone.finish_p80)
        chance = found.chance_by(days.until(duty.due)) if milestone is None else milestone.chance
        if ready is not None:
            shown.append(
                LimitView(
                    duty=duty.id,
                    limit=duty.limit,
                    due=duty.due,
                    reach=duty.reach,
                    chance=round(chance or 0.0, 4),
                    ready_p80_on=ready,
                    passed=ready > duty.due,
                )
            )
    return tuple(shown)


def _2(weeks: float) -> float:
    return round(weeks, 2)
