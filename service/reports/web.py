"""Every document that people take with them, put together for the web: reports and tables."""

from fastapi import APIRouter

from service.api_positions import Readings
from service.assembly import Waymark
from service.outlook.room import OutlookRoom
from service.pages import Press
from service.past.room import PastRoom
from service.reading_room import ReadingRoom
from service.reports.report_room import ReportRoom
from service.reports.report_routes import report_pages, report_routes
from service.route_table import join
from service.tables.table_routes import table_routes
from service.visibility import Visibility


def document_routes(
    press: Press, waymark: Waymark, readings: Readings, visibility: Visibility, ahead: OutlookRoom
) -> APIRouter:
    """For programs and for people."""
    reports = ReportRoom(waymark, readings, visibility, ahead)
    router = APIRouter()
    join(router, report_routes(reports, readings))
    join(router, report_pages(press, reports, waymark.people))
    room, past = ReadingRoom(waymark, readings, visibility), PastRoom(waymark, readings, visibility)
    join(router, table_routes(room, past))
    return router
