"""Which events a view has seen already, so that the same event twice changes nothing."""

from typing import Protocol

from domain.event import Recorded
from projections.facts import OF_ORGANISATION, Happening


class Versions(Protocol):
    """The last event of each of a programme's two streams that a row has in it."""

    version: int
    board_version: int


def is_new(row: Versions, event: Recorded[Happening]) -> bool:
    """Whether this event is not in the row yet. From now on it counts as seen."""
    if type(event.fact) in OF_ORGANISATION:
        if event.version <= row.board_version:
            return False
        row.board_version = event.version
        return True
    if event.version <= row.version:
        return False
    row.version = event.version
    return True
