"""“Is everything well?”: for operators only, and without anything of what groups do."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from domain.access import authorize
from domain.asking import Actor, Resource
from domain.calendar import day_in_london
from service.actor import Acting
from service.assembly import Waymark
from service.front_page.frame import Reader
from service.operating.condition import condition
from service.operating.findings import findings
from service.pages import Press

PATH = "/operator/health"


def health_pages(press: Press, waymark: Waymark) -> APIRouter:
    """`/operator/health`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def health(acting: Acting) -> Response:
        actor = Actor(acting.person, acting.presence)
        decision = authorize(actor, "see-health", Resource(today=day_in_london(waymark.clock())))
        if not decision.allowed:
            raise decision.refusal(decision.reason)
        found = condition(waymark.settings, waymark.pool, waymark.clock)
        every = findings(found)
        return press.page(
            "operating/health.html",
            Reader(waymark.people.names([acting.person])[acting.person], acting.until),
            found=found,
            findings=every,
            troubles=[each for each in every if each.state == "look"],
        )

    return router
