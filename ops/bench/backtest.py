"""Whether the forecasts of played stories came true: recorded programmes, with all that goes wrong in them."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import typer

from domain.as_it_went import A_WEEK, OfStretch, Stretch, stretched
from domain.backtest import Calibration
from domain.course import Course
from domain.durations import learn
from domain.event import Fact, Recorded
from domain.forecast import Assumptions, Runs, quantiles
from domain.observed import Observed
from domain.plan import Plan
from domain.programme_events import ProgrammeStarted
from domain.spread import Spread
from ops.bench.table import Figure, Result
from service.assembly import build
from service.outlook.looking_back import finished, then_and_ended
from service.simulation_place import temporary_place
from service.simulation_stage import run_story
from service.story_file import load_story

EVERYTHING = 1_000_000
FEW = Assumptions(runs=1_000, seed=3)
TOGETHER = 2
"""Stories played at the same moment, each in a process and on servers of its own."""

PLAYINGS = (("spectrum", 1), ("map", 1), ("map", 2), ("spectrum", 2), ("spectrum", 3))
QUICK = (("map", 1), ("map", 2))
HOW = (
    "Each programme of a played story that came to its planned end, forecast as it was known in weeks 13, 39, 65 and "
    "91, beside the week in which its last milestone was reached: once by the figures of its plan, as it was told at "
    "the time, and once by what the other programmes of these stories took, as a group would be told that comes after "
    "five others. `waymark calibration` says the same of the programmes of an installation."
)


@dataclass(frozen=True, slots=True)
class Told:
    """One programme of a story: its plan, how long each milestone took, and its course as it was in some weeks."""

    story: str
    plan: Plan
    took: tuple[Observed, ...]
    then: tuple[tuple[Course, float], ...]


def backtests(*, quick: bool) -> Result:
    """MAP with two sets of people, and unless it is a quick run the five of SPECTRUM too."""
    told = list(_all_told(QUICK if quick else PLAYINGS))
    figures = []
    for story in dict.fromkeys(each.story for each in told):
        mine = [each for each in told if each.story == story]
        figures.append(_figure(f"{story}, by its plan", calibrated(mine, {})))
        figures.append(_figure(f"{story}, by what the others took", calibrated(mine, _learned(told))))
    return Result("Forecasts of stories", HOW, figures)


def _figure(name: str, found: Calibration) -> Figure:
    if not found.forecasts:
        return Figure(name, "no programme came to its planned end")
    return Figure(
        f"{name}: {found.forecasts} forecasts",
        f"P50 held {found.p50_held:.0%}, P80 held {found.p80_held:.0%}",
        aim="50 % and 80 %, if people were as quick as the plan says",
    )


def calibrated(told: Sequence[Told], learned: Mapping[int, Mapping[str, Spread]]) -> Calibration:
    """How often P50 and P80 held. `learned` replaces the plan's figures, for each programme by its place in memory."""
    count = by_p50 = by_p80 = 0
    for each in told:
        for course, ended in each.then:
            p50, p80 = quantiles(Runs.of(course, FEW, learned.get(id(each))).laid.ends, (50, 80))
            count, by_p50, by_p80 = count + 1, by_p50 + (ended <= p50), by_p80 + (ended <= p80)
    return Calibration(forecasts=count, by_p50=by_p50, by_p80=by_p80)


def _learned(told: Sequence[Told]) -> Mapping[int, Mapping[str, Spread]]:
    """For each programme what all others with its template took, where five of them finished the milestone."""
    found = {}
    for each in told:
        others = [took for other in told if other is not each for took in other.took]
        same = [took for took in others if took.template == each.plan.template]
        known = (learn(milestone.id, milestone.weeks, same) for milestone in each.plan.milestones)
        found[id(each)] = {one.milestone: one.spread for one in known if one is not None}
    return found


def _all_told(playings: Sequence[tuple[str, int]]) -> Iterator[Told]:
    # Started anew and not forked: each has an event loop, threads and servers of its own.
    with ProcessPoolExecutor(TOGETHER, mp_context=get_context("spawn")) as pool:
        for (name, seed), told in zip(playings, pool.map(_played, playings), strict=True):
            typer.echo(f"played {name} with people {seed}: {len(told)} programmes came to their end", err=True)
            yield from told


def _played(playing: tuple[str, int]) -> list[Told]:
    name, seed = playing
    with temporary_place() as settings:
        run_story(load_story(name), seed, settings, lambda *_: None)
        with build(settings) as waymark:
            events = waymark.store.read(0, EVERYTHING)
    return [_told(name, mine) for mine in finished(events, stories=True).values()]


def _told(story: str, events: Sequence[Recorded[Fact]]) -> Told:
    started = events[0].fact
    assert isinstance(started, ProgrammeStarted)  # noqa: S101 - a programme's first event
    plan, stretches = started.plan, dict[str, Stretch]()
    for event in events:
        if isinstance(fact := event.fact, OfStretch):
            after = stretched(stretches.pop(fact.milestone, None), fact, event.meta.occurred_on)
            if after is not None:
                stretches[fact.milestone] = after
    took = []
    for name, stretch in stretches.items():
        days, blocked = stretch.days(events[-1].meta.occurred_on)
        took.append(
            Observed(
                milestone=name,
                weeks=days / A_WEEK,
                finished=stretch.accepted is not None,
                blocked_weeks=blocked / A_WEEK,
                template=plan.template,
                version=plan.version,
            )
        )
    return Told(story, plan, tuple(took), tuple(then_and_ended(events)))
