"""The page that answers: are we realistic, and what would help most? Words first, then drawings with their tables."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.actor import signed_in
from service.api_addresses import programme_of
from service.outlook.days import moved_in_words
from service.outlook.drawings import comparison, drift_line, in_time, swinging, timeline, tornado
from service.outlook.questions import ForecastQuestion
from service.outlook.room import OutlookRoom
from service.pages import FormDay, Press, Reader
from service.people import People
from service.reading_room import ReadingRoom

SHOWN = 12
"""At most so many milestones with what others took."""


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
        half, eight, height = drift_line(drift)
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
            moved=moved_in_words,
            left=left,
            review=review,
            swinging=swinging(view),
            timeline=timeline(view, seen.first_day(ref, reader)),
            tornado=tornado(view),
            comparison=comparison(view, helps),
            drift=drift,
            drift_half=half,
            drift_eight=eight,
            drift_height=height,
            learned=view.learned[:SHOWN],
        )

    return router
