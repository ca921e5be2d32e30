"""The forecast, against the same drawing and adding written in plain numpy with nothing else around it."""

from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from statistics import median
from subprocess import run
from sys import executable, platform
from time import process_time

import numpy as np

from domain.backtest import as_it_went, calibrate
from domain.course import Course, Work, planned_course
from domain.forecast import Assumptions, forecast
from domain.network import Network
from domain.plan import Party, Weeks
from ops.bench.table import Figure, Result, times
from service.plan_file import load_plan

RUNS = 10_000
LARGE = 500
PARTIES: tuple[Party, ...] = ("worker", "board", "mentor", "funder", "members")
AIMS = {59: 0.150, LARGE: 1.5}
MEMORY_AIM = 200


def forecasts(*, quick: bool) -> Result:
    """How long a forecast takes, of the template and of a plan of 500 milestones."""
    template = load_plan("ulo-from-scratch")
    figures = []
    turns, alone = 3 if quick else 15, Assumptions(shared=0)
    for course in (planned_course(template.milestones, template.gates), large_course()):
        size = len(course.works)
        ours, bare = _in_turns(partial(forecast, course), partial(plain, course), turns)
        apart, _ = _in_turns(partial(forecast, course, alone), partial(plain, course), turns)
        aim = AIMS[size]
        figures += [
            Figure(
                f"{RUNS:,} runs of {size} milestones",
                f"{1000 * ours:.0f} ms",
                f"{1000 * bare:.0f} ms in plain numpy",
                times(ours, bare),
                f"under {1000 * aim:.0f} ms",
                met=ours < aim,
            ),
            Figure("  of these, nobody sharing any luck", f"{1000 * apart:.0f} ms", "", times(apart, bare)),
        ]
    figures.append(_memory())
    figures += [_calibration(week, made_up=60 if quick else 400) for week in (0, 40, 80, 110)]
    return Result(
        "Forecast",
        f"Processor time of one core, the middle of several, for {RUNS:,} runs: drawing, laying out, P50 and P80, "
        "criticality, cruciality, tornado. The baseline only draws triangular lengths with numpy's own generator, adds "
        "them up in the same order, and takes two quantiles of the end. Calibration: made-up programmes as they stood "
        "in one week, each forecast; a half should then have ended by its P50, and four in five by its P80.",
        figures,
    )


def _calibration(week: int, made_up: int) -> Figure:
    template = load_plan("ulo-from-scratch")
    course = planned_course(template.milestones, template.gates)
    known = as_it_went(course, Assumptions(runs=max(made_up, 100), seed=99), week)
    found = calibrate(islice(known, made_up), Assumptions(runs=1_000, seed=3))
    (low_50, high_50), (low_80, high_80) = found.p50_range, found.p80_range
    return Figure(
        f"calibration in week {week}, {made_up} made-up programmes",
        f"P50 held {found.p50_held:.0%}, P80 held {found.p80_held:.0%}",
        aim=f"by chance {low_50:.0%} to {high_50:.0%}, and {low_80:.0%} to {high_80:.0%}",
        met=not found.is_off,
    )


def plain(course: Course) -> tuple[float, float]:
    """What anybody would write: numpy's generator, floating point, one pass."""
    works = Network(course).works
    row = {work.id: index for index, work in enumerate(works)}
    chance = np.random.Generator(np.random.PCG64(1))
    ended = np.empty((len(works), RUNS))
    for index, work in enumerate(works):
        figures = (work.weeks.earliest, work.weeks.typical, work.weeks.latest)
        drawn = chance.triangular(*figures, RUNS) if figures[0] < figures[2] else np.full(RUNS, figures[0])
        begins = [ended[row[earlier]] for earlier in work.depends_on]
        ended[index] = drawn + (np.maximum.reduce(begins) if begins else 0.0)
    end = ended.max(axis=0)
    return float(np.quantile(end, 0.5)), float(np.quantile(end, 0.8))


def large_course(size: int = LARGE) -> Course:
    """A plan of 500 milestones, each after up to three of the sixty before it; the same every time."""
    chance = Random(1)  # noqa: S311 - a made-up plan, no secret
    works = []
    for place in range(size):
        low = chance.randint(1, 8)
        middle = low + chance.randint(0, 8)
        weeks = Weeks(earliest=low, typical=middle, latest=middle + chance.randint(1, 20))
        before = {chance.randint(max(0, place - 60), place - 1) for _ in range(3)} if place else set()
        who = tuple(chance.sample(PARTIES, 2))
        works.append(Work(_name(place), weeks, tuple(_name(each) for each in sorted(before)), who))
    return Course(tuple(works))


def _name(place: int) -> str:
    return f"AA-{place:03}"


def _in_turns(ours: Callable[[], object], theirs: Callable[[], object], turns: int) -> tuple[float, float]:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(turns):
        for each, list_ in zip((ours, theirs), taken, strict=True):
            begins = process_time()
            each()
            list_.append(process_time() - begins)
    return median(taken[0]), median(taken[1])


def _memory() -> Figure:
    """The most memory a process of its own held that does nothing but one large forecast."""
    code = "from ops.bench.forecast import *; forecast(large_course()); print(most_memory())"
    told = float(run([executable, "-c", code], check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own
    return Figure(
        f"memory for {LARGE} milestones, everything imported",
        f"{told:.0f} MB",
        aim=f"under {MEMORY_AIM} MB",
        met=told < MEMORY_AIM,
    )


def most_memory() -> float:
    """The most this process held so far, in MB. Linux counts the parent's in `getrusage`, so it is asked elsewhere."""
    if platform == "darwin":
        return getrusage(RUSAGE_SELF).ru_maxrss / 1024**2
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024
