"""The figures of a programme by what people ask about, so that nobody reads a list of three hundred numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projections.lineage import FigureView
from service.language.language import N_
from service.page_numbers import Turn, turned

_SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "way": (N_("How far the programme is"), ("percent", "counts.")),
    "people": (
        N_("People and what was done together"),
        ("people.", "mentor.", "celebrations", "lessons", "reviews_held"),
    ),
    "board": (N_("The board"), ("board.",)),
    "stages": (N_("The parts of the way"), ("stages.",)),
    "plan": (N_("The plan and its times"), ("plan.", "burn_up.baselines.")),
    "criteria": (N_("By quality criterion"), ("criteria.",)),
    "milestones": (N_("Single milestones"), ("milestones.",)),
    "weeks": (N_("Week by week"), ("burn_up.reached.",)),
    "record": (N_("For those who look after the record"), ("version", "last_position")),
    "others": (N_("Others"), ("",)),
}
_AT_ONCE = 20
"""A longer section has pages of its own."""
_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together. `name` is what addresses call them."""

    name: str
    title: str
    figures: tuple[FigureView, ...]

    @property
    def long(self) -> bool:
        """Whether it has pages of its own."""
        return len(self.figures) > _AT_ONCE

    def turned(self, number: int) -> Turn:
        """One page of it."""
        return turned(number, len(self.figures), _ON_A_PAGE)


def sections(figures: Iterable[FigureView]) -> tuple[Section, ...]:
    """Every figure in its section, in the order in which people ask."""
    found: dict[str, list[FigureView]] = {name: [] for name in _SECTIONS}
    for figure in figures:
        found[_section(figure.name)].append(figure)
    return tuple(Section(name, _SECTIONS[name][0], tuple(each)) for name, each in found.items() if each)


def _section(figure: str) -> str:
    return next(name for name, (_, starts) in _SECTIONS.items() if figure.startswith(starts))
