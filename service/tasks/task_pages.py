"""“My tasks”: what to do next, what is late, what waits for someone else, in that order; and what was begun."""

from collections.abc import Iterable
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from domain.access import authorize
from domain.event import PersonRef
from domain.milestone_commands import Assign
from projections.agenda_reading import AgendaItem
from projections.portfolio_reading import PortfolioLine
from service.actor import Acting
from service.api_positions import Readings
from service.drafts.drafts import Drafts
from service.forms.recorded import Done, caught_up, said
from service.pages import Press, Reader
from service.people import People
from service.reading_room import ReadingRoom
from service.tasks.begun import begun_of
from service.tasks.free_milestones import free_in, is_free
from service.tasks.places import place_of
from service.visibility import Sight, Visibility

Task = tuple[AgendaItem, str]
_NEXT = 3


def task_pages(
    press: Press, room: ReadingRoom, readings: Readings, visibility: Visibility, people: People, drafts: Drafts
) -> APIRouter:
    """`/tasks`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/tasks", methods=["GET", "HEAD"], dependencies=[Depends(caught_up(readings, "agenda"))])
    def tasks(acting: Acting, done: Done = "") -> Response:
        seen, person = room.for_presence(acting.presence), acting.person
        agenda = seen.own_agenda(person).found
        lines = seen.portfolio(person).found.programmes
        every = (*agenda.to_do, *agenda.late, *agenda.waiting)
        sees = visibility.for_presence(acting.presence)
        sights = _sights({*(item.programme for item in every), *(line.programme for line in lines)}, sees, person)

        def placed(items: Iterable[AgendaItem]) -> tuple[Task, ...]:
            return tuple((item, place_of(item, sights[item.programme])) for item in items if item.programme in sights)

        own = [item for item in agenda.to_do if not is_free(item) or not _may_take(item, sights)]
        known = {(item.programme, item.key) for item in (*own, *agenda.late, *agenda.waiting)}
        could = [*(item for item in agenda.to_do if item not in own), *free_in(seen, sights.values(), person)]
        free = [item for item in dict.fromkeys(could) if (item.programme, item.key) not in known]
        return press.page(
            "tasks.html",
            Reader(people.names([person])[person], acting.until),
            begun=begun_of(drafts, sees, person),
            to_do=placed(own),
            free=[(item, place, _take(item)) for item, place in placed(free)],
            late=placed(agenda.late),
            waiting=placed(agenda.waiting),
            several=len(sights) > 1,
            ahead=_ahead(lines),
            parts=bool(sights),
            notice=said(done),
        )

    return router


def _sights(programmes: Iterable[str], visibility: Visibility, reader: PersonRef) -> dict[str, Sight]:
    return {str(sight.resource.programme): sight for sight in visibility.sights(sorted(programmes), reader)}


def _may_take(item: AgendaItem, sights: dict[str, Sight]) -> bool:
    sight = sights.get(item.programme)
    return sight is not None and authorize(sight.actor, Assign, sight.resource).allowed


def _take(item: AgendaItem) -> str:
    page = f"/programmes/{item.programme.removeprefix('programme:')}"
    return f"{page}/do/{Assign.NAME}?{urlencode({'milestone': item.key})}"


def _ahead(lines: Iterable[PortfolioLine]) -> list[PortfolioLine]:
    """What comes next in each programme, for somebody for whom nothing waits now; the nearest first."""
    dated = [(line.next_date.day, line) for line in lines if line.next_date is not None]
    return [line for _, line in sorted(dated, key=lambda each: each[0])][:_NEXT]
