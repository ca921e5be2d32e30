"""“My tasks”: what to do next, what is late, what waits for someone else, in that order; and what was begun."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from domain.access import authorize
from domain.event import PersonRef
from domain.milestone_commands import Assign
from projections.agenda_reading import AgendaItem, Tasks
from projections.portfolio_reading import PortfolioLine
from service.actor import Acting
from service.api_positions import Readings
from service.assembly import Waymark
from service.drafts.drafts import Drafts
from service.forms.recorded import Done, caught_up, said
from service.page_numbers import PageNumber
from service.pages import Press, Reader
from service.reading_room import ReadingRoom
from service.tasks.begun import begun_of
from service.tasks.places import place_of
from service.tasks.task_list import page_of
from service.visibility import Sight, Visibility

_NEXT = 3


def task_pages(
    press: Press, waymark: Waymark, room: ReadingRoom, readings: Readings, visibility: Visibility, drafts: Drafts
) -> APIRouter:
    """`/tasks`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/tasks", methods=["GET", "HEAD"], dependencies=[Depends(caught_up(readings, "agenda"))])
    def tasks(acting: Acting, done: Done = "", page: PageNumber = 1) -> Response:
        seen, person = room.for_presence(acting.presence), acting.person
        mine = seen.own_tasks(person).found
        every = (*mine.agenda.to_do, *mine.agenda.late, *mine.agenda.waiting, *mine.free)
        sees = visibility.for_presence(acting.presence)
        sights = _sights({item.programme for item in every}, sees, person)
        kinds = _kinds(mine, sights)
        # Only for whom nothing waits are all their programmes looked at.
        lines = () if kinds["to_do"] or kinds["late"] else seen.portfolio(person).found.programmes
        return press.page(
            "tasks.html",
            Reader(waymark.people.names([person])[person], acting.until),
            list=page_of(kinds, page),
            place=lambda item: place_of(item, sights[item.programme]),
            take=_take,
            begun=begun_of(drafts, waymark, sees, acting),
            several=len(mine.programmes) > 1,
            ahead=_ahead(lines),
            parts=bool(lines),
            notice=said(done),
        )

    return router


def _sights(programmes: Iterable[str], visibility: Visibility, reader: PersonRef) -> dict[str, Sight]:
    return {str(sight.resource.programme): sight for sight in visibility.sights(sorted(programmes), reader)}


def _kinds(mine: Tasks, sights: Mapping[str, Sight]) -> dict[str, list[AgendaItem]]:
    """The tasks by kind, in the order in which they are shown. What is free may wait for somebody else too."""
    takes = {programme for programme, sight in sights.items() if _may_take(sight)}
    to_do, late, waiting, others = (
        [item for item in each if item.programme in sights]
        for each in (mine.agenda.to_do, mine.agenda.late, mine.agenda.waiting, mine.free)
    )
    own = [item for item in to_do if not _is_free(item) or item.programme not in takes]
    known = {(item.programme, item.key) for item in (*own, *late, *waiting)}
    could = (*(item for item in to_do if _is_free(item) and item.programme in takes), *others)
    free = {(item.programme, item.key): item for item in could}
    return {
        "to_do": own,
        "late": late,
        "free": [item for named, item in free.items() if named not in known],
        "waiting": waiting,
    }


def _may_take(sight: Sight) -> bool:
    return authorize(sight.actor, Assign, sight.resource).allowed


def _is_free(item: AgendaItem) -> bool:
    """Whether it is a milestone that nobody looks after."""
    return item.kind == "milestone" and item.assignee is None


def _take(item: AgendaItem) -> str:
    page = f"/programmes/{item.programme.removeprefix('programme:')}"
    return f"{page}/do/{Assign.NAME}?{urlencode({'milestone': item.key})}"


def _ahead(lines: Iterable[PortfolioLine]) -> list[PortfolioLine]:
    """What comes next in each programme, for somebody for whom nothing waits now; the nearest first."""
    dated = [(line.next_date.day, line) for line in lines if line.next_date is not None]
    return [line for _, line in sorted(dated, key=lambda each: each[0])][:_NEXT]
