"""A forecast and a comparison as a page of words, and as JSON: words first, figures second."""

from collections.abc import Sequence
from typing import Any

from domain.calendar_days import day_after
from domain.forecast import Forecast
from domain.forecast_drivers import Driver
from domain.plan_check import months
from domain.realism import Realism
from domain.whatif import Comparison
from service.forecast_subject import Subject
from service.outlook.answers import DriftView, comparison_view
from service.outlook.views import LimitView, forecast_view

SHOWN = 8
MOVED = 20
TELLING = 0.2
"""A milestone that decides the end in fewer than one run in five is left out of the words."""


def told(subject: Subject, forecast: Forecast, realism: Realism, wish: float | None) -> str:
    """The forecast as a page."""
    lines = [
        f"Forecast for {subject.name}",
        "",
        f"The plan was laid out {forecast.assumptions.runs:,} times; chance decided how long each milestone took.",
        f"Half of the runs end {_end(subject, forecast.p50_weeks)}.",
        f"8 in 10 end {_end(subject, forecast.p80_weeks)}. Plan with this one when somebody asks for a promise.",
        f"If everything takes its typical time, it ends {_end(subject, forecast.typical_weeks)}.",
    ]
    if wish is not None:
        lines.append(f"Chance to end {_end(subject, wish)}: {_share(forecast.chance_by(wish))}.")
    lines += ["", "Look at this", *(f"  {sentence}" for sentence in realism.sentences)]
    lines += ["", "What decides the end most often", *_deciding(subject, forecast)]
    view = forecast_view(subject, forecast, realism, wish, subject.experience, subject.programme)
    if view.limits:
        lines += ["", "Dates by which you must be ready", *map(_limit, view.limits)]
    if view.learned:
        lines += ["", "What others took", *(f"  {each.sentence}" for each in view.learned)]
    lines += ["", "What would help or harm most"]
    lines += [f"  {_bar(subject, driver)}" for driver in forecast.drivers[:SHOWN]]
    return "\n".join([*lines, "", assumed(forecast)])


def as_data(subject: Subject, forecast: Forecast, realism: Realism, wish: float | None) -> dict[str, Any]:
    """The forecast for a program. Weeks are counted from the first day."""
    view = forecast_view(subject, forecast, realism, wish, subject.experience, subject.programme)
    return view.model_dump(mode="json")


def compared(one: Subject, other: Subject, comparison: Comparison) -> str:
    """Two futures as a page."""
    lines = [
        f"{one.name}, and then {other.name}" if one.name != other.name else f"{one.name}, as it is and changed",
        "",
        comparison.in_words,
        f"With the same luck, {_share(comparison.later)} runs end later and {_share(comparison.sooner)} end sooner.",
        "",
        f"Typical length: {comparison.one.typical_weeks:.0f} weeks, then {comparison.other.typical_weeks:.0f}.",
        f"What decides it first: {', then '.join(comparison.one.critical_path)}.",
        f"What decides it then:  {', then '.join(comparison.other.critical_path)}.",
    ]
    if comparison.moved:
        lines += ["", "What moves (the week in which half of the runs have it done)"]
    for moved in comparison.moved[:MOVED]:
        title = one.titles.get(moved.milestone) or other.titles.get(moved.milestone, "")
        lines.append(f"  {moved.milestone}  {_week(moved.was)} -> {_week(moved.would_be)}  {title}")
    if len(comparison.moved) > MOVED:
        lines.append(f"  and {len(comparison.moved) - MOVED} more, which --json lists.")
    return "\n".join([*lines, "", assumed(comparison.one)])


def compared_data(one: Subject, other: Subject, comparison: Comparison) -> dict[str, Any]:
    """Two futures for a program."""
    return comparison_view(one, other, comparison).model_dump(mode="json")


def moved_in_words(drift: DriftView) -> str:
    """How a forecast moved, as a page."""
    lines = [f"How the forecast for {drift.of} moved", "", drift.sentence, ""]
    for point in drift.points:
        moved = f"{point.moved_weeks:+.0f} weeks" if point.moved_weeks else ""
        review = " (a review)" if point.why == "review" else ""
        ends = f"half end by {point.p50_on:%d %B %Y}, 8 in 10 by {point.p80_on:%d %B %Y}"
        lines.append(f"  {point.on:%d %B %Y}{review}: {ends}  {moved}".rstrip())
    return "\n".join(lines)


def assumed(forecast: Forecast) -> str:
    """What the figures rest on, so that nobody takes them for more than they are."""
    given = forecast.assumptions
    together = (
        f"milestones of the same people share {given.shared:.0%} of their luck (our own estimate)"
        if given.shared
        else "no milestone shares its luck with another, which is kinder than life"
    )
    so_far = "; who has been slow so far goes on like that" if given.slowness and given.shared else ""
    return (
        f"Assumed: {given.runs:,} runs with seed {given.seed}; {given.distribution} lengths between the plan's three "
        f"figures; {together}{so_far}."
    )


def _deciding(subject: Subject, forecast: Forecast) -> Sequence[str]:
    often = sorted(forecast.milestones, key=lambda each: (-each.criticality, each.milestone))
    return [
        f"  {each.milestone}  {_share(each.criticality)} runs  {subject.titles.get(each.milestone, '')}".rstrip()
        for each in often[: 2 * SHOWN]
        if each.criticality >= TELLING
    ]


def _limit(limit: LimitView) -> str:
    of = f" for {limit.reach}" if limit.reach else ""
    said = f"  {limit.duty}, {limit.due:%d %B %Y}{of}: {_share(limit.chance)} runs are ready by then"
    return f"{said}, 8 in 10 by {limit.ready_p80_on:%d %B %Y}." if limit.passed else f"{said}."


def _bar(subject: Subject, driver: Driver) -> str:
    name = driver.name if driver.kind == "milestone" else f"all the {driver.name} does"
    title = f" ({subject.titles[driver.name]})" if driver.name in subject.titles else ""
    return f"{name}{title}: {driver.goes_well:.0f} weeks when it goes well, {driver.goes_badly:.0f} when it goes badly"


def _end(subject: Subject, weeks: float) -> str:
    within = f"within {weeks:.0f} weeks ({months(round(weeks)):.0f} months)"
    first_day = subject.course.first_day
    if first_day is None or subject.calendar is None:
        return within
    return f"by {day_after(first_day, weeks, subject.calendar):%d %B %Y}, {within} of the first day"


def _share(share: float) -> str:
    hundredths = round(100 * share)
    if share > 0 and hundredths == 0:
        return "fewer than 1 in 100"
    return "none" if hundredths == 0 else f"{hundredths} in 100"


def _week(weeks: float | None) -> str:
    return "not there" if weeks is None else f"week {weeks:.0f}"
