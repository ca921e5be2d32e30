"""Everything for whoever watches over this Waymark, for the web."""

from fastapi import APIRouter

from service.api_health import health_routes
from service.assembly import Waymark
from service.audit.proof_api import witness_routes
from service.drafts.drafts import Drafts
from service.operating.break_glass_page import BreakGlassPage
from service.operating.break_glass_routes import break_glass_routes
from service.operating.health_page import health_pages
from service.operating.people_page import PeoplePage, people_pages
from service.pages import Press
from service.route_table import join
from service.security_text import security_routes


def operating_routes(press: Press, waymark: Waymark, drafts: Drafts) -> APIRouter:
    """For programs `/health`, for operators a page, for witnesses the log, and whom to tell of a weakness."""
    router = APIRouter()
    join(router, health_routes(waymark.pool, waymark.clock))
    join(router, security_routes(waymark.settings, waymark.clock))
    join(router, witness_routes(waymark.pool, waymark.settings))
    join(router, health_pages(press, waymark))
    join(router, people_pages(PeoplePage(press, waymark)))
    join(router, break_glass_routes(BreakGlassPage(press, waymark, drafts)))
    return router
