"""How long milestones really took elsewhere, and what that says about the plan's three figures.

The rule. A length's logarithm is normal. What the plan says counts as much as four organisations: the mean and spread
of the logarithm of its three figures are the prior (normal-inverse-gamma, conjugate: Gelman and others, Bayesian Data
Analysis, 3.3). A finished milestone adds its density, one still open only the chance of lasting at least so long
(right-censored), so that a slow group counts before it has finished. As censoring breaks the closed form, the posterior
is added up on a grid. What is learned is used and shown only when five organisations have finished the milestone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.draws import Floats, shares_below
from domain.observed import ENOUGH, Observed
from domain.plan import Weeks
from domain.spread import Table, spread_of

PLAN_COUNTS_AS = 4.0
"""Our own estimate: how many organisations the plan's three figures are worth. With four, five others outweigh it."""

SHORTEST = 0.5
"""Half a week: less than that no milestone is thought to take."""

SMALLEST_SPREAD = 0.05
"""A plan may say one figure three times; nobody's length is as certain as that."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What the plan says of a milestone beside what five organisations or more have shown."""

    milestone: str
    planned: Weeks
    finished: int
    still_open: int
    shortest: float
    longest: float
    quicker: int
    """How many of the finished were as quick as the plan's typical figure, or quicker."""
    blocked: float
    """For how many weeks of it the finished were blocked, on average."""
    spread: Table

    @property
    def p50_weeks(self) -> float:
        """Half of those to come are expected to take less."""
        return float(self.spread.at(np.array([0.5]))[0])

    @property
    def p80_weeks(self) -> float:
        """Four in five of those to come are expected to take less."""
        return float(self.spread.at(np.array([0.8]))[0])

    @property
    def in_words(self) -> str:
        """The plan and the evidence, side by side."""
        others = f"{self.still_open:,} more are still at it." if self.still_open > 1 else ""
        others = "One more is still at it." if self.still_open == 1 else others
        blocked = f"Of these they were blocked for {self.blocked:.0f} on average." if round(self.blocked) else ""
        beside = (
            f"{self.milestone}: the plan says {weeks_in_words(self.planned.typical)}; "
            f"{self.finished:,} organisations took {self.shortest:.0f} to {self.longest:.0f}."
        )
        return " ".join(each for each in (beside, blocked, others) if each)


def weeks_in_words(number: int) -> str:
    """A length in words."""
    return "1 week" if number == 1 else f"{number} weeks"


def learn(milestone: str, planned: Weeks, observed: Sequence[Observed]) -> Learned | None:
    """What to expect of a milestone, or None while too few have finished it. Other milestones' lengths are ignored."""
    mine = [each for each in observed if each.milestone == milestone]
    finished = [each for each in mine if each.finished]
    done = [each.weeks for each in finished]
    if len(done) < ENOUGH:
        return None
    lasting = [each.weeks for each in mine if not each.finished]
    return Learned(
        milestone=milestone,
        planned=planned,
        finished=len(done),
        still_open=len(lasting),
        shortest=min(done),
        longest=max(done),
        quicker=sum(weeks <= planned.typical for weeks in done),
        blocked=sum(each.blocked_weeks for each in finished) / len(done),
        spread=expected(planned, done, lasting),
    )


def expected(planned: Weeks, done: Sequence[float], lasting: Sequence[float]) -> Table:
    """How long the next organisation may take, by the rule above. Needs no smallest number of others."""
    centre, width = _prior(planned)
    finished, open_still = _logs(done), _logs(lasting)
    means, widths, weight = _posterior(centre, width, finished, open_still)
    far = max(4.0 * float(widths.max()), 1.0)
    points = np.linspace(means.min() - far, means.max() + far, 201)
    below = np.array([float((weight * shares_below((point - means) / widths)).sum()) for point in points])
    below = (below - below[0]) / (below[-1] - below[0])
    kept = np.concatenate(([True], np.diff(below) > 0))
    return Table(np.exp(points[kept]), below[kept])


def _prior(planned: Weeks) -> tuple[float, float]:
    middles = (np.arange(200) + 0.5) / 200
    logs = _logs(spread_of(planned, "triangular").at(middles))
    return float(logs.mean()), max(float(logs.std()), SMALLEST_SPREAD)


def _posterior(centre: float, width: float, finished: Floats, lasting: Floats) -> tuple[Floats, Floats, Floats]:
    """A grid of means and widths of the logarithm, laid flat, and how likely each pair is."""
    seen = np.concatenate((finished, lasting, [centre]))
    reach = 3.0 * max(width, float(seen.std()))
    widest = 3.0 * max(width, float(seen.std()))
    mean_axis = np.linspace(seen.min() - reach, seen.max() + reach, 81)
    width_axis = np.geomspace(width / 4.0, widest, 31)
    means, widths = (each.ravel() for each in np.meshgrid(mean_axis, width_axis))
    # Even steps of the logarithm of the width: its density is that of the square, times the square.
    chance = -PLAN_COUNTS_AS * np.log(widths) - PLAN_COUNTS_AS * width**2 / (2.0 * widths**2)
    chance -= np.log(widths) + PLAN_COUNTS_AS * (means - centre) ** 2 / (2.0 * widths**2)
    for length in finished:
        chance -= np.log(widths) + (length - means) ** 2 / (2.0 * widths**2)
    for length in lasting:
        chance += np.log(shares_below((means - length) / widths))
    weight = np.exp(chance - chance.max())
    return means, widths, weight / weight.sum()


def _logs(weeks: Sequence[float] | Floats) -> Floats:
    logs: Floats = np.log(np.maximum(np.asarray(weeks, dtype=np.float64), SHORTEST))
    return logs
