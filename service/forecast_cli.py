"""`waymark forecast`: when it may end, and what decides that; and whether such forecasts came true."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from domain.calendar_days import weeks_between
from domain.refusals import Refusal
from service.options import AsJson, InHome

if TYPE_CHECKING:
    from domain.forecast import Assumptions
    from service.forecast_subject import Subject

UNREADABLE = 2
EVERYTHING = 10_000_000
DAY = ["%Y-%m-%d"]
Wanted = Annotated[
    str, typer.Argument(metavar="PROGRAMME|TEMPLATE|FILE", help="A programme's id, a template's name, or a YAML file.")
]
Runs = Annotated[int, typer.Option(min=100, max=100_000, help="How often the plan is laid out with chance.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same answer.")]
Independent = Annotated[
    bool, typer.Option("--independent", help="Let no milestone share its luck with others of the same people.")
]
Shape = Annotated[str, typer.Option("--distribution", help="triangular or pert.")]
Start = Annotated[
    datetime | None, typer.Option("--start", formats=DAY, help="The first day, to turn a template's weeks into dates.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--on", "--as-of", "--at", formats=DAY, help="A programme as it was known on this past day."),
]
NotBefore = Annotated[
    list[str] | None,
    typer.Option(metavar="ID=DAY", help="It cannot begin before a day, or before the next financial-year."),
]
Waits = Annotated[
    list[str] | None, typer.Option("--wait", metavar="ID=WEEKS", help="Weeks pass before it begins, such as a notice.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Count slow months, such as August and December.")]


def forecast(  # noqa: PLR0913 - one for each option
    wanted: Wanted,
    home: InHome = None,
    *,
    runs: Runs = 10_000,
    seed: Seed = 1,
    distribution: Shape = "triangular",
    within: Annotated[float | None, typer.Option(help="How likely is it to end within so many weeks?")] = None,
    by: Annotated[datetime | None, typer.Option(formats=DAY, help="How likely is it to end by this day?")] = None,
    start: Start = None,
    as_of: AsOf = None,
    not_before: NotBefore = None,
    waits: Waits = None,
    quiet: Quiet = False,
    drift: Annotated[bool, typer.Option("--drift", help="Tell how a programme's forecast moved over time.")] = False,
    independent: Independent = False,
    as_json: AsJson = False,
) -> None:
    """Tell when a plan or programme may end: how likely each end is, never one date."""
    from domain.forecast import forecast as look_ahead
    from domain.outlook import dues_of
    from domain.realism import check_realism
    from service.forecast_report import as_data, told
    from service.forecast_subject import subject_of

    def answer() -> tuple[str, dict[str, Any]]:
        if drift:
            return _drift(wanted, home)
        subject = _held(subject_of(wanted, home, day_of(start), day_of(as_of)), not_before, waits, quiet=quiet)
        wish = subject.ambition.wish_weeks if within is None else within
        if by is not None and subject.course.first_day is not None:
            wish = weeks_between(subject.course.first_day, by.date())
        elif by is not None:
            msg = "A template has no dates. Say when it begins with --start, or ask with --within."
            raise typer.BadParameter(msg)
        ambition = replace(subject.ambition, wish_weeks=wish)
        given = assumptions_of(runs, seed, distribution, independent=independent)
        week = {} if by is None or wish is None else {work.id: wish for work in subject.course.works}
        dues = {} if subject.programme is None else dues_of(subject.programme)
        found = look_ahead(subject.course, given, subject.experience.spreads, by=week or dues)
        realism = check_realism(ambition, found)
        return told(subject, found, realism, wish), as_data(subject, found, realism, wish)

    say(answer, as_json=as_json)


def calibration(
    home: InHome = None,
    *,
    stories: Annotated[bool, typer.Option("--stories", help="Count made-up programmes too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look back at the forecasts of finished programmes here: did as many come true as they said?"""
    from domain.forecast import Assumptions
    from service.forecast_subject import opened
    from service.outlook.looking_back import calibration as look_back
    from service.outlook.looking_back import in_words

    with opened(home) as waymark:
        found = look_back(waymark.store.read(0, EVERYTHING), Assumptions(runs=1_000, seed=3), stories=stories)
    typer.echo(found.model_dump_json() if as_json else in_words(found))


def compare_plans(
    a: Annotated[str, typer.Argument(metavar="A", help="A YAML file, or the name of a template.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    runs: Runs = 10_000,
    seed: Seed = 1,
    distribution: Shape = "triangular",
    *,
    independent: Independent = False,
    as_json: AsJson = False,
) -> None:
    """Put two plans side by side: how long they take, what decides that, and what moves."""
    from domain.whatif import compare
    from service.forecast_report import compared, compared_data
    from service.forecast_subject import plan_subject

    def answer() -> tuple[str, dict[str, Any]]:
        one, other = plan_subject(a), plan_subject(b)
        given = assumptions_of(runs, seed, distribution, independent=independent)
        found = compare(one.course, other.course, given)
        return compared(one, other, found), compared_data(one, other, found)

    say(answer, as_json=as_json)


def _held(subject: "Subject", not_before: list[str] | None, waits: list[str] | None, *, quiet: bool) -> "Subject":
    from domain.calendar import day_in_london
    from domain.whatif import supposed
    from service import supposition
    from service.clock import system_clock
    from service.outlook.reckoning import in_quiet_months

    held = supposition.held_back(not_before or (), waits or (), day_in_london(system_clock()))
    subject = subject.with_course(supposed(subject.course, held))
    return in_quiet_months(subject) if quiet else subject


def _drift(wanted: str, home: InHome) -> tuple[str, dict[str, Any]]:
    from domain.calendar import day_in_london
    from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
    from service.forecast_report import moved_in_words
    from service.forecast_subject import opened, programme_named
    from service.outlook.reckoning import drift_of, ends_of

    with opened(home) as waymark:
        events = waymark.store.load(programme_named(wanted), 0)
        if not events:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        view = drift_of(
            events,
            day_in_london(waymark.clock()),
            lambda state, day: ends_of(state, day, waymark.experiences.of_programme(state, day)),
        )
    return moved_in_words(view), view.model_dump(mode="json")


def say(answer: Callable[[], tuple[str, dict[str, Any]]], *, as_json: bool) -> None:
    """Print an answer, or why there is none."""
    try:
        words, data = answer()
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(UNREADABLE) from refusal
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False) if as_json else words)


def assumptions_of(runs: int, seed: int, distribution: str, *, independent: bool) -> "Assumptions":
    """What the options take for granted. Raises BadParameter."""
    from domain.forecast import SHARED, Assumptions

    if distribution not in {"triangular", "pert"}:
        msg = f"{distribution} is not a shape of lengths. Choose triangular or pert."
        raise typer.BadParameter(msg)
    return Assumptions.model_validate(
        {"runs": runs, "seed": seed, "distribution": distribution, "shared": 0.0 if independent else SHARED}
    )


def day_of(moment: datetime | None) -> date | None:
    """A day given as an option."""
    return None if moment is None else moment.date()
