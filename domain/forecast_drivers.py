"""What the end of a forecast hangs on: which milestones, and which people."""

from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from domain.calendar_days import in_weeks
from domain.draws import Floats
from domain.network import Network, Steps

FIFTH = 0.2
MOST = 12


class Driver(BaseModel, frozen=True):
    """One bar of a tornado chart, in weeks from the first day.

    The middle end of the fifth of runs in which this went best, and of the fifth in which it went worst, all else being
    left to chance. A party's bar is everything it does going well or badly together.
    """

    kind: Literal["milestone", "party"]
    name: str
    goes_well: float
    goes_badly: float

    @property
    def swing(self) -> float:
        """How many weeks lie between the two."""
        return self.goes_badly - self.goes_well


class Chances(Protocol):
    """Where the luck of the runs can be looked up again."""

    def own(self, milestone: str) -> Floats:
        """A milestone's own luck in each run."""

    def of_party(self, party: str) -> Floats:
        """A party's luck in each run."""


def cruciality(lengths: Steps, ends: Steps) -> Floats:
    """The correlation of each milestone's length with the end (Pearson); 0 where one of them never changes."""
    end = (ends - ends.mean()).astype(np.float32)
    found = np.zeros(len(lengths))
    if not end.any():
        return found
    for row, drawn in enumerate(lengths):
        length = drawn.astype(np.float32)
        length -= length.mean()
        spread = float(np.dot(length, length)) * float(np.dot(end, end))
        if spread > 0:
            found[row] = float(np.dot(length, end)) / np.sqrt(spread)
    return found


def drivers(
    network: Network, ends: Steps, criticality: NDArray[np.float64], chances: Chances, shared: float
) -> tuple[Driver, ...]:
    """What moves the end most, the widest swing first."""
    to_do = [work for row, work in enumerate(network.works) if work.done is None and criticality[row] > 0]
    found = [_bar("milestone", work.id, chances.own(work.id), ends) for work in to_do]
    if shared:
        parties = sorted({party for work in to_do for party in work.who})
        found += [_bar("party", party, chances.of_party(party), ends) for party in parties]
    return tuple(sorted(found, key=lambda bar: (-bar.swing, bar.name))[:MOST])


def _bar(kind: Literal["milestone", "party"], name: str, luck: Floats, ends: Steps) -> Driver:
    return Driver(
        kind=kind,
        name=name,
        goes_well=in_weeks(float(np.median(ends[luck < FIFTH]))),
        goes_badly=in_weeks(float(np.median(ends[luck > 1 - FIFTH]))),
    )
