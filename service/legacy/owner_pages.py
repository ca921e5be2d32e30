"""What an owner says of the thing they look after: that it runs, that it is right, that they can no longer do it.

An owner may have no part in the programme that left it: this page shows the thing, and nothing else of the programme.
"""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BeforeValidator

from domain.asset_moments import asset_of
from domain.event import PersonRef
from domain.occasion import AssetReading
from domain.programme_commands import Command
from domain.refusals import DayNotPossible, Refusal, UnknownPart
from domain.resource_commands import AnswerRunning, EndOwnership, ReviewResource
from service.actor import Acting, door_of
from service.api_headers import command_id
from service.drafts.drafts import Drafts
from service.front_door import FrontDoor
from service.page_words import day_or_none
from service.pages import Press, Reader
from service.people import People
from service.refusal_status import status_of
from service.sign_in.door import SignedIn

_NOT_YOURS = "There is nothing of this name that you look after. Look for it in the library."
_MOST = 10_000
Answer = Literal["running", "stopped", "right", "left"]


def owner_pages(press: Press, front_door: FrontDoor, people: People, drafts: Drafts) -> APIRouter:
    """The page and what is sent from it, for the owner of one thing."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def shown(asking: SignedIn, shelf: str, number: str, refusal: Refusal | None = None) -> Response:
        return press.page(
            "library_owner.html",
            Reader(people.names([asking.person])[asking.person], asking.until),
            HTTPStatus.OK if refusal is None else status_of(type(refusal)),
            asset=_theirs(front_door, shelf, number, asking.person),
            address=f"/library/{shelf}/{number}",
            refusal=None if refusal is None else str(refusal),
            draft=drafts.at(asking.person, f"/library/{shelf}/{number}/owner"),
            about_day=isinstance(refusal, DayNotPossible),
            form_token=asking.form_token,
            key=uuid4(),
        )

    @router.api_route("/library/{shelf}/{number}/owner", methods=["GET", "HEAD"])
    def page(shelf: str, number: str, acting: Acting) -> Response:
        return shown(acting, shelf, number)

    @router.post("/library/{shelf}/{number}/owner")
    def answer(
        request: Request,
        shelf: str,
        number: str,
        acting: Acting,
        said: Annotated[Answer, Form()],
        key: Annotated[str, Form(min_length=8, max_length=100)],
        review_on: Annotated[date | None, BeforeValidator(day_or_none), Form()] = None,
        form_token: Annotated[str, Form(max_length=200)] = "",
    ) -> Response:
        door_of(request).check_form(request, form_token)
        _theirs(front_door, shelf, number, acting.person)
        try:
            front_door.ask(
                f"programme:{shelf}",
                _command(int(number), said, review_on),
                actor=acting.person,
                command_id=command_id(acting.person, key),
                presence=acting.presence,
            )
        except Refusal as refusal:
            return shown(acting, shelf, number, refusal)
        drafts.forget(acting.person, f"/library/{shelf}/{number}/owner")
        # Who has let go of it has no page of their own about it any more.
        there = "/library" if said == "left" else f"/library/{shelf}/{number}/owner"
        return RedirectResponse(there, HTTPStatus.SEE_OTHER)

    return router


def _command(resource: int, said: Answer, review_on: date | None) -> Command:
    match said:
        case "running" | "stopped":
            return AnswerRunning(resource=resource, running=said == "running")
        case "left":
            return EndOwnership(resource=resource)
        case "right":
            if review_on is None:
                raise DayNotPossible("Choose the day on which you will look at it again.")
            return ReviewResource(resource=resource, review_on=review_on)


def _theirs(front_door: FrontDoor, shelf: str, number: str, person: PersonRef) -> AssetReading:
    """What they look after. Raises UnknownPart, the same for what is not there and what is somebody else's."""
    known = number.isascii() and number.isdecimal() and int(number) <= _MOST and len(shelf) == len(str(uuid4()))
    asset = asset_of(front_door.group(f"programme:{shelf}").assets, f"resource/{number}") if known else None
    if asset is None or asset.owner_person != person:
        raise UnknownPart(_NOT_YOURS)
    return asset
