"""How the forecast moved, as a drawing: two lines over the days on which it was looked at, with dates on both sides."""

from dataclasses import dataclass
from datetime import date

from service.language.written import month
from service.outlook.answers import DriftView
from service.outlook.drawings import GUTTER, WIDTH, Tick

HEIGHT, TOP, BOTTOM = 230.0, 30.0, 40.0
"""In units of the drawing: all of it, and the room above and below the lines."""
_MOST_DAYS, _MARK = 6, 64.0
"""So many days are written below, and so wide is each."""


@dataclass(frozen=True, slots=True)
class Level:
    """An end of the programme, on the left."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class DriftDrawing:
    """The points of the lines, as a drawing writes them; when they were looked at, and which ends they reach."""

    half: str
    eighty: str
    half_y: float
    eighty_y: float
    days: tuple[Tick, ...]
    levels: tuple[Level, ...]
    height: float = HEIGHT
    left: float = GUTTER
    right: float = WIDTH - 8.0


def drift_drawing(view: DriftView) -> DriftDrawing | None:
    """None as long as there is one point only, or none."""
    if len(view.points) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    ends = [each for point in view.points for each in (point.p50_on, point.p80_on)]
    low, high, first, last = min(ends), max(ends), view.points[0].on, view.points[-1].on

    def x(on: date) -> float:
        return round(GUTTER + (on - first).days / max((last - first).days, 1) * (WIDTH - GUTTER - 8), 1)

    def y(end: date) -> float:
        return round(HEIGHT - BOTTOM - (end - low).days / max((high - low).days, 1) * (HEIGHT - TOP - BOTTOM), 1)

    step = -(-len(view.points) // _MOST_DAYS)
    written = [point.on for point in view.points[::step] if x(point.on) + _MARK <= WIDTH]
    return DriftDrawing(
        half=" ".join(f"{x(point.on)},{y(point.p50_on)}" for point in view.points),
        eighty=" ".join(f"{x(point.on)},{y(point.p80_on)}" for point in view.points),
        half_y=y(view.points[0].p50_on),
        eighty_y=y(view.points[0].p80_on),
        days=tuple(Tick(x(on), month(on)) for on in written),
        levels=tuple(Level(y(end), month(end)) for end in sorted({low, high})),
    )
