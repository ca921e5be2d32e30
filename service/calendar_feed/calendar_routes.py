"""The address of a calendar: a secret of its own, that reads dates and nothing else, and can be taken back."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from domain.presence import Scope
from domain.refusals import Refusal
from service.api_refusals import NothingHere
from service.calendar_feed.calendar_room import CalendarRoom
from service.calendar_feed.feed import MEDIA_TYPE
from service.language.language import gettext
from service.sign_in.account_pages import OwnPage
from service.sign_in.entrance import Entrance

SCOPE: Scope = "calendar"
_A_YEAR = timedelta(days=365)
_TRIES = 60
_NOT_THERE = (
    "There is no calendar at this address. It may have been taken back, or be more than a year old. Make a new address "
    "on the page of your account."
)


def calendar_routes(room: CalendarRoom, entrance: Entrance) -> APIRouter:
    """`/calendar/<secret>.ics`, and the form on the page of one's account that makes such an address."""
    router = APIRouter(include_in_schema=False)
    desk, own_page = entrance.door.desk, OwnPage(entrance)

    @router.api_route("/calendar/{secret}.ics", methods=["GET", "HEAD"])
    def calendar(request: Request, secret: str) -> Response:
        token = desk.tokens.find(secret)
        if token is None or SCOPE not in token.scopes or (not token.second_factor and desk.needs_two(token.person)):
            desk.attempts.count("token", desk.callers.address(request) or "", most=_TRIES)
            raise NothingHere(_NOT_THERE)
        headers = {"Content-Disposition": 'inline; filename="waymark.ics"', "Referrer-Policy": "no-referrer"}
        return Response(room.feed(token), media_type=MEDIA_TYPE, headers=headers)

    @router.post("/account/calendar", response_class=HTMLResponse)
    def issue(request: Request, form_token: Annotated[str, Form(max_length=300)] = "") -> Response:
        asking, _, own = own_page.mine(request, form_token)
        try:
            secret = own.issue_token(gettext("My calendar"), (SCOPE,), None, desk.clock() + _A_YEAR)
        except Refusal as refused:
            return own_page.shown(request, refused)
        lead = gettext(
            "Put this address into your calendar program, as a calendar to subscribe to. It holds your dates, and "
            "works for a year. Whoever has it can see these dates. You can take it back on the page of your account."
        )
        shown = [f"{entrance.settings.site}/calendar/{secret}.ics"]
        return entrance.page(
            "shown-once.html", asking, title=gettext("The address of your calendar"), lead=lead, shown=shown
        )

    return router
