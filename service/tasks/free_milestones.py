"""Milestones that nobody looks after, and that a worker could take: in their programmes, whoever else does them."""

from collections.abc import Iterable

from domain.roles import Role
from projections.agenda_reading import AgendaItem
from service.reading_room import ReadingRoom
from service.visibility import Sight


def free_in(room: ReadingRoom, sights: Iterable[Sight]) -> tuple[AgendaItem, ...]:
    """Those of the programmes in which the reader is a worker, the earliest date first."""
    mine = [
        sight for sight in sights if Role.WORKER in sight.actor.roles(sight.resource.programme, sight.resource.today)
    ]
    return room.unassigned(mine).found if mine else ()


def is_free(item: AgendaItem) -> bool:
    """Whether it is a milestone that nobody looks after."""
    return item.kind == "milestone" and item.assignee is None
