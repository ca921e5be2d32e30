"""Whether the forecasts of played stories came true: recorded programmes, with all that goes wrong in them."""

from domain.backtest import Calibration
from domain.event import Fact, Recorded
from domain.forecast import Assumptions
from ops.bench.table import Figure, Result
from service.assembly import build
from service.outlook.looking_back import calibration
from service.simulation_place import temporary_place
from service.simulation_stage import run_story
from service.story_file import load_story

EVERYTHING = 1_000_000
FEW = Assumptions(runs=1_000, seed=3)
TOO_FEW = "too few to judge: stories are written, not drawn"


def backtests(*, quick: bool) -> Result:
    """MAP, and unless it is a quick run the five of SPECTRUM, each with two sets of people."""
    told = {"map": (1,)} if quick else {"map": (1, 2), "spectrum": (1, 2)}
    return Result(
        "Forecasts of stories",
        "Each programme of a played story that came to its planned end, forecast as it was known in weeks 13, 39, 65 "
        "and 91, beside the week in which its last milestone was reached. `waymark calibration` says the same of the "
        "programmes of an installation.",
        [_figure(name, seeds) for name, seeds in told.items()],
    )


def _figure(name: str, seeds: tuple[int, ...]) -> Figure:
    # A programme has the same name whatever its people do, so each playing is looked at alone.
    each = [calibration(_played(name, seed), FEW, stories=True) for seed in seeds]
    found = Calibration(
        forecasts=sum(one.forecasts for one in each),
        by_p50=sum(one.by_p50 for one in each),
        by_p80=sum(one.by_p80 for one in each),
    )
    if not found.forecasts:
        return Figure(f"the story {name}", "no programme came to its planned end")
    return Figure(
        f"{found.forecasts} forecasts of the story {name}",
        f"P50 held {found.p50_held:.0%}, P80 held {found.p80_held:.0%}",
        ratio=TOO_FEW,
    )


def _played(name: str, seed: int) -> list[Recorded[Fact]]:
    with temporary_place() as settings:
        run_story(load_story(name), seed, settings, lambda *_: None)
        with build(settings) as waymark:
            return waymark.store.read(0, EVERYTHING)
