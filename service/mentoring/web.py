"""Every page of the mentor, for the web."""

from fastapi import APIRouter

from service.api_positions import Readings
from service.mentoring.desk import MentorDesk
from service.mentoring.handover_page import handover_pages
from service.mentoring.overview import overview_pages
from service.mentoring.plan_page import plan_pages
from service.mentoring.review_page import review_pages
from service.mentoring.revision_desk import RevisionDesk
from service.mentoring.revision_kept import RevisionDrafts
from service.mentoring.revision_pages import revision_pages
from service.mentoring.start_draft import StartDrafts
from service.mentoring.start_pages import StartPages
from service.mentoring.start_routes import start_routes
from service.mentoring.start_sending import StartSender
from service.route_table import join
from service.sign_in.entrance import Entrance
from service.strangers import Strangers


def mentoring_routes(desk: MentorDesk, readings: Readings, entrance: Entrance, strangers: Strangers) -> APIRouter:
    """The overview, the plan, a start, a revision, the review and the handover."""
    router = APIRouter()
    join(router, overview_pages(desk, readings))
    join(router, plan_pages(desk, readings))
    join(router, review_pages(desk, readings))
    join(router, handover_pages(desk, readings))
    join(router, revision_pages(RevisionDesk(desk, RevisionDrafts(entrance.drafts))))
    sender = StartSender(desk.waymark, strangers, entrance.hosting)
    join(router, start_routes(StartPages(desk, sender), StartDrafts(entrance.drafts, entrance.door)))
    return router
