"""What else is shown of the future: how a forecast moved, two futures side by side, a plan before it is decided."""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.forecast import Assumptions, Forecast
from domain.realism import Finding
from domain.whatif import Comparison, Supposition
from service.forecast_subject import Subject
from service.outlook.days import Days
from service.outlook.questions import Revision
from service.outlook.views import LimitView, View

Why = Literal["start", "month", "review", "today"]


class DriftPoint(View):
    """The forecast as it stood at the end of one day."""

    on: date
    why: Why
    p50_on: date
    p80_on: date
    moved_weeks: float = Field(description="How much later P50 is than at the point before; less than 0 is sooner.")


class DriftView(View):
    """How a forecast moved: the record of honesty."""

    of: str
    points: tuple[DriftPoint, ...]
    sentence: str


class FutureView(View):
    """One of two futures."""

    of: str
    typical_weeks: float
    p50_weeks: float
    p80_weeks: float
    p50_on: date | None
    p80_on: date | None
    critical_path: tuple[str, ...]


class MovedView(View):
    """The week in which half of the runs have a milestone done, in both futures; None where it is not there."""

    milestone: str
    title: str
    a_p50_weeks: float | None
    b_p50_weeks: float | None
    a_p50_on: date | None
    b_p50_on: date | None


class ComparisonView(View):
    """Two futures under the same luck."""

    a: FutureView
    b: FutureView
    p50_later_by_weeks: float
    p80_later_by_weeks: float
    later_share: float
    sooner_share: float
    sentence: str
    moved: tuple[MovedView, ...]
    assumptions: Assumptions


class WhatIfView(ComparisonView):
    """A what-if. Nothing was written. `revision` makes it the plan, if those who decide adopt it."""

    what_if: str
    forked_on: date
    revision: Revision | None


class HelpView(View):
    """One thing that would help or harm, beside things as they are. `changes` can be sent to `what-ifs`."""

    what: str
    helps: bool
    p50_later_by_weeks: float
    p80_later_by_weeks: float
    p50_on: date | None
    p80_on: date | None
    changes: tuple[Supposition, ...]


class PlanCheckView(View):
    """A plan looked at before deciding. Nothing was written, and nothing here refuses."""

    p50_on: date
    p80_on: date
    was_p50_on: date
    was_p80_on: date
    chance: float | None = Field(description="To end by the day asked about.")
    warnings: tuple[str, ...]
    findings: tuple[Finding, ...]


class ReviewAgendaView(View):
    """What a quarterly review should look at: what moved since the last one, and what now drives the end."""

    since: date
    sentence: str
    p50_on: date
    p80_on: date
    was_p50_on: date
    was_p80_on: date
    moved: tuple[MovedView, ...]
    drives_the_end: tuple[str, ...] = Field(description="The milestones that decide the end most often, by id.")
    limits: tuple[LimitView, ...]
    warnings: tuple[str, ...]


def comparison_view(one: Subject, other: Subject, found: Comparison) -> ComparisonView:
    """Two futures as they are shown."""
    return ComparisonView(
        a=future_view(one, found.one),
        b=future_view(other, found.other),
        p50_later_by_weeks=round(found.p50_later_by, 2),
        p80_later_by_weeks=round(found.p80_later_by, 2),
        later_share=found.later,
        sooner_share=found.sooner,
        sentence=found.in_words,
        moved=moved_view(one, other, found),
        assumptions=found.one.assumptions,
    )


def future_view(subject: Subject, found: Forecast) -> FutureView:
    """One future as it is shown."""
    days = Days(subject)
    return FutureView(
        of=subject.name,
        typical_weeks=round(found.typical_weeks, 2),
        p50_weeks=round(found.p50_weeks, 2),
        p80_weeks=round(found.p80_weeks, 2),
        p50_on=days.after(found.p50_weeks),
        p80_on=days.after(found.p80_weeks),
        critical_path=found.critical_path,
    )


def moved_view(one: Subject, other: Subject, found: Comparison) -> tuple[MovedView, ...]:
    """Every milestone that moves, the furthest first."""
    first, second = Days(one), Days(other)
    return tuple(
        MovedView(
            milestone=each.milestone,
            title=one.titles.get(each.milestone) or other.titles.get(each.milestone, each.milestone),
            a_p50_weeks=None if each.was is None else round(each.was, 2),
            b_p50_weeks=None if each.would_be is None else round(each.would_be, 2),
            a_p50_on=None if each.was is None else first.after(each.was),
            b_p50_on=None if each.would_be is None else second.after(each.would_be),
        )
        for each in found.moved
    )
