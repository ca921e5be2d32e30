"""Choosing whom to be, in a demonstration: who there is, and whether the choice came from our own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from domain.event import PersonRef
from domain.roles import Role
from service.api_refusals import FromAnotherSite
from service.people import People


@dataclass(frozen=True, slots=True)
class Part:
    """A person and the parts they play in one programme."""

    person: PersonRef
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody with a part in one programme."""

    organisation: str
    parts: tuple[Part, ...]


def casts(programmes: Iterable[tuple[str, dict[PersonRef, list[str]]]], people: People) -> tuple[Cast, ...]:
    """The same, with names."""
    known = list(programmes)
    names = people.names({person for _, roles in known for person in roles})
    return tuple(
        Cast(organisation, tuple(Part(person, names[person], tuple(each)) for person, each in roles.items()))
        for organisation, roles in known
        if roles
    )


def from_our_page(headers: Headers) -> None:
    """Raises FromAnotherSite unless a form of ours was sent. A browser says so itself, and no page can make it lie."""
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    ours = site == "same-origin" if site is not None else origin is not None and _host(origin) == headers.get("host")
    if not ours:
        msg = "This was not sent from a page of Waymark. Go to the first page and choose there."
        raise FromAnotherSite(msg)


def _host(origin: str) -> str:
    return urlsplit(origin).netloc


def with_board(roles: dict[PersonRef, list[str]], board: list[PersonRef]) -> dict[PersonRef, list[str]]:
    """Everybody's parts, a seat on the board among them."""
    seated = {person: [*roles.get(person, []), Role.BOARD.value] for person in board}
    return {**roles, **{person: list(dict.fromkeys(held_now)) for person, held_now in seated.items()}}
