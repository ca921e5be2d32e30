"""Personal data over HTTP: what somebody needs, everything about oneself, and being forgotten."""

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Annotated

from fastapi import APIRouter, Body, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from domain.access import authorize
from domain.access_needs import AccessNeeds, ask_again
from domain.asking import Actor, Resource
from domain.calendar import day_in_london
from domain.event import PersonRef
from domain.passage import Name
from domain.refusals import NotAllowed, UnknownPart
from service.actor import Acting, is_person
from service.api_people import PEOPLE, PersonPath
from service.api_problems import described
from service.assembly import Waymark
from service.privacy.erasure import Erased, erase
from service.privacy.needs import NeedsBook
from service.privacy.person_export import export_person
from service.sign_in.accounts import Accounts
from service.sign_in.door import SignedIn
from service.sign_in.person_log import Asking
from service.sign_in.refusals import SignInAgain
from service.visibility import ever_in, grants_in

_NOBODY = "There is nobody with this id whose needs you may see. You see those of the people you help."
_PROBLEMS = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_WRITTEN = _PROBLEMS | described(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
_IN_MEMORY = 1 << 20
_NEEDS = {"needs": ["bsl-interpreter", "breaks"], "formats": ["large-print"], "involvement": "involve-me"}


class NeedsKept(BaseModel, frozen=True):
    """What somebody needs, and in words. `ask_again`: it is a year since they were asked, or nobody asked them yet."""

    person: PersonRef
    needs: AccessNeeds
    in_words: tuple[str, ...]
    asked_on: date | None
    ask_again: bool


class Goodbye(BaseModel, frozen=True, extra="forbid"):
    """Somebody asks to be forgotten. `name` is their own, typed once more, so that nobody does this by accident."""

    name: Name = Field(examples=["Ann Example"])


class Forgotten(BaseModel, frozen=True):
    """What was erased. There is no way back."""

    keys: int
    files: int
    letters: int
    messages: int
    rows: int
    said: str


def privacy_routes(waymark: Waymark) -> APIRouter:
    """What a person may ask about their own data, and what those who help them must know."""
    router = APIRouter(prefix=PEOPLE, tags=["people"])
    book = NeedsBook(waymark.pool, waymark.clock)

    @router.get(
        "/{person}/needs", operation_id="read-needs", summary="What somebody needs to take part", responses=_PROBLEMS
    )
    def read_needs(person: PersonPath, acting: Acting) -> NeedsKept:
        """What somebody needs, for themselves and for the mentors and workers of their programmes."""
        ref = f"person:{person}"
        _must_help(waymark, acting, ref)
        return _kept(waymark, book, ref)

    @router.put(
        "/{person}/needs", operation_id="change-needs", summary="Say what you need to take part", responses=_WRITTEN
    )
    def change_needs(
        person: PersonPath,
        needs: Annotated[AccessNeeds, Body(openapi_examples={"example": {"value": _NEEDS}})],
        acting: Acting,
    ) -> NeedsKept:
        """Say what you need. Those who help you may say it for you as long as you do not sign in yourself."""
        ref = f"person:{person}"
        _must_help(waymark, acting, ref)
        if acting.person != ref and Accounts(waymark.pool, waymark.clock).get(ref) is not None:
            raise NotAllowed("They sign in themselves. Ask them to say what they need on the page of their account.")
        book.keep(ref, needs)
        return _kept(waymark, book, ref)

    @router.get(
        "/{person}/export",
        operation_id="export-person",
        summary="Everything about me",
        response_class=StreamingResponse,
        responses=_PROBLEMS
        | {HTTPStatus.OK: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}},
    )
    def export(person: PersonPath, acting: Acting) -> Response:
        """Everything that is kept about you, as pages and as data, in one zip. Only you can have it."""
        _must_be(acting, f"person:{person}", waymark)
        file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it is closed when it was sent
        export_person(waymark, acting.person, file)
        file.seek(0)

        def pieces() -> Iterator[bytes]:
            with file:
                while piece := file.read(1 << 16):
                    yield piece

        headers = {"Content-Disposition": 'attachment; filename="everything-about-me.zip"', "Cache-Control": "no-store"}
        return StreamingResponse(pieces(), media_type="application/zip", headers=headers)

    @router.post("/{person}/erasure", operation_id="forget-person", summary="Forget me, for good", responses=_WRITTEN)
    def forget(
        person: PersonPath,
        body: Annotated[Goodbye, Body(openapi_examples={"example": {"value": {"name": "Ann Example"}}})],
        acting: Acting,
    ) -> Forgotten:
        """Forget everything about you. What you wrote for a group stays the group's, and names nobody. No way back."""
        _must_be(acting, f"person:{person}", waymark)
        if body.name.casefold() != waymark.people.names([acting.person])[acting.person].casefold():
            raise NotAllowed("This is not your name as we keep it. Type it just as it stands on your account's page.")
        done = erase(waymark, acting.person, Asking(acting.person))
        return _forgotten(done)

    return router


def _must_help(waymark: Waymark, acting: SignedIn, person: PersonRef) -> None:
    """Raises UnknownPart unless they may see what this person needs."""
    if not is_person(person):
        raise UnknownPart(_NOBODY)
    with waymark.pool.connection() as connection:
        shared = [waymark.front_door.group(each) for each in ever_in(connection, person)]
    at = waymark.clock()
    today = day_in_london(at)
    theirs = [
        group.programme.id
        for group in shared
        if group.programme is not None and any(grant.term.gives(today) for grant in grants_in(group, person, at))
    ]
    grants = tuple(grant for group in shared for grant in grants_in(group, acting.person, at))
    resource = Resource(today, subject=person, subject_in=frozenset(theirs))
    if not authorize(Actor(acting.person, acting.presence, grants), "read-access-needs", resource).allowed:
        raise UnknownPart(_NOBODY)


def _must_be(acting: SignedIn, person: PersonRef, waymark: Waymark) -> None:
    """Raises NotAllowed or SignInAgain unless it is the person themselves, who has just signed in. No token will do."""
    if acting.person != person or acting.session is None:
        raise NotAllowed("Only the person themselves may do this, in a browser. Ask them to sign in and do it.")
    if not acting.session.is_fresh(waymark.clock()):
        raise SignInAgain("For this, please sign in again first. Then you have 15 minutes.")


def _kept(waymark: Waymark, book: NeedsBook, person: PersonRef) -> NeedsKept:
    kept = book.of(person)
    if kept is None:
        raise UnknownPart(_NOBODY)
    today = day_in_london(waymark.clock())
    return NeedsKept(
        person=person,
        needs=kept.needs,
        in_words=kept.needs.in_words,
        asked_on=kept.asked_on,
        ask_again=ask_again(kept.asked_on, today),
    )


def _forgotten(done: Erased) -> Forgotten:
    return Forgotten(
        keys=done.keys,
        files=done.files,
        letters=done.letters,
        messages=done.messages,
        rows=done.rows,
        said=f"You are forgotten. {done.sentence}",
    )
