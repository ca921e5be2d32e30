"""What was reached, week by week, beside what was planned."""

from collections.abc import Sequence
from datetime import date

from projections.progress_shown import ShownProgress
from projections.progress_views import Point
from service.charts.chart import WIDTH, Chart, Scale, day_or, drawn
from service.language.language import gettext as _
from service.language.language import ngettext
from service.language.written import day, number

_LEFT, _TOP, _FLOOR, _HEIGHT = 34, 12, 190, 232
_ROWS = 12


def burn_up_chart(view: ShownProgress, today: date) -> Chart | None:
    """Milestones reached, beside the plan in force, up to today or the end. None when the reader is not shown them."""
    if view.burn_up is None or view.counts is None:
        return None
    if view.ending is not None:
        today = min(today, view.ending.closed_on)
    reached = view.burn_up.reached
    planned = view.burn_up.baselines[-1].planned if view.burn_up.baselines else ()
    until = max([today, *(each.day for each in planned), *(each.day for each in reached)])
    scale = Scale(view.start_on, until, _LEFT, WIDTH - 30)
    most = max([view.counts.total - view.counts.set_aside, 1, *(each.total for each in (*planned, *reached))])
    done, by_now = _total(reached, today), _total(planned, today)
    title = _("Milestones reached")
    description = _(
        "By %(day)s, %(done)s of %(all)s milestones were reached.",
        day=day(today),
        done=number(done),
        all=number(view.counts.total - view.counts.set_aside),
    )
    had = _("The plan had %(number)s by then.", number=number(by_now))
    if view.counts.set_aside:
        # Else who reads counts one more in the plan than there are, and asks where it went.
        aside = ngettext("One more was set aside.", "%(num)s more were set aside.", view.counts.set_aside)
        description = f"{description} {aside}"
    if planned:
        beside = " ".join((had, _("The thick line is what was reached, the broken line is the plan.")))
    else:
        beside = _("The thick line is what was reached.")
    svg = drawn(
        "burn_up.svg",
        "burn-up",
        title,
        f"{description} {beside}",
        height=_HEIGHT,
        floor=_FLOOR,
        marks=scale.marks,
        levels=[(_level(each, most), number(each)) for each in sorted({0, most // 2, most})],
        planned=_line(view.start_on, planned, scale, most, until) if planned else "",
        reached=_line(view.start_on, [each for each in reached if each.day <= today], scale, most, today),
    )
    columns = (_("By"), _("Reached"), _("Planned"))
    rows = tuple(_rows(view.start_on, today, reached, planned))
    unseen = f"{description} {had}" if planned else description
    return Chart("burn-up", title, f"{description} {beside}", columns if planned else columns[:2], rows, svg, unseen)


def _level(total: int, most: int) -> float:
    return round(_FLOOR - (_FLOOR - _TOP) * total / most, 1)


def _total(points: Sequence[Point], by: date) -> int:
    return max((each.total for each in points if each.day <= by), default=0)


def _line(start: date, points: Sequence[Point], scale: Scale, most: int, until: date) -> str:
    """Steps: a total stays as it is until the week in which it grows."""
    corners, total = [(scale.at(start), _level(0, most))], 0
    for each in points:
        corners += [(scale.at(each.day), _level(total, most)), (scale.at(each.day), _level(each.total, most))]
        total = each.total
    corners.append((scale.at(until), _level(total, most)))
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def _rows(start: date, today: date, reached: Sequence[Point], planned: Sequence[Point]) -> list[tuple[str, ...]]:
    """About a dozen days, evenly apart: a row for each."""
    until = max([today, *(each.day for each in planned)])
    step = max((until - start) / _ROWS, date.resolution)
    days = sorted({start + step * n for n in range(1, _ROWS + 1)} | {today})
    rows: list[tuple[str, ...]] = []
    for each in days:
        if not start <= each <= until:
            continue
        so_far = number(_total(reached, each)) if each <= today else _("not yet known")
        rows.append((day_or(each), so_far, number(_total(planned, each))) if planned else (day_or(each), so_far))
    return rows
