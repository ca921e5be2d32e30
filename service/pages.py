"""The first pages: plain HTML without a script, for people who want to see how far a programme is."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader
from pydantic import BeforeValidator

from domain.refusals import Refusal
from projections.history_question import HistoryQuestion
from service.actor import signed_in
from service.api_addresses import programme_of
from service.api_mistakes import Mistake
from service.api_positions import Readings
from service.api_problems import again, kind_of
from service.api_refusals import Away, BodyUnreadable
from service.assembly import Waymark
from service.charts.of_programme import charts_of
from service.forms.recorded import Done, caught_up, said
from service.front_page.frame import NO_FRAME, Frame, Reader
from service.front_page.refusal_words import title_of, told_to_people
from service.language.plan_words import page_in_own_words
from service.language.templates import speaking_templates
from service.live.scripts import Scripts, allowed, is_typed_in
from service.page_words import FILTERS, day_or_none
from service.reading_room import ReadingRoom
from service.sign_in.door import SignedIn
from service.sign_in.sign_in_words import FILTERS as SIGN_IN_FILTERS
from service.tasks.decisions import DecisionsOf

STYLE = "/pages.css"
SCRIPT = "/passkey.js"
_LAST = 8
_FOR_EVER = "public, max-age=31536000, immutable"

FormDay = Annotated[date | None, BeforeValidator(day_or_none), Query()]


__all__ = ["Press", "Reader", "page_routes"]


@cache
def _templates() -> Environment:
    templates = speaking_templates(PackageLoader("service", "pages"))
    templates.filters.update({**FILTERS, **SIGN_IN_FILTERS, "is_typed_in": is_typed_in})
    return templates


class Press:
    """Makes pages from templates. `frame` says what stands around the page that is being made."""

    def __init__(self, frame: Callable[[], Frame] = lambda: NO_FRAME) -> None:
        self._frame = frame
        self.style = (files("service") / "pages" / "pages.css").read_bytes()
        # The address changes with the sheet, so that browsers may keep it for ever.
        self._style_at = f"{STYLE}?{sha256(self.style).hexdigest()[:12]}"
        self.scripts = Scripts()
        self.script = (files("service") / "pages" / "passkey.js").read_bytes()
        self.script_at = f"{SCRIPT}?{sha256(self.script).hexdigest()[:12]}"

    def page(
        self, template: str, reader: Reader | str | None, status: int = HTTPStatus.OK, **values: object
    ) -> Response:
        """A page. `reader` is the person who looks at it, or their name."""
        frame = self._frame() if reader is not None else NO_FRAME
        if isinstance(reader, str):
            reader = frame.reader or reader
        html = (
            _templates()
            .get_template(template)
            .render(**{"frame": frame, "style": self._style_at, "scripts": self.scripts, "reader": reader, **values})
        )
        return HTMLResponse(page_in_own_words(html), int(status), headers=allowed(html))

    def refused(self, refusal: Refusal, mistakes: Sequence[Mistake] = ()) -> Response:
        """A page that says why something was not done."""
        kind = kind_of(type(refusal))
        frame = NO_FRAME if isinstance(refusal, Away | BodyUnreadable) else self._frame()
        page = self.page(
            "refused.html",
            frame.reader,
            kind.status,
            frame=frame,
            title=title_of(kind.status),
            detail=told_to_people(refusal),
            mistakes=mistakes,
        )
        page.headers.update(again(refusal))
        return page


def page_routes(
    press: Press, room: ReadingRoom, readings: Readings, waymark: Waymark, decisions: DecisionsOf
) -> APIRouter:
    """The page of a programme, the style of all pages, and their one script."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    people = waymark.people

    def named(asking: SignedIn) -> Reader:
        return Reader(people.names([asking.person])[asking.person], asking.until)

    def seen_by(asking: SignedIn) -> ReadingRoom:
        return room.for_presence(asking.presence)

    after = Depends(caught_up(readings, "progress", "agenda", "history"))

    @router.api_route("/programmes/{programme}", methods=["GET", "HEAD"], dependencies=[after])
    def programme(request: Request, programme: str, done: Done = "") -> Response:
        asking, ref = signed_in(request), programme_of(programme)
        reader = asking.person
        seen = seen_by(asking)
        # Before the rest: whatever comes in between is told as a change by the page itself.
        told = seen.history(ref, HistoryQuestion(newest_first=True, limit=_LAST), reader)
        view = seen.progress(ref, reader).found
        agenda = seen.agenda(ref, reader).found
        return press.page(
            "programme.html",
            named(asking),
            view=view,
            charts=charts_of(view, seen.today),
            invites=seen.may_appoint(ref, reader),
            agenda=agenda,
            decisions=decisions(ref, asking, agenda),
            notice=said(done),
            recent=told.found.entries,
            position=told.position,
        )

    @router.api_route(STYLE, methods=["GET", "HEAD"])
    async def style() -> Response:
        return Response(press.style, media_type="text/css", headers={"Cache-Control": _FOR_EVER})

    @router.api_route(SCRIPT, methods=["GET", "HEAD"])
    async def script() -> Response:
        return Response(press.script, media_type="text/javascript", headers={"Cache-Control": _FOR_EVER})

    return router
