"""People over HTTP: a person sees only those they share a programme with, and an address only where they help."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Body, Depends, Path, Response
from pydantic import BaseModel, Field

from domain.event import PersonRef
from domain.refusals import CommandIdTaken, NotAllowed, UnknownPart
from domain.roles import HELPERS
from service.actor import ActingPerson, is_person
from service.api_headers import REPLAYED, IdempotencyKey, command_id
from service.api_positions import Readings, WaitFor
from service.api_problems import described
from service.people import People, PersonCard
from service.visibility import Visibility, ever_in

PEOPLE = "/api/people"
_NAMESPACE = UUID("b8a7b4c5-52c8-5d0b-9a56-8a0f2a3f6f21")
_NOBODY = "There is nobody with this id whom you may see. You see the people of your programmes."
_CARD = {
    "name": "Ann Example",
    "email": "ann@example.org",
    "channel": "email",
}

PersonPath = Annotated[
    str,
    Path(
        description="The uuid of the person, without `person:`.",
        examples=["1b4e28ba-2fa1-41d2-883f-0016d3cca427"],
        json_schema_extra={"format": "uuid"},
    ),
]
Card = Annotated[PersonCard, Body(openapi_examples={"example": {"value": _CARD}})]

_ASKED = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_WRITTEN = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


class PersonKept(BaseModel, frozen=True):
    """A person. `card` says how they are reached; only they and the mentors and workers of their programmes see it."""

    person: PersonRef = Field(examples=["person:1b4e28ba-2fa1-41d2-883f-0016d3cca427"])
    name: str
    card: PersonCard | None


class PeopleList(BaseModel, frozen=True):
    """People, by name."""

    people: tuple[PersonKept, ...]


class _Circle:
    """Whom a person may see, and whose card."""

    def __init__(self, people: People, visibility: Visibility, reader: PersonRef) -> None:
        self._people = people
        self._visibility = visibility
        self._reader = reader

    def of(self, programmes: Iterable[str]) -> tuple[dict[PersonRef, str], frozenset[PersonRef]]:
        """The names of everybody the reader may see, and those of them whom they may reach."""
        seen, reached = {self._reader}, {self._reader}
        for sight in self._visibility.sights(programmes, self._reader):
            there = self._visibility.people(sight.group) if "roles" in sight.groups else frozenset()
            seen |= there
            if self._visibility.roles(sight.group, self._reader) & HELPERS:
                reached |= there
        return self._people.names(seen), frozenset(reached)

    def view(self, person: PersonRef, name: str, reached: frozenset[PersonRef]) -> PersonKept:
        """A person as the reader sees them."""
        return PersonKept(person=person, name=name, card=self._people.get(person) if person in reached else None)


def people_routes(people: People, visibility: Visibility, readings: Readings) -> APIRouter:
    """`/api/people`."""
    router = APIRouter(prefix=PEOPLE, tags=["people"])

    async def caught_up(wait_for: WaitFor = None) -> None:
        await readings.reach("portfolio", wait_for)

    @router.get(
        "",
        operation_id="list-people",
        summary="The people of my programmes",
        dependencies=[Depends(caught_up)],
        responses=described(*_ASKED),
    )
    def everybody(actor: ActingPerson, response: Response) -> PeopleList:
        """Everybody with a part in a programme in which you have one, and you."""
        circle = _Circle(people, visibility, actor)
        programmes = readings.read("portfolio", lambda connection: ever_in(connection, actor)).said_in(response)
        names, reached = circle.of(programmes)
        ordered = sorted(names.items(), key=lambda each: (each[1].casefold(), each[0]))
        return PeopleList(people=tuple(circle.view(person, name, reached) for person, name in ordered))

    @router.get(
        "/{person}",
        operation_id="read-person",
        summary="One person",
        dependencies=[Depends(caught_up)],
        responses=described(*_ASKED, HTTPStatus.NOT_FOUND),
    )
    def one(person: PersonPath, actor: ActingPerson, response: Response) -> PersonKept:
        """A person of one of your programmes, or yourself."""
        circle = _Circle(people, visibility, actor)
        programmes = readings.read("portfolio", lambda connection: ever_in(connection, actor)).said_in(response)
        names, reached = circle.of(programmes)
        ref = _person(person)
        if ref not in names or people.get(ref) is None:
            raise UnknownPart(_NOBODY)
        return circle.view(ref, names[ref], reached)

    @router.post(
        "",
        operation_id="add-person",
        summary="Add a person",
        status_code=HTTPStatus.CREATED,
        responses={
            **described(*_ASKED, *_WRITTEN),
            HTTPStatus.OK: {"model": PersonKept, "description": "They were added before, under this key."},
        },
    )
    def add(card: Card, actor: ActingPerson, key: IdempotencyKey, response: Response) -> PersonKept:
        """Keep a new person's name, and only as much about them as they want to be reached by.

        Give them a part in a programme next, or nobody sees them, not even you.
        """
        person = f"person:{uuid5(_NAMESPACE, command_id(actor, key))}"
        before = people.get(person)
        if before is not None and before != card:
            msg = "This key was used before, for another person. Send it again with a new key."
            raise CommandIdTaken(msg)
        if before is None:
            people.add(card, person)
        else:
            response.status_code = HTTPStatus.OK
            response.headers[REPLAYED] = "true"
        response.headers["Location"] = f"{PEOPLE}/{person.removeprefix('person:')}"
        return PersonKept(person=person, name=card.name, card=card)

    @router.put(
        "/{person}",
        operation_id="change-person",
        summary="Change what is kept about a person",
        responses={
            **described(*_ASKED, *_WRITTEN, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND),
            HTTPStatus.CREATED: {"model": PersonKept, "description": "You are kept from now on."},
        },
    )
    def change(person: PersonPath, card: Card, actor: ActingPerson, response: Response) -> PersonKept:
        """Replace all that is kept about a person: about yourself, or as mentor or worker about people you help.

        About yourself it may be the first thing that is kept: that is how the first person comes in.
        """
        ref = _person(person)
        programmes = readings.read("portfolio", lambda connection: ever_in(connection, actor)).said_in(response)
        names, reached = _Circle(people, visibility, actor).of(programmes)
        if ref not in names:
            raise UnknownPart(_NOBODY)
        if ref not in reached:
            msg = "Only they themselves, or a mentor or worker of their programme, may change this. Ask one of them."
            raise NotAllowed(msg)
        if not people.change(ref, card):
            if ref != actor:
                raise UnknownPart(_NOBODY)
            people.add(card, ref)
            response.status_code = HTTPStatus.CREATED
        return PersonKept(person=ref, name=card.name, card=card)

    return router


def _person(written: str) -> PersonRef:
    ref = f"person:{written}"
    if not is_person(ref):
        raise UnknownPart(_NOBODY)
    return ref
