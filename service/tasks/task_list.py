"""Tasks a page at a time: what to do next, what is late, what could be taken, what waits; in that order throughout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from projections.agenda_reading import AgendaItem
from service.page_numbers import Turn, turned

AT_ONCE = 25
"""So many tasks are on one page."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a page shows of one kind of task: the `first` to the `last` of `total`. They begin on the page `begins`."""

    shown: Sequence[AgendaItem]
    total: int
    first: int
    last: int
    begins: int


@dataclass(frozen=True, slots=True)
class TaskList:
    """One page of all tasks, with its part of each kind."""

    turn: Turn
    parts: Mapping[str, Part]


def page_of(kinds: Mapping[str, Sequence[AgendaItem]], number: int) -> TaskList:
    """The page of this number, over all kinds one after the other. What is on no page before is on this or a later."""
    turn = turned(number, sum(len(each) for each in kinds.values()), AT_ONCE)
    parts, before = dict[str, Part](), 0
    for kind, items in kinds.items():
        first, end = max(0, turn.first - before), max(0, min(len(items), turn.end - before))
        parts[kind] = Part(items[first:end], len(items), first + 1, end, before // AT_ONCE + 1)
        before += len(items)
    return TaskList(turn, parts)
