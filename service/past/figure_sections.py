"""The figures of a programme by what people ask about, so that nobody reads a list of three hundred numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projections.lineage import FigureView
from service.language.language import N_

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    N_("How far the programme is"): ("percent", "counts."),
    N_("People and what was done together"): ("people.", "mentor.", "celebrations", "lessons", "reviews_held"),
    N_("The board"): ("board.",),
    N_("The parts of the way"): ("stages.",),
    N_("The plan and its times"): ("plan.", "burn_up.baselines."),
    N_("By quality criterion"): ("criteria.",),
    N_("Single milestones"): ("milestones.",),
    N_("Week by week"): ("burn_up.reached.",),
    N_("For those who look after the record"): ("version", "last_position"),
}
_OTHERS = N_("Others")
_AT_ONCE = 20
"""A longer section is folded up."""


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together. `folded` ones are opened by who wants to see them."""

    title: str
    figures: tuple[FigureView, ...]
    folded: bool


def sections(figures: Iterable[FigureView]) -> tuple[Section, ...]:
    """Every figure in its section, in the order in which people ask."""
    found: dict[str, list[FigureView]] = {title: [] for title in (*_SECTIONS, _OTHERS)}
    for figure in figures:
        found[_title(figure.name)].append(figure)
    return tuple(Section(title, tuple(each), len(each) > _AT_ONCE) for title, each in found.items() if each)


def _title(name: str) -> str:
    return next((title for title, starts in _SECTIONS.items() if name.startswith(starts)), _OTHERS)
