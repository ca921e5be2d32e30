"""Whether the forecasts of played stories came true: recorded programmes, with all that goes wrong in them."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import typer

from domain.as_it_went import A_WEEK, OfStretch, Stretch, stretched
from domain.backtest import Calibration, together
from domain.durations import learn
from domain.event import Fact, Recorded
from domain.forecast import Assumptions
from domain.observed import Observed
from domain.plan import Plan
from domain.programme_events import ProgrammeStarted
from domain.spread import Spread, spread_of
from ops.bench.table import Figure, Result
from service.assembly import build
from service.outlook.looking_back import LookedBack, finished, of_one, then_and_ended
from service.simulation_place import temporary_place
from service.simulation_stage import run_story
from service.story_file import load_story

EVERYTHING = 1_000_000
FEW = Assumptions(runs=1_000, seed=3)
TOGETHER = 2
"""Stories played at the same moment, each in a process and on servers of its own."""

PLAYINGS = (*(("spectrum", seed) for seed in range(1, 7)), ("map", 1), ("map", 2))
QUICK = (("map", 1), ("map", 2))
HOW = (
    "Each programme of a played story that came to its planned end, forecast as it was known in weeks 13, 39, 65 and "
    "91 (where its plan was agreed by then), beside the week in which its last milestone was reached: once by the "
    "figures of its plan, as it was told at the time, and once by what the other programmes of these stories took, as "
    "a group would be told that comes after five others. The people of a story take as long as their plan's three "
    "figures say, with their luck drawn as a forecast assumes (30 % of it shared by those who work together), so this "
    "tests all but that figure. Beside each row stands between which shares chance alone leaves so many *programmes* "
    "in 19 of 20 cases: the forecasts of one programme go together, and count as one. `waymark calibration` says the "
    "same of the programmes of an installation."
)
TOLD = "not judged: its story fixes how long it took"
SQUEEZED = "not judged: a plan below its floor, and the group was told so"


@dataclass(frozen=True, slots=True)
class Told:
    """One programme of a story: its plan, how long each milestone took, and its course as it was in some weeks.

    `fixed`: its story says how long all of it took, so that chance had no part in that.
    """

    story: str
    plan: Plan
    took: tuple[Observed, ...]
    then: tuple[LookedBack, ...]
    fixed: bool


def backtests(*, quick: bool) -> Result:
    """MAP with two sets of people, and unless it is a quick run the five of SPECTRUM too."""
    told = list(_all_told(QUICK if quick else PLAYINGS))
    learned, figures = _learned(told), list[Figure]()
    for story in dict.fromkeys(each.story for each in told):
        mine = [each for each in told if each.story == story]
        apart = TOLD if any(each.fixed for each in mine) else ""
        figures.append(_figure(f"{story}, by its plan", _calibrated(mine), apart))
        figures.append(_figure(f"{story}, by what the others took", _calibrated(mine, learned), apart))
        squeezed = _calibrated(mine, below_floor=True)
        if squeezed.forecasts:
            usual = {id(each): _usual(each.plan) for each in mine}
            figures.append(_figure(f"{story}, by its plan of a year", squeezed, SQUEEZED))
            by_usual = _calibrated(mine, usual, below_floor=True)
            figures.append(_figure(f"{story}, in that year by the template's figures", by_usual, TOLD))
    return Result("Forecasts of stories", HOW, figures)


def _figure(name: str, found: Calibration, apart: str) -> Figure:
    """One row. `apart` says why it is not judged; without it, it is."""
    if not found.forecasts:
        return Figure(name, "no programme came to its planned end")
    judged = not apart
    (low_50, high_50), (low_80, high_80) = found.p50_range, found.p80_range
    return Figure(
        f"{name}: {found.forecasts} forecasts of {found.programmes} programmes",
        f"P50 held {found.p50_held:.0%}, P80 held {found.p80_held:.0%}",
        aim=f"{low_50:.0%} to {high_50:.0%}, and {low_80:.0%} to {high_80:.0%}" if judged else apart,
        met=not found.is_off if judged else None,
    )


def _calibrated(
    told: Sequence[Told], learned: Mapping[int, Mapping[str, Spread]] | None = None, *, below_floor: bool = False
) -> Calibration:
    """How often P50 and P80 held. `learned` replaces the plan's figures, for each programme by its place in memory."""
    known = learned or {}
    return together(of_one(each.then, FEW, below_floor=below_floor, learned=known.get(id(each))) for each in told)


def _usual(plan: Plan) -> Mapping[str, Spread]:
    """The figures of the template, with which a programme begins, whatever its group made of them."""
    return {each.id: spread_of(each.weeks, FEW.distribution) for each in plan.milestones}


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
    story = load_story(name)
    with temporary_place() as settings:
        run_story(story, seed, settings, lambda *_: None)
        with build(settings) as waymark:
            events = waymark.store.read(0, EVERYTHING)
    fixed = any(part.took is not None for part in story.programmes)
    return [_told(name, mine, fixed=fixed) for mine in finished(events, stories=True).values()]


def _told(story: str, events: Sequence[Recorded[Fact]], *, fixed: bool) -> Told:
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
    return Told(story, plan, tuple(took), tuple(then_and_ended(events)), fixed)
