"""Every page of the mentor, for the web."""

from fastapi import APIRouter

from service.api_positions import Readings
from service.mentoring.desk import MentorDesk
from service.mentoring.overview import overview_pages
from service.mentoring.plan_page import plan_pages


def mentoring_routes(desk: MentorDesk, readings: Readings) -> APIRouter:
    """The overview, the plan, a start, a revision, the review and the handover."""
    router = APIRouter()
    router.include_router(overview_pages(desk, readings))
    router.include_router(plan_pages(desk, readings))
    return router
