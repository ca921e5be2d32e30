"""“My tasks”: what to do next, what is late, what waits for someone else, in that order."""

from collections.abc import Iterable

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from domain.event import PersonRef
from projections.agenda_reading import AgendaItem
from service.actor import Acting
from service.api_positions import Readings
from service.forms.recorded import Done, caught_up, said
from service.pages import Press, Reader
from service.people import People
from service.reading_room import ReadingRoom
from service.tasks.places import place_of
from service.visibility import Sight, Visibility

Task = tuple[AgendaItem, str]


def task_pages(
    press: Press, room: ReadingRoom, readings: Readings, visibility: Visibility, people: People
) -> APIRouter:
    """`/tasks`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/tasks", methods=["GET", "HEAD"], dependencies=[Depends(caught_up(readings, "agenda"))])
    def tasks(acting: Acting, done: Done = "") -> Response:
        agenda = room.for_presence(acting.presence).own_agenda(acting.person).found
        every = (*agenda.to_do, *agenda.late, *agenda.waiting)
        sights = _sights(every, visibility.for_presence(acting.presence), acting.person)

        def placed(items: Iterable[AgendaItem]) -> tuple[Task, ...]:
            return tuple((item, place_of(item, sights[item.programme])) for item in items if item.programme in sights)

        return press.page(
            "tasks.html",
            Reader(people.names([acting.person])[acting.person], acting.until),
            to_do=placed(agenda.to_do),
            late=placed(agenda.late),
            waiting=placed(agenda.waiting),
            several=len(sights) > 1,
            notice=said(done),
        )

    return router


def _sights(items: Iterable[AgendaItem], visibility: Visibility, reader: PersonRef) -> dict[str, Sight]:
    programmes = dict.fromkeys(item.programme for item in items)
    return {str(sight.resource.programme): sight for sight in visibility.sights(programmes, reader)}
