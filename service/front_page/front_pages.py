"""The first page: what waits for whoever is signed in, and their programmes; for everybody else what Waymark is."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from domain.roles import READERS, Role
from projections.agenda_reading import AgendaItem
from projections.portfolio_reading import PortfolioLine
from service.actor import door_of, is_person, who_asks
from service.api_positions import Readings
from service.api_refusals import NothingHere
from service.assembly import Waymark
from service.casting import from_our_page
from service.charts.shares import portfolio_strip
from service.forms.recorded import caught_up
from service.front_page.easy_waiting import easy_waiting
from service.front_page.frame import Reader
from service.front_page.open_data import open_data_pages
from service.front_page.portraits import Gallery, gallery, played
from service.pages import Press
from service.privacy.needs import NeedsBook
from service.reading_room import ReadingRoom
from service.sign_in.door import SignedIn
from service.tasks.places import place_of
from service.visibility import Visibility

FIRST = 5
"""So many things that wait are shown here; all of them are among the reader's tasks."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a reader: the first things, with where each is done, and how many there are.

    `free`: when nothing does, how many milestones they could take.
    """

    first: tuple[tuple[AgendaItem, str], ...]
    all: int
    free: int


class FrontDesk:
    """Gathers what somebody's own page says."""

    def __init__(self, press: Press, waymark: Waymark, room: ReadingRoom, visibility: Visibility) -> None:
        self._press = press
        self._waymark = waymark
        self._room = room
        self._visibility = visibility

    def own_page(self, asking: SignedIn, after: str | None, gallery: Gallery | None) -> Response:
        """The page of somebody who is signed in."""
        room = self._room.for_presence(asking.presence)
        page = room.portfolio(asking.person, after).found
        waiting, kept = (
            self._waiting(room, asking),
            NeedsBook(self._waymark.pool, self._waymark.clock).of(asking.person),
        )
        easy = kept is not None and "easy-read" in kept.needs.formats
        return self._press.page(
            "home.html",
            Reader(self._waymark.people.names([asking.person])[asking.person], asking.until),
            lines=page.programmes,
            next=page.next,
            chart=portfolio_strip(page.programmes) if len(page.programmes) > 1 else None,
            waiting=waiting,
            easy=easy_waiting(waiting.first) if easy else None,
            mentors=_plays(page.programmes, frozenset({Role.MENTOR})),
            reads=bool(page.programmes) and not _plays(page.programmes, frozenset(Role) - READERS),
            operator=asking.presence.operator,
            gallery=gallery,
            chosen=asking.person,
        )

    def for_everybody(self, gallery: Gallery | None, out: str = "") -> Response:
        """The page for whoever is not signed in. `out`: where they have just signed out, `here` or `everywhere`."""
        return self._press.page("welcome.html", None, gallery=gallery, chosen="", out=out)

    def _waiting(self, room: ReadingRoom, asking: SignedIn) -> Waiting:
        tasks = room.own_tasks(asking.person).found
        mine = [*tasks.agenda.late, *tasks.agenda.to_do]
        sights = {
            str(sight.resource.programme): sight
            for sight in self._visibility.for_presence(asking.presence).sights(
                dict.fromkeys(each.programme for each in mine[:FIRST]), asking.person
            )
        }
        first = ((each, place_of(each, sights[each.programme])) for each in mine[:FIRST] if each.programme in sights)
        others = {(each.programme, each.key) for each in tasks.agenda.waiting}
        free = [each for each in tasks.free if (each.programme, each.key) not in others]
        return Waiting(tuple(first), len(mine), 0 if mine else len(free))


def front_routes(desk: FrontDesk, readings: Readings, waymark: Waymark, press: Press) -> APIRouter:
    """`/`, `/open-data`, and `/who` in a demonstration."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.include_router(open_data_pages(press, waymark.people))
    demonstration = waymark.settings.demonstration

    def everybody(request: Request) -> Gallery:
        operators = [each.person for each in door_of(request).desk.accounts.everybody() if each.operator]
        return gallery(readings.read("portfolio", played).found, operators, waymark.people)

    after_form = Depends(caught_up(readings, "portfolio", "agenda"))

    @router.api_route("/", methods=["GET", "HEAD"], dependencies=[after_form])
    def first_page(
        request: Request,
        after: Annotated[str | None, Query(max_length=100)] = None,
        out: Annotated[str, Query(max_length=20)] = "",
    ) -> Response:
        asking = who_asks(request)
        shown = everybody(request) if demonstration else None
        return desk.own_page(asking, after, shown) if asking else desk.for_everybody(shown, out)

    @router.post("/who")
    def who(request: Request, person: Annotated[str, Form(max_length=100)]) -> Response:
        from_our_page(request.headers)
        if not demonstration or not is_person(person):
            msg = "Nobody like that can be chosen here. Go to the first page and choose there."
            raise NothingHere(msg)
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        door_of(request).be(request, answer, person)
        return answer

    return router


def _plays(lines: Sequence[PortfolioLine], roles: frozenset[Role]) -> bool:
    return any(role.value in line.my_roles for line in lines for role in roles)
