"""`/programmes/{programme}/do`: everything this reader may do in a programme now, each in one line."""

from contextlib import suppress

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from service.actor import Acting
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.api_refusals import NotRead
from service.assembly import Waymark
from service.forms.everything import everything
from service.forms.recorded import Done, caught_up, said
from service.forms.trial import Trial
from service.pages import Press, Reader
from service.reading_room import ReadingRoom
from service.visibility import Visibility

PATH = "/programmes/{programme}/do"


def everything_pages(
    press: Press, waymark: Waymark, room: ReadingRoom, readings: Readings, visibility: Visibility
) -> APIRouter:
    """The page."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"], dependencies=[Depends(caught_up(readings, "agenda"))])
    def look(programme: str, acting: Acting, done: Done = "") -> Response:
        ref, reader = programme_of(programme), acting.person
        sight = visibility.for_presence(acting.presence).sight(ref, reader)
        people = waymark.people.names(visibility.people(sight.group))
        agenda = None
        with suppress(NotRead):
            agenda = room.for_presence(acting.presence).agenda(ref, reader).found
        page = f"/programmes/{ref.removeprefix('programme:')}"
        plan = sight.group.programme
        return press.page(
            "everything.html",
            Reader(waymark.people.names([reader])[reader], acting.until),
            page=page,
            organisation=plan.organisation if plan else "",
            groups=everything(Trial(waymark, sight, acting, people), page, agenda),
            notice=said(done),
        )

    return router
