"""A chart as people get it: a drawing, what it shows in a sentence, and the same figures as a table."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from projections.telling import day

WIDTH = 640
"""The width of every drawing, in its own units; letters are 13 of them high, as on the page."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `svg` has no colour of its own: everything is in the colour of the text around it, told by its shape."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg: Markup


@dataclass(frozen=True, slots=True)
class Scale:
    """Days on a line: from `first` at `left` to `last` at `right`."""

    first: date
    last: date
    left: float
    right: float

    def at(self, when: date) -> float:
        """Where a day lies, rounded to a tenth. What is outside lies at the end."""
        inside = min(max(when, self.first), self.last)
        length = max((self.last - self.first).days, 1)
        return round(self.left + (self.right - self.left) * (inside - self.first).days / length, 1)

    @property
    def marks(self) -> list[tuple[float, str]]:
        """Where to write months, as few as are easy to read: at most seven."""
        months = [
            date(year, month, 1)
            for year in range(self.first.year, self.last.year + 1)
            for month in range(1, 13)
            if self.first <= date(year, month, 1) <= self.last
        ]
        step = next(each for each in (1, 3, 6, 12, 24, 48) if len(months) <= each * 6 or each == 48)  # noqa: PLR2004
        kept = [month for month in months if (month.month - 1 + 12 * (month.year % 4)) % step == 0]
        return [(self.at(month), f"{month:%b %Y}") for month in kept or months[:1]]


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("service", "charts/drawings"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def drawn(template: str, name: str, title: str, description: str, **values: object) -> Markup:
    """A drawing. `name` keeps its inner ids apart from those of other charts on the page."""
    made = _templates().get_template(template)
    return Markup(made.render(name=name, title=title, description=description, width=WIDTH, **values))  # noqa: S704 - autoescaped


def shortened(text: str, most: int) -> str:
    """A label that fits. All of it is in the table."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def day_or(when: date | None, otherwise: str = "–") -> str:
    """A day in words, or something else."""
    return otherwise if when is None else day(when)
