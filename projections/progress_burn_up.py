"""What was reached week by week, beside what was planned."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate

from projections.progress_rows import BaselineRow
from projections.progress_views import BaselineView, BurnUp, Point


def burn_up(start_on: date, accepted: Iterable[date | None], baselines: Iterable[BaselineRow]) -> BurnUp:
    """Both as running totals, with a point in each week in which something changes."""
    ends = Counter(week_of(start_on, day) for day in accepted if day is not None)
    return BurnUp(
        reached=_points(start_on, sorted(ends.items())),
        baselines=tuple(
            BaselineView(
                kind=each.kind,
                plan_number=each.plan_number,
                since=each.since,
                typical_weeks=each.typical_weeks,
                planned=_points(start_on, [(week, count) for week, count in each.planned]),
            )
            for each in sorted(baselines, key=lambda each: each.number)
        ),
    )


def week_of(start_on: date, day: date) -> int:
    """The week by whose end something had happened; what takes four weeks from the start ends in week 4."""
    return max(0, -(-(day - start_on).days // 7))


def _points(start_on: date, ends: list[tuple[int, int]]) -> tuple[Point, ...]:
    totals = accumulate(count for _, count in ends)
    return tuple(
        Point(week=week, day=start_on + timedelta(weeks=week), total=total)
        for (week, _), total in zip(ends, totals, strict=True)
    )
