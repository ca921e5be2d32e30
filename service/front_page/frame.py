"""What stands around every page: who looks at it, where they can go, and the places of the programme they are in."""

import re
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import psycopg
from fastapi import Request
from fastapi.routing import iter_route_contexts
from psycopg import Connection
from psycopg_pool import PoolTimeout
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.refusals import Refusal
from domain.roles import READERS, Role
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.event_recorder import StoreAway
from service.front_page.programme_places import AT_FIRST, PROGRAMME_PLACES, ProgrammePlace
from service.language.language import N_
from service.people import People
from service.sign_in.door import Door, SignedIn
from service.visibility import Visibility

_OURS = re.compile(r"/[A-Za-z0-9/_.-]{0,200}")
_PROGRAMME = "/programmes/{programme}"
_AWAY = (StoreAway, psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)
_asked: ContextVar[Request | None] = ContextVar("asked", default=None)

_ROLES = """
SELECT DISTINCT role FROM views.portfolio_person AS near JOIN views.portfolio_programme AS row USING (programme),
LATERAL (SELECT jsonb_array_elements_text(row.roles -> near.person) AS role
    UNION SELECT 'board' WHERE near.person = ANY(row.board)) AS held
WHERE near.person = %s
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a page, and until when they are signed in if they do nothing."""

    name: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody can go. `current` is what aria-current says: page, true for a page below it, or nothing."""

    name: str
    address: str
    words: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeFrame:
    """The programme that a page is about, and its places that the reader may see."""

    organisation: str
    address: str
    places: tuple[Place, ...]

    @property
    def first(self) -> tuple[Place, ...]:
        """Those that stand there at once."""
        return self.places[:AT_FIRST] if len(self.places) > AT_FIRST + 1 else self.places

    @property
    def more(self) -> tuple[Place, ...]:
        """The others."""
        return self.places[len(self.first) :]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around one page. `back` is the page of ours from which they came, `there` every address there is."""

    reader: Reader | None = None
    places: tuple[Place, ...] = (
        Place("home", "/", N_("Start")),
        Place("library", "/library", N_("Library")),
        Place("about", "/about", N_("What Waymark is")),
    )
    programme: ProgrammeFrame | None = None
    back: str = ""
    there: frozenset[str] = frozenset()


NO_FRAME = Frame()
"""What stands around a page for nobody in particular."""


class Looking:
    """Around every request: lets the press know for whom it makes a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        before = _asked.set(Request(scope))
        try:
            await self._app(scope, receive, send)
        finally:
            _asked.reset(before)


class Frames:
    """Makes the frame of the page that is being made. Whatever cannot be found out is left out of it."""

    def __init__(self, people: People, readings: Readings, visibility: Visibility, door: Door) -> None:
        self._people = people
        self._readings = readings
        self._visibility = visibility
        self._door = door
        self._there: frozenset[str] = frozenset()

    def __call__(self) -> Frame:
        """The frame for who asks just now."""
        request = _asked.get()
        # A program that reads a page needs no places, and its token was counted already.
        if request is None or request.headers.get("authorization"):
            return NO_FRAME
        try:
            asking = self._door.who(request)
            return NO_FRAME if asking is None else self._around(request, asking)
        except (Refusal, *_AWAY):
            return NO_FRAME

    def _around(self, request: Request, asking: SignedIn) -> Frame:
        there = self._pages(request)
        roles = self._roles(asking)
        places = [Place("home", "/", N_("Your page")), Place("tasks", "/tasks", N_("My tasks"))]
        if Role.MENTOR in roles:
            places.append(Place("mentoring", "/mentoring", N_("Groups you walk with")))
        if roles & READERS:
            places.append(Place("portfolio", "/portfolio", N_("Portfolio")))
        places.append(Place("library", "/library", N_("Library")))
        if asking.presence.operator:
            places.append(Place("health", "/operator/health", N_("Health")))
        return Frame(
            back=_back(request),
            there=there,
            reader=Reader(self._people.names([asking.person])[asking.person], asking.until),
            places=tuple(each for each in places if each.address in there),
            programme=self._programme(request, asking, there),
        )

    def _pages(self, request: Request) -> frozenset[str]:
        if not self._there:
            self._there = frozenset(str(route.path) for route in iter_route_contexts(request.app.routes))
        return self._there

    def _roles(self, asking: SignedIn) -> frozenset[Role]:
        def look(connection: Connection) -> frozenset[Role]:
            return frozenset(Role(row[0]) for row in connection.execute(_ROLES, (asking.person,)))

        try:
            return self._readings.read("portfolio", look).found
        except Refusal:
            return frozenset()

    def _programme(self, request: Request, asking: SignedIn, there: frozenset[str]) -> ProgrammeFrame | None:
        named = request.path_params.get("programme")
        if not isinstance(named, str) or not request.url.path.startswith("/programmes/"):
            return None
        try:
            sight = self._visibility.for_presence(asking.presence).sight(programme_of(named), asking.person)
        except Refusal:
            return None
        address = f"/programmes/{named}"
        path = request.url.path.removeprefix(address)
        shown = [each for each in PROGRAMME_PLACES if _PROGRAMME + each.path in there and each.may_see(sight)]
        return ProgrammeFrame(
            organisation=sight.group.programme.organisation if sight.group.programme else "",
            address=address,
            places=tuple(Place(each.name, address + each.path, each.words, _current(each, path)) for each in shown),
        )


def _back(request: Request) -> str:
    """The page of ours from which they came, when the browser says so and it is another than this one."""
    parts = urlsplit(request.headers.get("referer", ""))
    ours = parts.netloc == request.headers.get("host") and _OURS.fullmatch(parts.path)
    return parts.path if ours and parts.path != request.url.path else ""


def _current(place: ProgrammePlace, path: str) -> str:
    if path == place.path:
        return "page"
    below: Sequence[str] = (*((place.path,) if place.path else ()), *place.also)
    return "true" if any(path.startswith(f"{each}/") or path == each for each in below) else ""
