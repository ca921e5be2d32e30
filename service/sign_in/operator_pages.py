"""The page of the link that the machine prints: whoever has it looks after this installation from then on."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError

from domain.refusals import Refusal
from service.casting import from_our_page
from service.people import PersonCard, objection, place_of
from service.refusal_status import status_of
from service.sign_in.entrance import Entrance

Text = Annotated[str, Form(max_length=300)]
Key = Annotated[str, Query(max_length=100)]


def operator_routes(entrance: Entrance) -> APIRouter:
    """`/operator`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    door, ways = entrance.door, entrance.ways

    @router.api_route("/operator", methods=["GET", "HEAD"])
    def operator(key: Key = "") -> Response:
        if not key:
            # Somebody typed the address, or their sign-in ran out: without a link this page can do nothing.
            return RedirectResponse("/operator/health", HTTPStatus.SEE_OTHER)
        return entrance.page("operator.html", key=key, name="", email="", said=None, at="name")

    @router.post("/operator")
    def become_operator(request: Request, key: Text, name: Text = "", email: Text = "") -> Response:
        from_our_page(request.headers)
        try:
            card = PersonCard(name=name, email=email, channel="email")
            person = entrance.hosting.become_operator(key, card.name, card.email or "")
        except (Refusal, ValidationError) as wrong:
            said = str(wrong) if isinstance(wrong, Refusal) else objection(wrong)
            status = status_of(type(wrong)) if isinstance(wrong, Refusal) else HTTPStatus.UNPROCESSABLE_ENTITY
            at = "name" if isinstance(wrong, Refusal) else place_of(wrong)
            return entrance.page("operator.html", None, status, key=key, name=name, email=email, said=said, at=at)
        return entrance.let_in(ways.enter(person, "operator-link", before=door.secret(request)), "/account")

    return router
