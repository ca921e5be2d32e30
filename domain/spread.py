"""How long one milestone may take, as a spread: from a plan's three figures, or from what others really took.

Lengths are drawn by inverse transform: one share between 0 and 1 picks the length that so many stay under. With the
same shares, longer figures never give a shorter length, in any run. This holds for triangular spreads. It cannot hold
for PERT when only the latest figure grows: its curve then widens to both sides, so that a lucky run gets luckier.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol, assert_never

import numpy as np

from domain.draws import Floats
from domain.plan import Weeks

Distribution = Literal["triangular", "pert"]
"""The shape between three figures."""

PERT_WEIGHT = 4.0
"""How much more the typical figure counts than the two others (the PERT method, 1959)."""

GRID = 1025

TAIL_POWER = 8.0
"""Our own estimate: of work still open, half lasts a tenth longer than it has by now, and one in five a fifth longer (a
Pareto tail of this power). It never looks at the plan's figures, which such work is about to refute: a tail that did
would let a later latest figure end sooner. A fatter tail would make the forecasts of half-done programmes too gloomy
(domain/backtest.py)."""


class Spread(Protocol):
    """How long a milestone may take, in weeks."""

    def at(self, shares: Floats) -> Floats:
        """The length that so many stay under."""

    def share_below(self, weeks: float) -> float:
        """How many stay under this length."""


@dataclass(frozen=True, slots=True)
class Triangular:
    """A straight rise from the earliest to the typical figure, and a straight fall to the latest."""

    earliest: float
    typical: float
    latest: float

    def at(self, shares: Floats) -> Floats:
        """The length that so many stay under."""
        low, middle, high = self.earliest, self.typical, self.latest
        if high == low:
            return np.full_like(shares, low)
        rising = low + np.sqrt(shares * ((high - low) * (middle - low)))
        falling = high - np.sqrt((1.0 - shares) * ((high - low) * (high - middle)))
        return np.where(shares < (middle - low) / (high - low), rising, falling)

    def share_below(self, weeks: float) -> float:
        """How many stay under this length."""
        low, middle, high = self.earliest, self.typical, self.latest
        if weeks >= high:
            return 1.0
        if weeks <= low:
            return 0.0
        if weeks < middle:
            return (weeks - low) ** 2 / ((high - low) * (middle - low))
        return 1.0 - (high - weeks) ** 2 / ((high - low) * (high - middle))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Any spread, as lengths and the share below each of them. Both grow."""

    weeks: Floats
    shares: Floats

    def at(self, shares: Floats) -> Floats:
        """The length that so many stay under."""
        return np.interp(shares, self.shares, self.weeks)

    def share_below(self, weeks: float) -> float:
        """How many stay under this length."""
        return float(np.interp(weeks, self.weeks, self.shares))


def spread_of(weeks: Weeks, distribution: Distribution) -> Spread:
    """The spread of a plan's three figures. Figures that are out of order are put in order."""
    low = float(weeks.earliest)
    middle = max(low, float(weeks.typical))
    high = max(middle, float(weeks.latest))
    match distribution:
        case "triangular":
            return Triangular(low, middle, high)
        case "pert":
            if high == low:
                return Triangular(low, middle, high)
            grid, shares = _pert((middle - low) / (high - low))
            return Table(low + grid * (high - low), shares)
        case _:
            assert_never(distribution)


def still_open(spread: Spread, lasted: float, shares: Floats) -> Floats:
    """How long work takes in all that has lasted so many weeks and is not finished.

    The part of the spread above `lasted`, but never less than a tail that goes on where the plan's figures end.
    """
    if lasted <= 0:
        return spread.at(shares)
    under = spread.share_below(lasted)
    rest = spread.at(under + shares * (1.0 - under))
    return np.maximum(np.maximum(rest, lasted), lasted * (1.0 - shares) ** (-1.0 / TAIL_POWER))


@lru_cache(maxsize=1024)
def _pert(mode: float) -> tuple[Floats, Floats]:
    """The beta curve of PERT between 0 and 1 with this mode, by adding up its density. Needs no special function."""
    grid = np.linspace(0.0, 1.0, GRID)
    density = grid ** (PERT_WEIGHT * mode) * (1.0 - grid) ** (PERT_WEIGHT * (1.0 - mode))
    below = np.concatenate(([0.0], np.cumsum(density[1:] + density[:-1])))
    return grid, below / below[-1]
