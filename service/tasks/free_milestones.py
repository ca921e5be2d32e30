"""Milestones that nobody looks after, and that a worker could take: in their programmes, whoever else does them."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from domain.event import PersonRef
from domain.roles import Role
from projections.agenda_reading import AgendaItem
from service.api_refusals import NotRead
from service.reading_room import ReadingRoom
from service.visibility import Sight


def free_in(room: ReadingRoom, sights: Iterable[Sight], person: PersonRef) -> Iterator[AgendaItem]:
    """Those of the programmes in which this person is a worker; the earliest date first in each."""
    for sight in sights:
        programme = str(sight.resource.programme)
        if Role.WORKER not in sight.actor.roles(programme, sight.resource.today):
            continue
        with suppress(NotRead):
            agenda = room.agenda(programme, person).found
            yield from (each for each in (*agenda.late, *agenda.to_do) if is_free(each))


def is_free(item: AgendaItem) -> bool:
    """Whether it is a milestone that nobody looks after."""
    return item.kind == "milestone" and item.assignee is None
