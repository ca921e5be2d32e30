"""“Is everything well?”: for operators only, and without anything of what groups do."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from domain.access import authorize
from domain.asking import Actor, Resource
from domain.calendar import day_in_london
from service.actor import Acting
from service.assembly import Waymark
from service.front_page.frame import Reader
from service.history import LoggedFacts
from service.operating.condition import condition
from service.operating.findings import findings
from service.operating.looks import every_look
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
        every, now = findings(found), waymark.clock()
        looks = every_look(waymark.pool, LoggedFacts(waymark.pool, waymark.seals))
        return press.page(
            "operating/health.html",
            Reader(waymark.people.names([acting.person])[acting.person], acting.until),
            found=found,
            findings=every,
            waiting=sum(look.stands(now) == "waits" for look in looks),
            troubles=[each for each in every if each.state == "look"],
        )

    return router
