"""A chart as people get it: a drawing, what it shows in a sentence, and the same figures as a table."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from service.language.templates import speaking_templates
from service.language.written import day, month

WIDTH = 640
"""The width of every drawing, in its own units; letters are 13 of them high, as on the page."""
_MONTH = 52
"""How wide the name of a month and its year are at most, written small."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `svg` has no colour of its own: everything is in the colour of the text around it, told by its shape."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    svg: Markup
    unseen: str | None = None
    """The description for whoever has the figures without the drawing, where it is another."""


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
        """Where to write months, as few as are easy to read: at most seven. None is cut off by the edge."""
        months = [
            date(year, number, 1)
            for year in range(self.first.year, self.last.year + 1)
            for number in range(1, 13)
            if self.first <= date(year, number, 1) <= self.last
        ]
        step = next(each for each in (1, 3, 6, 12, 24, 48) if len(months) <= each * 6 or each == 48)  # noqa: PLR2004
        kept = [each for each in months if (each.month - 1 + 12 * (each.year % 4)) % step == 0]
        return [(self.at(each), month(each) if self.at(each) + _MONTH <= WIDTH else "") for each in kept or months[:1]]


@cache
def _templates() -> Environment:
    return speaking_templates(PackageLoader("service", "charts/drawings"))


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
