"""Where the lines of the drawings lie. Each drawing has a title, a description and a table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.language.language import gettext as _
from service.language.language import ngettext, translated
from service.language.written import month, number
from service.outlook.answers import HelpView
from service.outlook.views import DriverView, ForecastView, MilestoneView
from service.page_words import PARTIES

WIDTH, GUTTER, ROW, TOP = 760, 92, 20, 34
"""In units of the drawing: its width, the room for names on the left, the height of a row, the room for the scale."""

SMALLEST = 2.0
HALF_A_YEAR = 26
TURN = 6
"""Half-years on a scale; with more of them only every second is written."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the scale."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a dark part, a light part, and a name. A tornado has no light part."""

    y: float
    name: str
    x: float
    width: float
    light_x: float = 0.0
    light_width: float = 0.0
    helps: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a template needs to draw."""

    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    line: float | None = None
    """Now in a timeline; the middle end in the others."""
    description: str = ""


class Scale:
    """Weeks across the width."""

    def __init__(self, first: float, last: float) -> None:
        self._first, self._last = first, max(last, first + 1.0)

    def x(self, weeks: float) -> float:
        """Where a week lies."""
        share = (weeks - self._first) / (self._last - self._first)
        return round(GUTTER + share * (WIDTH - GUTTER - 8), 1)

    def width(self, begins: float, ends: float) -> float:
        """How wide a span is; a very short one can still be seen."""
        return max(round(self.x(ends) - self.x(begins), 1), SMALLEST)


def timeline(view: ForecastView, first_day: date | None) -> Drawing:
    """When each milestone that is left may be worked on: dark until half of the runs have it, light until 8 in 10."""
    left = in_time(view)
    first = min((each.start_p50_weeks for each in left), default=view.now_weeks)
    scale = Scale(min(first, view.now_weeks), max((each.finish_p80_weeks for each in left), default=view.p80_weeks))
    bars = tuple(
        Bar(
            y=TOP + row * ROW,
            name=each.id,
            x=scale.x(each.start_p50_weeks),
            width=scale.width(each.start_p50_weeks, each.finish_p50_weeks),
            light_x=scale.x(each.finish_p50_weeks),
            light_width=max(scale.width(each.finish_p50_weeks, each.finish_p80_weeks), 0.0),
        )
        for row, each in enumerate(left)
    )
    last = left[-1] if left else None
    return Drawing(
        height=TOP + len(bars) * ROW + 8,
        bars=bars,
        ticks=_ticks(scale, min(first, view.now_weeks), view.p80_weeks, first_day),
        line=scale.x(view.now_weeks),
        description=_rows_in_words(len(bars), last.id if last else ""),
    )


def _rows_in_words(rows: int, last: str) -> str:
    said = ngettext(
        "One row for the one milestone that is left.",
        "One row for each of the %(rows)s milestones that are left, the earliest first.",
        rows,
        rows=number(rows),
    )
    ends = _("The last row is %(milestone)s.", milestone=last) if rows > 1 else ""
    parts = _(
        "The dark part ends when half of the runs have it, the light part when 8 in 10 have it. "
        "The table below says the same."
    )
    return " ".join(each for each in (said, ends, parts) if each)


def in_time(view: ForecastView) -> Sequence[MilestoneView]:
    """The milestones that are left, the earliest first."""
    left = (each for each in view.milestones if each.standing != "done")
    return sorted(left, key=lambda each: (each.start_p50_weeks, each.finish_p50_weeks, each.id))


def tornado(view: ForecastView) -> Drawing:
    """What the end hangs on: from the middle end when it goes well to that when it goes badly."""
    drivers = swinging(view)
    ends = [weeks for each in drivers for weeks in (each.goes_well_weeks, each.goes_badly_weeks)]
    scale = Scale(min([*ends, view.p50_weeks]) - 1, max([*ends, view.p50_weeks]) + 1)
    bars = tuple(
        Bar(
            TOP + row * ROW,
            each.name if each.kind == "milestone" else translated(PARTIES[each.name]),
            scale.x(each.goes_well_weeks),
            scale.width(each.goes_well_weeks, each.goes_badly_weeks),
        )
        for row, each in enumerate(drivers)
    )
    return Drawing(
        height=TOP + len(bars) * ROW + 8,
        bars=bars,
        ticks=(),
        line=scale.x(view.p50_weeks),
        description=_(
            "One bar for each thing the end hangs on, the widest first. It begins at the middle end when that goes "
            "well and stops at the middle end when it goes badly. The line is the middle end of all. "
            "The table says the same."
        ),
    )


def swinging(view: ForecastView) -> Sequence[DriverView]:
    """The things that move the end by a week or more, at most eight."""
    return [each for each in view.drivers if each.goes_badly_weeks - each.goes_well_weeks >= 1][:8]


def comparison(view: ForecastView, helps: Sequence[HelpView]) -> Drawing:
    """How far each what-if moves the middle end: to the left of the line is sooner, to the right later."""
    moves = [each.p50_later_by_weeks for each in helps]
    scale = Scale(min([*moves, -1.0]) - 1, max([*moves, 1.0]) + 1)
    bars = tuple(
        Bar(
            y=TOP + row * ROW,
            name=_move(round(each.p50_later_by_weeks)),
            x=scale.x(min(each.p50_later_by_weeks, 0.0)),
            width=scale.width(min(each.p50_later_by_weeks, 0.0), max(each.p50_later_by_weeks, 0.0)),
            helps=each.helps,
        )
        for row, each in enumerate(helps)
    )
    del view
    return Drawing(
        height=TOP + len(bars) * ROW + 8,
        bars=bars,
        ticks=(Tick(scale.x(0.0), _("as things are")),),
        line=scale.x(0.0),
        description=_(
            "One bar for each what-if, in the order of the table. Bars to the left of the line end sooner, bars to the "
            "right end later. The table says by how many weeks."
        ),
    )


def _ticks(scale: Scale, first: float, last: float, first_day: date | None) -> tuple[Tick, ...]:
    weeks = range(0, round(last) + 1, HALF_A_YEAR)
    shown = [week for week in weeks if week >= first - 1]
    step = 2 if len(shown) > TURN else 1
    return tuple(Tick(scale.x(week), _week(week, first_day)) for week in shown[::step])


def _week(week: int, first_day: date | None) -> str:
    return _("week %(week)s", week=number(week)) if first_day is None else month(first_day + timedelta(weeks=week))


def _move(weeks: int) -> str:
    sign = "+" if weeks > 0 else "−" if weeks < 0 else ""
    return ngettext("%(weeks)s week", "%(weeks)s weeks", abs(weeks), weeks=f"{sign}{number(abs(weeks))}")
