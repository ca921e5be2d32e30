"""The totals over HTTP and on pages: each number, the events it comes from, and the way to their proof."""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from projections.totals_lineage import TotalsLineage, TotalsQuestion
from service.actor import Acting, signed_in, who_asks
from service.api_headers import POSITION
from service.api_positions import Readings, WaitFor
from service.api_problems import described
from service.api_readings import link_next
from service.pages import Press, Reader
from service.past.totals_room import VIEW, TotalsRoom
from service.people import People

_ON_A_PAGE = 50
_PROBLEMS = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_SAID: dict[int | str, Any] = {
    HTTPStatus.OK: {
        "description": "What was asked for.",
        "headers": {
            POSITION: {
                "description": "Everything up to this position of the log has been read.",
                "schema": {"type": "integer"},
            },
            "Link": {
                "description": 'The next page, as rel="next", unless this is the last.',
                "schema": {"type": "string"},
            },
        },
    }
}

TotalName = Annotated[
    str, Path(max_length=100, description="The name of the total.", examples=["people_different", "programmes_started"])
]
Mentor = Annotated[str | None, Query(max_length=200, description="Only of this mentor organisation’s programmes.")]
After = Annotated[int | None, Query(ge=0, le=2**62, description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500, description="At most so many on this page.")]


def totals_routes(room: TotalsRoom, readings: Readings) -> APIRouter:
    """Where a total comes from, for programs."""
    router = APIRouter()

    async def caught_up(wait_for: WaitFor = None) -> None:
        await readings.reach(VIEW, wait_for)

    @router.get(
        "/totals/{name}/events",
        operation_id="read-total-events",
        summary="Where a total comes from",
        dependencies=[Depends(caught_up)],
        responses=_PROBLEMS | _SAID,
    )
    def origin(
        name: TotalName,
        acting: Acting,
        request: Request,
        response: Response,
        mentor: Mentor = None,
        after: After = None,
        limit: Limit = 100,
    ) -> TotalsLineage:
        """The events a total comes from, each with its place in the record of its programme.

        Those of programmes in which you have no part are counted and not told.
        """
        asked = TotalsQuestion(name=name, mentor=mentor, after=after, limit=limit)
        found = room.for_presence(acting.presence).lineage(asked, acting.person).said_in(response)
        link_next(request, response, found.next)
        return found

    return router


def totals_pages(press: Press, room: TotalsRoom, people: People) -> APIRouter:
    """The same as pages: the totals for anybody, their events for those who have signed in."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/totals", methods=["GET", "HEAD"])
    def totals(request: Request, mentor: Mentor = None) -> Response:
        asking = who_asks(request)
        person = asking.person if asking else None
        mine = room.for_presence(asking.presence) if asking else room
        return press.page(
            "totals.html",
            None if person is None else people.names([person])[person],
            HTTPStatus.OK,
            figures=mine.totals(mentor or None, person).found,
            mentor=mentor or None,
            query=_query(mentor),
        )

    @router.api_route("/totals/{name}", methods=["GET", "HEAD"])
    def total(request: Request, name: str, mentor: Mentor = None, after: After = None) -> Response:
        asking = signed_in(request)
        asked = TotalsQuestion(name=name[:100], mentor=mentor or None, after=after, limit=_ON_A_PAGE)
        found = room.for_presence(asking.presence).lineage(asked, asking.person).found
        return press.page(
            "total.html",
            Reader(people.names([asking.person])[asking.person], asking.until),
            HTTPStatus.OK,
            found=found,
            query=_query(mentor),
            more=None if found.next is None else _query(mentor, after=found.next),
        )

    return router


def _query(mentor: str | None, **more: object) -> str:
    asked = ({"mentor": mentor} if mentor else {}) | more
    return f"?{urlencode(asked)}" if asked else ""
