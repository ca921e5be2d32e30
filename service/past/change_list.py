"""What differs between two moments, a page at a time, with the first events beside each change."""

from collections.abc import Sequence
from dataclasses import dataclass

from projections.difference_changes import Change
from service.page_numbers import Turn, turned

AT_ONCE = 15
"""So many changes are on one page."""
CAUSES = 4
"""So many events stand beside a change; the others are on a page about this change alone."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one page shows of them. `about` says that it is about one change alone, with all its events."""

    total: int
    turn: Turn
    page: Sequence[Change]
    about: bool
    entries: bool

    @property
    def causes(self) -> int:
        """So many events are shown beside each change."""
        return len(self.page[0].causes) if self.about else CAUSES


def changes_of(changes: Sequence[Change], number: int, *, about: str, later: bool) -> Changes:
    """Those of one page; one alone when it is asked about; none where only what was added goes on (`later`)."""
    told = [change for change in changes if not change.detail]
    if alone := [change for change in told if change.name == about]:
        return Changes(len(told), turned(1, 1, 1), alone, about=True, entries=False)
    turn = turned(number, len(told), AT_ONCE)
    page = () if later else told[turn.first : turn.end]
    return Changes(len(told), turn, page, about=False, entries=later or turn.number == 1)
