"""“My tasks”: what to do next, what is late, what waits for someone else, in that order; and what was begun."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from domain.access import authorize
from domain.event import PersonRef
from domain.milestone_commands import Assign
from projections.agenda_reading import AgendaItem, AgendaView
from projections.portfolio_reading import PortfolioLine
from service.actor import Acting
from service.api_positions import Readings
from service.drafts.drafts import Drafts
from service.forms.recorded import Done, caught_up, said
from service.page_numbers import PageNumber
from service.pages import Press, Reader
from service.people import People
from service.reading_room import ReadingRoom
from service.tasks.begun import begun_of
from service.tasks.free_milestones import free_in, is_free
from service.tasks.places import place_of
from service.tasks.task_list import page_of
from service.visibility import Sight, Visibility

_NEXT = 3


def task_pages(
    press: Press, room: ReadingRoom, readings: Readings, visibility: Visibility, people: People, drafts: Drafts
) -> APIRouter:
    """`/tasks`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/tasks", methods=["GET", "HEAD"], dependencies=[Depends(caught_up(readings, "agenda"))])
    def tasks(acting: Acting, done: Done = "", page: PageNumber = 1) -> Response:
        seen, person = room.for_presence(acting.presence), acting.person
        agenda = seen.own_agenda(person).found
        lines = seen.portfolio(person).found.programmes
        every = (*agenda.to_do, *agenda.late, *agenda.waiting)
        sees = visibility.for_presence(acting.presence)
        sights = _sights({*(item.programme for item in every), *(line.programme for line in lines)}, sees, person)
        kinds = _kinds(agenda, free_in(seen, sights.values()), sights)
        return press.page(
            "tasks.html",
            Reader(people.names([person])[person], acting.until),
            list=page_of(kinds, page),
            place=lambda item: place_of(item, sights[item.programme]),
            take=_take,
            begun=begun_of(drafts, sees, person),
            several=len(sights) > 1,
            ahead=_ahead(lines),
            parts=bool(sights),
            notice=said(done),
        )

    return router


def _sights(programmes: Iterable[str], visibility: Visibility, reader: PersonRef) -> dict[str, Sight]:
    return {str(sight.resource.programme): sight for sight in visibility.sights(sorted(programmes), reader)}


def _kinds(
    agenda: AgendaView, others: Iterable[AgendaItem], sights: Mapping[str, Sight]
) -> dict[str, list[AgendaItem]]:
    """The tasks by kind, in the order in which they are shown. `others` are free, and wait for somebody else too."""
    takes = {programme for programme, sight in sights.items() if _may_take(sight)}
    seen = [item for item in agenda.to_do if item.programme in sights]
    own = [item for item in seen if not is_free(item) or item.programme not in takes]
    late, waiting = ([item for item in each if item.programme in sights] for each in (agenda.late, agenda.waiting))
    known = {(item.programme, item.key) for item in (*own, *late, *waiting)}
    could = (*(item for item in seen if is_free(item) and item.programme in takes), *others)
    free = {(item.programme, item.key): item for item in could}
    return {
        "to_do": own,
        "late": late,
        "free": [item for named, item in free.items() if named not in known],
        "waiting": waiting,
    }


def _may_take(sight: Sight) -> bool:
    return authorize(sight.actor, Assign, sight.resource).allowed


def _take(item: AgendaItem) -> str:
    page = f"/programmes/{item.programme.removeprefix('programme:')}"
    return f"{page}/do/{Assign.NAME}?{urlencode({'milestone': item.key})}"


def _ahead(lines: Iterable[PortfolioLine]) -> list[PortfolioLine]:
    """What comes next in each programme, for somebody for whom nothing waits now; the nearest first."""
    dated = [(line.next_date.day, line) for line in lines if line.next_date is not None]
    return [line for _, line in sorted(dated, key=lambda each: each[0])][:_NEXT]
