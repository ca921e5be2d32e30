"""The way to an organisation's own sign-in and back."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from domain.event import PersonRef
from service.actor import signed_in
from service.casting import from_our_page
from service.refusal_status import status_of
from service.sign_in.door import SignedIn
from service.sign_in.entrance import Entrance, place
from service.sign_in.own_account import OwnAccount
from service.sign_in.refusals import SignInRefused

Text = Annotated[str, Form(max_length=300)]


def provider_routes(entrance: Entrance) -> APIRouter:
    """`/sign-in/with/<provider>`: there and back."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    door, ways = entrance.door, entrance.ways

    @router.post("/sign-in/with/{provider}")
    def begin(
        request: Request, provider: str, wanted: Annotated[str, Form(alias="next", max_length=300)] = "/"
    ) -> Response:
        from_our_page(request.headers)
        try:
            return _sent(entrance, *entrance.providers.begin(provider, place(wanted)))
        except SignInRefused as refused:
            return entrance.sign_in(request, status_of(type(refused)), str(refused), at="by-provider")

    @router.get("/sign-in/with/{provider}/answer")
    def back(request: Request, provider: str) -> Response:
        try:
            answered = entrance.providers.finish(provider, dict(request.query_params), door.step(request, "provider"))
            if answered.person is None:
                entered = ways.by_provider(answered.identity, before=door.secret(request))
                return entrance.let_in(entered, answered.next)
            _own(entrance, request, answered.person).link(answered.identity, provider)
        except SignInRefused as refused:
            return entrance.sign_in(request, status_of(type(refused)), str(refused), at="by-provider")
        return RedirectResponse("/account", HTTPStatus.SEE_OTHER)

    @router.post("/account/providers/{provider}")
    def link(request: Request, provider: str, form_token: Text = "") -> Response:
        asking: SignedIn = signed_in(request)
        door.check_form(request, form_token)
        return _sent(entrance, *entrance.providers.begin(provider, "/account", asking.person))

    return router


def _sent(entrance: Entrance, address: str, step: str) -> Response:
    answer = RedirectResponse(address, HTTPStatus.SEE_OTHER)
    entrance.door.keep_step(answer, "provider", step)
    return answer


def _own(entrance: Entrance, request: Request, person: PersonRef) -> OwnAccount:
    asking = entrance.door.who(request)
    if asking is None or asking.session is None or asking.person != person:
        raise SignInRefused("You were signed out meanwhile. Sign in, and link the account again.")
    return OwnAccount(entrance.door.desk, asking.session)
