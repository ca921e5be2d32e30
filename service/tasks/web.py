"""Every page on which people do something, in a programme or with the look of all pages, for the web."""

from fastapi import APIRouter

from service.api_positions import Readings
from service.assembly import Waymark
from service.drafts.drafts import Drafts
from service.forms.everything_page import everything_pages
from service.forms.form_desk import FormDesk
from service.forms.form_pages import form_pages
from service.language.easy_pages import picture_routes
from service.legacy.library_room import LibraryRoom
from service.live.changes import change_routes
from service.live.scripts import script_routes
from service.live.watch import Watch
from service.looks.looks_pages import looks_routes
from service.pages import Press
from service.reading_room import ReadingRoom
from service.route_table import join
from service.tasks.milestone_page import MilestonePage, milestone_pages
from service.tasks.task_pages import task_pages
from service.visibility import Visibility


def task_routes(
    press: Press,
    waymark: Waymark,
    room: ReadingRoom,
    readings: Readings,
    library: LibraryRoom,
    visibility: Visibility,
    drafts: Drafts,
) -> APIRouter:
    """My tasks, one milestone, the forms, and how it all looks."""
    router = APIRouter()
    join(router, everything_pages(press, waymark, room, readings, visibility))
    join(router, form_pages(FormDesk(press, waymark, visibility, room, drafts)))
    join(router, task_pages(press, waymark, room, readings, visibility, drafts))
    join(router, milestone_pages(MilestonePage(press, waymark, room, library, visibility), readings))
    join(router, change_routes(room, readings, visibility, Watch(readings, waymark.pool)))
    join(router, script_routes(press.scripts))
    join(router, looks_routes(press, waymark.people, waymark.settings))
    join(router, picture_routes())
    return router
