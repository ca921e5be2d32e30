"""The page that answers: are we realistic, and what would help most? Words first, then drawings with their tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.actor import signed_in
from service.api_addresses import programme_of
from service.outlook.adopting import adoption, what_if_of
from service.outlook.answers import HelpView
from service.outlook.days import moved_in_words
from service.outlook.drawings import comparison, in_time, swinging, timeline, tornado
from service.outlook.drift_drawing import drift_drawing
from service.outlook.questions import ForecastQuestion
from service.outlook.room import OutlookRoom
from service.pages import FormDay, Press, Reader
from service.people import People
from service.reading_room import ReadingRoom

SHOWN = 12
"""At most so many milestones with what others took."""


def _adoptions(programme: str, helps: Sequence[HelpView], today: date) -> Mapping[str, str]:
    """Where each of these can be made the plan, by its words; nothing for what nobody can plan."""
    page = f"/programmes/{programme.removeprefix('programme:')}"
    asked = {each.what: what_if_of(each, today) for each in helps}
    return {what: adoption(page, what_if) for what, what_if in asked.items() if what_if is not None}


def outlook_pages(press: Press, room: ReadingRoom, ahead: OutlookRoom, people: People) -> APIRouter:
    """The page, for whoever has signed in and is shown the plan."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/programmes/{programme}/forecast", methods=["GET", "HEAD"])
    def forecast(request: Request, programme: str, on: FormDay = None, by: FormDay = None) -> Response:
        asking, ref = signed_in(request), programme_of(programme)
        reader, seen = asking.person, ahead.for_presence(asking.presence)
        view = seen.forecast(ref, reader, ForecastQuestion(on=on, by=by))
        helps = seen.helps(ref, reader) if on is None else ()
        drift, left = seen.drift(ref, reader), in_time(view)
        review = seen.review(ref, reader) if on is None and left else None
        return press.page(
            "forecast.html",
            Reader(people.names([reader])[reader], asking.until),
            HTTPStatus.OK,
            programme=ref,
            organisation=room.for_presence(asking.presence).organisation(ref, reader),
            view=view,
            on=on,
            by=by,
            helps=helps,
            adopt=_adoptions(ref, helps, seen.today) if helps and seen.may_revise(ref, reader) else {},
            moved=moved_in_words,
            left=left,
            over=on is None and view.p80_weeks <= view.now_weeks,
            review=review,
            swinging=swinging(view),
            timeline=timeline(view, seen.first_day(ref, reader)),
            tornado=tornado(view),
            comparison=comparison(view, helps),
            drift=drift,
            drifting=drift_drawing(drift),
            learned=view.learned[:SHOWN],
        )

    return router
