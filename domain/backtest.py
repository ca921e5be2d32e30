"""How often forecasts came true: of what was said to end by P50, half should have, and by P80 four in five.

A calibration that is off is a fault of the forecast, whatever its figures look like. Off is what chance alone would
leave in fewer than one case in twenty: with ten programmes a third or two thirds is nothing to wonder at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import exp, lgamma, log

from pydantic import BaseModel, computed_field

from domain.calendar_days import in_weeks
from domain.course import Course, Work
from domain.forecast import Assumptions, Runs, quantiles
from domain.spread import Spread

UNLIKELY = 0.025
"""What chance leaves this seldom on one side is not put down to chance (with both sides, one time in twenty)."""


class Calibration(BaseModel, frozen=True):
    """Of `forecasts` forecasts, how many programmes had ended by the P50 and by the P80 they were given.

    Several forecasts of one programme go together: whoever ends late was late in each. So they count as one, and
    `programmes` says how many there are. The ranges are the shares between which chance alone leaves so many.
    """

    forecasts: int
    programmes: int
    by_p50: int
    by_p80: int

    @property
    def p50_held(self) -> float:
        """Should be about a half. Nothing can be said of none."""
        return self.by_p50 / max(self.forecasts, 1)

    @property
    def p80_held(self) -> float:
        """Should be about four in five."""
        return self.by_p80 / max(self.forecasts, 1)

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way to write it
    @property
    def p50_range(self) -> tuple[float, float]:
        """Between which shares chance leaves P50."""
        return chance_range(self.programmes, 0.5)

    @computed_field  # type: ignore[prop-decorator]  # the same
    @property
    def p80_range(self) -> tuple[float, float]:
        """Between which shares chance leaves P80."""
        return chance_range(self.programmes, 0.8)

    @computed_field  # type: ignore[prop-decorator]  # the same
    @property
    def is_off(self) -> bool:
        """Whether it is more than chance."""
        held = ((self.p50_held, self.p50_range), (self.p80_held, self.p80_range))
        return self.forecasts > 0 and not all(low <= share <= high for share, (low, high) in held)


def chance_range(times: int, share: float) -> tuple[float, float]:
    """Between which shares nineteen in twenty counts fall when each of `times` happens with this chance (binomial)."""
    if not times:
        return 0.0, 1.0
    below, low = 0.0, None
    for count in range(times + 1):
        ways = lgamma(times + 1) - lgamma(count + 1) - lgamma(times - count + 1)
        below += exp(ways + count * log(share) + (times - count) * log(1.0 - share))
        if low is None and below > UNLIKELY:
            low = count
        if below >= 1.0 - UNLIKELY:
            return (low or 0) / times, count / times
    return (low or 0) / times, 1.0


def calibrate(
    known: Iterable[tuple[Course, float]],
    assumptions: Assumptions,
    programmes: int | None = None,
    learned: Mapping[str, Spread] | None = None,
) -> Calibration:
    """Forecast each course as it stood, and compare with the week in which it really ended.

    Each is a programme of its own unless it is said of how many `programmes` they are. `learned` replaces figures.
    """
    count = by_p50 = by_p80 = 0
    for course, ended in known:
        p50, p80 = quantiles(Runs.of(course, assumptions, learned).laid.ends, (50, 80))
        count += 1
        by_p50 += ended <= p50
        by_p80 += ended <= p80
    return Calibration(
        forecasts=count, programmes=count if programmes is None else programmes, by_p50=by_p50, by_p80=by_p80
    )


def together(found: Iterable[Calibration]) -> Calibration:
    """Of different programmes, added up."""
    each = tuple(found)
    return Calibration(
        forecasts=sum(one.forecasts for one in each),
        programmes=sum(one.programmes for one in each),
        by_p50=sum(one.by_p50 for one in each),
        by_p80=sum(one.by_p80 for one in each),
    )


def as_it_went(course: Course, assumptions: Assumptions, now: float) -> Iterable[tuple[Course, float]]:
    """Made-up programmes: every run of a plan nobody has begun, as it stood in week `now`, with the week of its end.

    Looked at in the same week of each, not after the same share of its time: that share would give the end away.
    """
    runs = Runs.of(course, assumptions)
    for run in range(assumptions.runs):

        def stopped(work: Work, run: int = run) -> Work:
            row = runs.network.row[work.id]
            start, finish = (in_weeks(int(at[row, run])) for at in (runs.laid.starts, runs.laid.finishes))
            if start > now:
                return work
            return replace(work, begun=start, done=finish if finish <= now else None)

        works = tuple(map(stopped, course.works))
        yield replace(course, works=works, now=now), in_weeks(int(runs.laid.ends[run]))
