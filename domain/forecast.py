"""When a programme may end: not one date, but how likely each is.

A plan's lengths are drawn ten thousand times and laid out each time (a Monte Carlo simulation). Half of the runs end
by P50 and four in five by P80: those are the figures to tell a funder, never a single day.

What is assumed: lengths follow the plan's three figures (or what programmes before really took, when that is given);
milestones done by the same party are partly lucky or unlucky together (`shared`), and who has been slow so far goes on
like that (`slowness`); order and dates are as planned.
"""

from collections.abc import Mapping
from typing import Annotated, Self

import numpy as np
from pydantic import BaseModel, Field

from domain.calendar_days import STEPS_A_WEEK, in_steps, in_weeks
from domain.course import Course
from domain.draws import Floats, normals, shares_below, uniforms
from domain.forecast_drivers import Driver, cruciality, drivers
from domain.forecast_schedule import Standing, lengths_at, standing_of
from domain.network import Laid, Network, Steps
from domain.slowness import PartyLuck, party_luck
from domain.spread import Distribution, Spread, spread_of, still_open

RUNS = 10_000
SHARED = 0.3
"""Our own estimate: how much of a milestone's luck it shares with everything else the same people do.

0 would say that a slow worker is slow at one thing only, and 1 that all goes well or nothing does. The truth is
unknown; nobody has measured it for new organisations. Look at the forecast with 0 beside it to see what it does.
"""


class Assumptions(BaseModel, frozen=True, extra="forbid"):
    """What a forecast takes for granted, so that it can be had again: the same assumptions, the same answer."""

    runs: Annotated[int, Field(ge=100, le=100_000)] = RUNS
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    distribution: Distribution = "triangular"
    shared: Annotated[float, Field(ge=0, le=0.9)] = SHARED
    slowness: bool = True
    """Whether people who have been slow so far are expected to go on like that (domain/slowness.py)."""


class MilestoneForecast(BaseModel, frozen=True):
    """When one milestone may begin and end, in weeks from the first day.

    `criticality` is the share of runs in which it decides the end. `cruciality` is how closely its length and the end
    go together: their correlation, from -1 to 1. `chance` is the share of runs in which it is finished by the week
    asked about; None when nobody asked.
    """

    milestone: str
    standing: Standing
    start_p50: float
    finish_p10: float
    finish_p50: float
    finish_p80: float
    criticality: float
    cruciality: float
    chance: float | None = None


class Forecast(BaseModel, frozen=True):
    """When a whole course may end, in weeks from the first day. `curve` has the end at every hundredth of the runs."""

    assumptions: Assumptions
    now_weeks: float
    typical_weeks: float
    critical_path: tuple[str, ...]
    curve: tuple[float, ...]
    milestones: tuple[MilestoneForecast, ...]
    drivers: tuple[Driver, ...]

    @property
    def p50_weeks(self) -> float:
        """Half of the runs end by then."""
        return self.curve[50]

    @property
    def p80_weeks(self) -> float:
        """Four in five runs end by then."""
        return self.curve[80]

    def chance_by(self, weeks: float) -> float:
        """The share of runs that end within so many weeks, good to a hundredth. 0 and 1 mean none and all."""
        if weeks < self.curve[0]:
            return 0.0
        return float(np.interp(weeks, self.curve, np.linspace(0.0, 1.0, len(self.curve))))

    def milestone(self, milestone: str) -> MilestoneForecast | None:
        """The forecast of this milestone, or None."""
        return next((each for each in self.milestones if each.milestone == milestone), None)


class Runs:
    """Every run of one course under some assumptions: what the forecast is read from, and futures are compared by."""

    def __init__(self, network: Network, lengths: Steps, laid: Laid, luck: "Luck") -> None:
        self.network = network
        self.lengths = lengths
        self.laid = laid
        self.luck = luck

    @classmethod
    def of(cls, course: Course, assumptions: Assumptions, learned: Mapping[str, Spread] | None = None) -> Self:
        """Draw and lay out a course. `learned` are spreads that replace the plan's own, by milestone."""
        network, known = Network(course), learned or {}
        spreads = {w.id: known.get(w.id) or spread_of(w.weeks, assumptions.distribution) for w in network.works}
        slowness = party_luck(network, spreads, assumptions.shared) if assumptions.slowness else None
        luck = Luck(assumptions, slowness)
        lengths = np.zeros((len(network.works), assumptions.runs), dtype=np.int32)
        for row, work in enumerate(network.works):
            if work.done is None:
                lasted = 0.0 if work.begun is None else in_weeks(network.lasted(row))
                drawn = still_open(spreads[work.id], lasted, luck.of(work.id, work.who))
                lengths[row] = np.rint(drawn * STEPS_A_WEEK)
        return cls(network, lengths, network.laid_out(lengths), luck)


class Luck:
    """How lucky each milestone is in each run, from 0 (as quick as can be) to 1.

    A one-factor Gaussian copula for each party (Li, 2000): every party has a good or bad time of its own in each run, a
    milestone listens to the parties that do it in equal parts, and `shared` is how much it listens at all.
    """

    def __init__(self, assumptions: Assumptions, slowness: PartyLuck | None = None) -> None:
        self._with = assumptions
        self._slowness = slowness
        self._drawn: dict[str, Floats] = {}
        self._parties: dict[str, Floats] = {}

    def own(self, milestone: str) -> Floats:
        """The milestone's own luck, which it shares with nothing."""
        return uniforms(self._with.seed, f"milestone/{milestone}", self._with.runs)

    def of_party(self, party: str) -> Floats:
        """A party's luck, which everything it does shares."""
        return uniforms(self._with.seed, f"party/{party}", self._with.runs)

    def of(self, milestone: str, who: tuple[str, ...]) -> Floats:
        """The luck of a milestone: its own and that of the people who do it."""
        parties, own = dict.fromkeys(who), self.own(milestone)
        if not parties or not self._with.shared:
            return own
        together = np.zeros(self._with.runs)
        for party in parties:
            if party not in self._parties:
                slowness = self._slowness
                self._parties[party] = slowness.of(party, self._normal) if slowness else self._normal(party)
            together += self._parties[party]
        together *= np.sqrt(self._with.shared / len(parties))
        return shares_below(together + np.sqrt(1.0 - self._with.shared) * normals(own))

    def _normal(self, party: str) -> Floats:
        if party not in self._drawn:
            self._drawn[party] = normals(self.of_party(party))
        return self._drawn[party]


def forecast(
    course: Course,
    assumptions: Assumptions | None = None,
    learned: Mapping[str, Spread] | None = None,
    by: Mapping[str, float] | None = None,
) -> Forecast:
    """The forecast of a course, with the chance of each milestone in `by` to be finished by that week.

    Raises PlanGoesInCircles.
    """
    assumptions = assumptions or Assumptions()
    return read_from(Runs.of(course, assumptions, learned), assumptions, course, by)


def read_from(runs: Runs, assumptions: Assumptions, course: Course, by: Mapping[str, float] | None = None) -> Forecast:
    """What the runs say."""
    network, laid = runs.network, runs.laid
    typical = network.laid_out(lengths_at(network, "typical"))
    critical = network.decides(laid)
    shares = critical.mean(axis=1)
    crucial = cruciality(runs.lengths, laid.ends)
    milestones = []
    for work in course.works:
        row = network.row[work.id]
        finish = quantiles(laid.finishes[row], (10, 50, 80))
        milestones.append(
            MilestoneForecast(
                milestone=work.id,
                standing=standing_of(work),
                start_p50=quantiles(laid.starts[row], (50,))[0],
                finish_p10=finish[0],
                finish_p50=finish[1],
                finish_p80=finish[2],
                criticality=0.0 if work.done is not None else round(float(shares[row]), 4),
                cruciality=round(float(crucial[row]), 3),
                chance=chance_by(laid.finishes[row], (by or {}).get(work.id)),
            )
        )
    return Forecast(
        assumptions=assumptions,
        now_weeks=course.now,
        typical_weeks=in_weeks(typical.ends[0]),
        critical_path=network.path(typical),
        curve=quantiles(laid.ends, tuple(range(101))),
        milestones=tuple(milestones),
        drivers=drivers(network, laid.ends, shares, runs.luck, assumptions.shared),
    )


def chance_by(finishes: Steps, weeks: float | None) -> float | None:
    """The share of runs that are finished by this week."""
    return None if weeks is None else round(float(np.mean(finishes <= in_steps(weeks))), 4)


FEW = 8
"""Up to so many quantiles are quicker found one by one than by sorting."""


def quantiles(steps: Steps, hundredths: tuple[int, ...]) -> tuple[float, ...]:
    """In weeks: the smallest value that so many hundredths of the runs do not pass. The hundredth 0 is the smallest."""
    places = [max(-(-len(steps) * each // 100) - 1, 0) for each in hundredths]
    found = np.sort(steps) if len(places) > FEW else np.partition(steps, sorted(set(places)))
    return tuple(in_weeks(int(found[place])) for place in places)
