"""Times at which work goes slower or faster than usual: a quiet month, a worker away, a second worker.

A spell says how much of a week's work gets done in a week. It arrives as data; nobody has measured how slow an August
is, so no spell is assumed unless somebody asks for one.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from domain.calendar_days import in_steps, weeks_between
from domain.plan import Party

STILL = 0.001
"""The slowest pace: ten minutes a week. Not nothing, so that every moment of work has one moment on the calendar."""

FOR_EVER = 10_000_000
"""Ten-minute steps no plan reaches, about 190 years."""


class Spell(BaseModel, frozen=True, extra="forbid"):
    """From `begins` to `ends`, in weeks from the first day, work goes at `pace`: 1 is as usual, 0 stands still.

    `who` is the party it is about; without one, everybody.
    """

    begins: float
    ends: float
    pace: Annotated[float, Field(ge=0, le=4)]
    who: Party | None = None

    def touches(self, who: Iterable[Party]) -> bool:
        """Whether work of these parties goes at this pace."""
        return self.who is None or self.who in who


class Pace:
    """How much work is done by when. All in ten-minute steps; both ways never run backwards."""

    def __init__(self, spells: Iterable[Spell]) -> None:
        chosen = [(in_steps(s.begins), in_steps(s.ends), s.pace) for s in spells]
        edges = sorted({-FOR_EVER, FOR_EVER, *(edge for begins, ends, _ in chosen for edge in (begins, ends))})
        done = [float(edges[0])]
        for left, right in pairwise(edges):
            pace = 1.0
            for begins, ends, each in chosen:
                if begins <= left and right <= ends:
                    pace *= each
            done.append(done[-1] + (right - left) * max(pace, STILL))
        self._moments = np.array(edges, dtype=np.float64)
        self._done = np.array(done)

    def done_by(self, moments: NDArray[np.int32]) -> NDArray[np.float64]:
        """The work done by each moment."""
        done: NDArray[np.float64] = np.interp(moments, self._moments, self._done)
        return done

    def moment_of(self, done: NDArray[np.float64]) -> NDArray[np.int32]:
        """The moment by which so much work is done."""
        moments: NDArray[np.int32] = np.rint(np.interp(done, self._done, self._moments)).astype(np.int32)
        return moments


def quiet_months(first_day: date, weeks: int, paces: Mapping[int, float]) -> tuple[Spell, ...]:
    """Spells for months of every year, such as {8: 0.7, 12: 0.7}, from the first day on for so many weeks."""
    last = first_day + timedelta(weeks=weeks)
    return tuple(
        Spell(
            begins=weeks_between(first_day, begins),
            ends=weeks_between(first_day, (begins + timedelta(days=31)).replace(day=1)),
            pace=pace,
        )
        for year in range(first_day.year, last.year + 1)
        for month, pace in sorted(paces.items())
        if first_day - timedelta(days=31) < (begins := date(year, month, 1)) <= last
    )
