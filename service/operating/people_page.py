"""“Who can sign in”: operators shut somebody out, let them in again, and ask somebody in, without a command line.

Nobody is listed but operators and who is shut out: an operator finds a person by the address that they know of them.
"""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from domain.access import authorize
from domain.asking import Actor, Resource
from domain.calendar import day_in_london
from domain.refusals import NotAllowed
from service.actor import Acting, door_of
from service.api_refusals import FormNotWhole
from service.assembly import Waymark
from service.forms.recorded import Done
from service.front_page.frame import Reader
from service.language.language import N_
from service.operating.filled_form import filled_in
from service.pages import Press
from service.people import PersonCard, objection, place_of
from service.sign_in.desk import Desk
from service.sign_in.door import SignedIn
from service.sign_in.hosting import Hosting
from service.sign_in.person_log import Asking

PATH = "/operator/people"
_DONE: Mapping[str, str] = {
    "out": N_("They are shut out. Whatever they were signed in with has ended."),
    "in": N_("They may sign in again."),
    "invited": N_("They are asked in. The letter with their link is on its way. It works once, for 72 hours."),
    "written": N_(
        "They are asked in. This Waymark sends no e-mail yet: the letter with their link is a file in the folder "
        "“mailbox”. Give it to them. It works once, for 72 hours."
    ),
}


class PeoplePage:
    """The page, and what its buttons do. It refuses whoever is no operator."""

    def __init__(self, press: Press, waymark: Waymark) -> None:
        self._press = press
        self._waymark = waymark

    def shown(
        self,
        acting: SignedIn,
        desk: Desk,
        sought: str = "",
        done: str = "",
        typed: Mapping[str, str] | None = None,
        said: str | None = None,
        at: str = "name",
    ) -> Response:
        """The page. `sought` is the address of somebody, `said` what is wrong with an invitation, `at` where."""
        self._must(acting)
        every = desk.accounts.everybody()
        found = desk.accounts.with_email(sought) if sought else None
        named = [each for each in every if each.operator or each.disabled]
        told = {acting.person, *(each.person for each in (*named, found) if each is not None)}
        names = self._waymark.people.names(told)
        return self._press.page(
            "operating/people.html",
            Reader(names[acting.person], acting.until),
            HTTPStatus.UNPROCESSABLE_ENTITY if said else HTTPStatus.OK,
            sought=sought,
            found=found,
            operators=[each for each in named if each.operator and not each.disabled],
            shut_out=[each for each in named if each.disabled],
            names=names,
            me=acting.person,
            notice=_DONE.get(done, ""),
            typed=typed or {},
            said=said,
            at=at,
            form_token=acting.form_token,
        )

    def change(self, acting: SignedIn, desk: Desk, typed: Mapping[str, str]) -> Response:
        """Find somebody, shut them out, or let them in again. An address is sent, so that it stands in no URL."""
        self._must(acting)
        person, say = typed.get("person", ""), typed.get("say", "")
        if say == "find":
            return self.shown(acting, desk, typed.get("email", "")[:254])
        if not person or say not in {"out", "in"}:
            raise FormNotWhole("This form is not whole. Go back, load the page again, and send it anew.")
        if person == acting.person:
            raise NotAllowed("You cannot shut yourself out. Ask another operator.")
        hosting = Hosting(desk, self._waymark.front_door)
        (hosting.disable if say == "out" else hosting.enable)(person, self._asking(acting))
        return RedirectResponse(f"{PATH}?done={say}", HTTPStatus.SEE_OTHER)

    def invite(self, acting: SignedIn, desk: Desk, typed: Mapping[str, str]) -> Response:
        """Ask somebody in, to no programme: the first mentor of a group, who then asks in its people."""
        self._must(acting)
        try:
            card = PersonCard(name=typed.get("name", ""), email=typed.get("email", ""), channel="email")
        except ValidationError as wrong:
            return self.shown(acting, desk, typed=typed, said=objection(wrong), at=place_of(wrong))
        Hosting(desk, self._waymark.front_door).invite(self._asking(acting), card.email or "", card.name)
        done = "invited" if self._waymark.settings.smtp_url else "written"
        return RedirectResponse(f"{PATH}?done={done}", HTTPStatus.SEE_OTHER)

    def _must(self, acting: SignedIn) -> None:
        """Raises NotAllowed unless they look after this Waymark, and signed in with two factors."""
        actor = Actor(acting.person, acting.presence)
        decision = authorize(actor, "disable-person", Resource(today=day_in_london(self._waymark.clock())))
        if not decision.allowed:
            raise decision.refusal(decision.reason)

    def _asking(self, acting: SignedIn) -> Asking:
        return Asking(acting.person, runs_it=acting.presence.operator, presence=acting.presence)


def people_pages(page: PeoplePage) -> APIRouter:
    """`/operator/people`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def people(acting: Acting, request: Request, done: Done = "") -> Response:
        return page.shown(acting, door_of(request).desk, done=done)

    @router.post(PATH)
    async def change(acting: Acting, request: Request) -> Response:
        return await run_in_threadpool(page.change, acting, door_of(request).desk, await filled_in(request))

    @router.post(f"{PATH}/invitation")
    async def invite(acting: Acting, request: Request) -> Response:
        return await run_in_threadpool(page.invite, acting, door_of(request).desk, await filled_in(request))

    return router
