"""The page on which people choose how Waymark looks, the sheet that follows their choice, and the letters it is set in.

The choice is kept in a cookie of their browser, so it is there before they sign in and after. Who ticks that too keeps
it beside their name, and finds it in each browser in which they sign in.
"""

from http import HTTPStatus
from importlib.resources import files
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from domain.event import PersonRef
from service.actor import door_of, who_asks
from service.api_refusals import NothingHere
from service.casting import from_our_page
from service.drafts.tables import KEPT_FOR
from service.language.choice import cookie_of
from service.language.language import offered
from service.looks.kept_looks import COOKIE, give
from service.looks.looks import Looks, TextSize, Theme
from service.pages import Press, Reader
from service.people import People
from service.settings import Settings
from service.sign_in.refusals import SecondFactorNeeded

_FONTS = tuple(f"hyperlegible-{cut}.woff2" for cut in ("400", "700", "ext-400", "ext-700"))
_FOR_EVER = "public, max-age=31536000, immutable"


def anybody(request: Request, people: People) -> Reader | None:
    """Who looks at a page that is there for everybody."""
    try:
        asking = who_asks(request)
    except SecondFactorNeeded:
        return None
    return Reader(people.names([asking.person])[asking.person], asking.until) if asking else None


def _person(request: Request) -> PersonRef | None:
    """Whose choice it is. A program that acts for somebody changes nothing about how they see."""
    try:
        asking = who_asks(request)
    except SecondFactorNeeded:
        return None
    return asking.person if asking and asking.session else None


def looks_routes(press: Press, people: People, settings: Settings) -> APIRouter:
    """`/how-it-looks`, `/looks.css`, `/fonts`, and the pages that say what Waymark is."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    folder = files("service") / "pages" / "fonts"
    fonts = {name: (folder / name).read_bytes() for name in _FONTS}
    pages = press.style.decode()

    @router.api_route("/how-it-looks", methods=["GET", "HEAD"])
    def how_it_looks(request: Request, done: Annotated[Literal["", "kept"], Query()] = "") -> Response:
        chosen, person = Looks.read(request.cookies.get(COOKIE, "")), _person(request)
        kept = door_of(request).desk.looks.of(person) if person else None
        return press.page(
            "how_it_looks.html",
            anybody(request, people),
            chosen=chosen,
            mine=kept is not None,
            away=kept is not None and kept != chosen,
            done=done,
        )

    @router.post("/how-it-looks")
    def choose(
        request: Request,
        theme: Annotated[Theme, Form()] = "auto",
        text: Annotated[TextSize, Form()] = "100",
        calm: Annotated[Literal["yes", "no"], Form()] = "no",
        mine: Annotated[Literal["yes", "no"], Form()] = "no",
        language: Annotated[str, Form(max_length=35)] = "",
    ) -> Response:
        from_our_page(request.headers)
        chosen, person, door = Looks(theme, text, calm == "yes"), _person(request), door_of(request)
        if person is not None:
            door.desk.looks.keep(person, chosen if mine == "yes" else None)
        answer = RedirectResponse("/how-it-looks?done=kept", HTTPStatus.SEE_OTHER)
        give(answer, chosen, secure=door.secure)
        speaks = next((each for each in offered() if each.tag == language), None)
        if speaks is not None:
            answer.headers.append("Set-Cookie", cookie_of(speaks.tag, secure=door.secure))
            if person is not None:
                # What is written to them is in it too, so it is kept with or without the tick.
                door.desk.languages.keep(person, speaks)
        return answer

    @router.api_route("/looks.css", methods=["GET", "HEAD"])
    async def sheet(request: Request) -> Response:
        return Response(Looks.read(request.cookies.get(COOKIE, "")).sheet(pages), media_type="text/css")

    @router.api_route("/fonts/{name}", methods=["GET", "HEAD"])
    async def font(name: str) -> Response:
        if name not in fonts:
            raise NothingHere("There is nothing at this address. Check how it is written.")
        return Response(fonts[name], media_type="font/woff2", headers={"Cache-Control": _FOR_EVER})

    @router.api_route("/about", methods=["GET", "HEAD"])
    def about(request: Request) -> Response:
        reader, demonstration = anybody(request, people), settings.demonstration
        return press.page("about.html", reader, contact=settings.contact, demonstration=demonstration)

    @router.api_route("/accessibility", methods=["GET", "HEAD"])
    def accessibility(request: Request) -> Response:
        return press.page("accessibility.html", anybody(request, people))

    @router.api_route("/privacy", methods=["GET", "HEAD"])
    def privacy(request: Request) -> Response:
        return press.page("privacy.html", anybody(request, people), draft_days=KEPT_FOR.days)

    return router
