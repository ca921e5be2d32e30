"""Every route of sign-in, put together for the web."""

from fastapi import APIRouter, Depends, Request, Response

from domain.refusals import Refusal
from service.api_refusals import NobodyActs
from service.assembly import Waymark
from service.drafts.drafts import Drafts
from service.evidence.late_evidence import LateEvidence
from service.pages import Press
from service.refusal_status import status_of
from service.sign_in.account_pages import account_routes
from service.sign_in.callers import held_back
from service.sign_in.door import BEARER, Door
from service.sign_in.entrance import Entrance, place
from service.sign_in.factor_pages import factor_routes
from service.sign_in.hosting import Hosting
from service.sign_in.invitation_pages import invitation_routes
from service.sign_in.kept_form import Kept, keep_form
from service.sign_in.operator_pages import operator_routes
from service.sign_in.provider_pages import provider_routes
from service.sign_in.providers import Providers
from service.sign_in.second_pages import second_routes
from service.sign_in.sign_in_pages import sign_in_routes
from service.sign_in.way_in import WayIn


def entrance_of(waymark: Waymark, press: Press, door: Door) -> Entrance:
    """The entrance of one process."""
    desk, settings = door.desk, waymark.settings
    return Entrance(
        press=press,
        door=door,
        ways=WayIn(desk),
        hosting=Hosting(desk, waymark.front_door),
        providers=Providers(settings.providers, desk.steps, settings.site, waymark.clock),
        settings=settings,
        drafts=Drafts(waymark.pool, waymark.keyring, waymark.clock),
    )


def entrance_routes(entrance: Entrance) -> APIRouter:
    """Every page of sign-in."""
    router = APIRouter(dependencies=[Depends(held_back)])
    for part in (
        sign_in_routes,
        second_routes,
        provider_routes,
        operator_routes,
        account_routes,
        factor_routes,
        invitation_routes,
    ):
        router.include_router(part(entrance))
    return router


class ToSignIn:
    """What a page answers to somebody who is not signed in: where to sign in, with nothing lost that they typed."""

    def __init__(self, entrance: Entrance, late: LateEvidence) -> None:
        self._entrance = entrance
        self._late = late

    async def __call__(self, request: Request, refusal: Refusal) -> Response:
        """The page to sign in on. Who is not signed in need not be told why they have to."""
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        kept = await self._kept(request)
        wanted = asked if request.method in {"GET", "HEAD"} else "/"
        said = None if isinstance(refusal, NobodyActs) else str(refusal)
        status = status_of(type(refusal))
        page = self._entrance.sign_in(request, status, said, next=place(wanted), kept=kept)
        page.headers["WWW-Authenticate"] = BEARER
        return page

    async def _kept(self, request: Request) -> Kept:
        late = await self._late.keep(request) if self._late.takes(request) else None
        if late is not None:
            return late
        return await keep_form(request, self._entrance.door, self._entrance.drafts)
