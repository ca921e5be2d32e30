"""What a funder or a commissioner opens: every programme they were let into, and one of them. Nothing here steers."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from domain.authority import decides_after
from domain.calendar import day_in_london
from domain.roles import READERS, Role
from projections.agenda_reading import AgendaItem
from projections.history_question import HistoryQuestion
from projections.portfolio_reading import PortfolioLine
from service.actor import Acting, door_of
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.assembly import Waymark
from service.audit.proof_room import ProofRoom
from service.charts.of_programme import charts_of
from service.charts.shares import portfolio_strip
from service.pages import Press, Reader
from service.portfolio.looked import COOKIE, KEPT_FOR, LastLooks
from service.portfolio.news import new_since
from service.portfolio.preview import Preview
from service.portfolio.proven import proven
from service.reading_room import ReadingRoom
from service.sign_in.door import SignedIn
from service.visibility import Visibility

PATH = "/portfolio"
_NEWEST = 6
AsReader = Annotated[Literal["", "funder", "commissioner"], Query(alias="as")]


class PortfolioPages:
    """Puts the pages together, for one reader at a time."""

    def __init__(
        self, press: Press, waymark: Waymark, readings: Readings, visibility: Visibility, proof: ProofRoom
    ) -> None:
        self._press = press
        self._waymark = waymark
        self._readings = readings
        self._visibility = visibility
        self._proof = proof

    def all_of_them(self, acting: SignedIn, looks: LastLooks, after: str | None) -> Response:
        """Every programme this reader may see, at a glance."""
        visibility = self._visibility.for_presence(acting.presence)
        room = ReadingRoom(self._waymark, self._readings, visibility)
        page = room.portfolio(acting.person, after).found
        names = [line.programme for line in page.programmes]
        return self._press.page(
            "portfolio/portfolio.html",
            self._reader(acting),
            lines=page.programmes,
            chart=portfolio_strip(page.programmes),
            news=self._news(page.programmes, acting, looks, visibility),
            proven=self._readings.read("history", lambda connection: proven(connection, names)).found,
            next=page.next,
        )

    def one(self, ref: str, acting: SignedIn, looks: LastLooks, role: Role | None) -> Response:
        """One programme, as its readers see it. With a role: as such a reader would. Raises UnknownProgramme."""
        visibility = self._visibility.for_presence(acting.presence)
        if role is not None:
            visibility = Preview(self._waymark.front_door, acting.presence, role)
        sight = visibility.sight(ref, acting.person)
        room = ReadingRoom(self._waymark, self._readings, visibility)
        view = room.progress(ref, acting.person).found
        before = looks.before(ref, self._waymark.clock())
        newest = HistoryQuestion(known_after=before, reminders=False, newest_first=True, limit=_NEWEST)
        held = sight.actor.roles(ref, sight.resource.today)
        decider = decides_after(sight.resource.adopted_on)
        return self._press.page(
            "portfolio/programme.html",
            self._reader(acting),
            programme=ref,
            page=f"/programmes/{ref.removeprefix('programme:')}",
            view=view,
            charts=charts_of(view, room.today)[:2],
            before=before,
            since=day_in_london(before) if before else None,
            newest=room.history(ref, newest, acting.person).found.entries,
            asked_of_me=_asked_of(room.agenda(ref, acting.person).found.to_do, held),
            proof=replace(self._proof, visibility=visibility).proof(ref, acting),
            board_decides=decider is Role.BOARD,
            role=role.value if role else "",
            form_token=acting.form_token,
        )

    def _news(
        self,
        lines: tuple[PortfolioLine, ...],
        acting: SignedIn,
        looks: LastLooks,
        visibility: Visibility,
    ) -> dict[str, tuple[int, datetime]]:
        now, seeing = self._waymark.clock(), visibility.seeing_of(acting.person)
        found = {line.programme: looks.before(line.programme, now) for line in lines}

        def count(programme: str, since: datetime) -> int:
            seen = seeing(programme)
            return self._readings.read(
                "history", lambda connection: new_since(connection, programme, since, seen)
            ).found

        return {name: (count(name, since), since) for name, since in found.items() if since is not None}

    def _reader(self, acting: SignedIn) -> Reader:
        return Reader(self._waymark.people.names([acting.person])[acting.person], acting.until)


def _asked_of(items: tuple[AgendaItem, ...], held: frozenset[Role]) -> tuple[AgendaItem, ...]:
    """The milestones that name such readers, for which they may add evidence."""
    mine = {role.value for role in held & READERS}
    return tuple(item for item in items if item.kind == "milestone" and mine & set(item.waits_for))


def portfolio_routes(
    press: Press, waymark: Waymark, readings: Readings, visibility: Visibility, proof: ProofRoom
) -> APIRouter:
    """`/portfolio` and `/portfolio/{programme}`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    pages = PortfolioPages(press, waymark, readings, visibility, proof)

    def looks_of(request: Request, acting: SignedIn) -> LastLooks:
        return LastLooks.read(acting.person, request.cookies.get(COOKIE, ""))

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def all_of_them(
        request: Request, acting: Acting, after: Annotated[str | None, Query(max_length=100)] = None
    ) -> Response:
        return pages.all_of_them(acting, looks_of(request, acting), after)

    @router.api_route(PATH + "/{programme}", methods=["GET", "HEAD"])
    def one(request: Request, programme: str, acting: Acting, as_reader: AsReader = "") -> Response:
        ref, looks = programme_of(programme), looks_of(request, acting)
        answer = pages.one(ref, acting, looks, Role(as_reader) if as_reader else None)
        if not as_reader and request.method == "GET":
            answer.set_cookie(
                COOKIE,
                looks.after(ref, waymark.clock()).written,
                max_age=KEPT_FOR,
                path=PATH,
                secure=door_of(request).secure,
                httponly=True,
                samesite="lax",
            )
        return answer

    return router
