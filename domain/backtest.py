"""How often forecasts came true: of what was said to end by P50, half should have, and by P80 four in five.

A calibration that is off is a fault of the forecast, whatever its figures look like.
"""

from collections.abc import Iterable
from dataclasses import replace

from pydantic import BaseModel

from domain.calendar_days import in_weeks
from domain.course import Course, Work
from domain.forecast import Assumptions, Runs, quantiles


class Calibration(BaseModel, frozen=True):
    """Of `forecasts` forecasts, how many programmes had ended by the P50 and by the P80 they were given."""

    forecasts: int
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


def calibrate(known: Iterable[tuple[Course, float]], assumptions: Assumptions) -> Calibration:
    """Forecast each course as it stood, and compare with the week in which it really ended."""
    count = by_p50 = by_p80 = 0
    for course, ended in known:
        p50, p80 = quantiles(Runs.of(course, assumptions).laid.ends, (50, 80))
        count += 1
        by_p50 += ended <= p50
        by_p80 += ended <= p80
    return Calibration(forecasts=count, by_p50=by_p50, by_p80=by_p80)


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
