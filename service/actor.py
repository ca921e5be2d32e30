"""The one place that says who acts. There is no sign-in yet: the request says it, and only this machine may ask."""

import re
from typing import Annotated

from fastapi import Header, Request

from domain.event import PersonRef
from service.settings import Settings

HEADER = "Waymark-Actor"
COOKIE = "waymark_actor"
_PERSON = re.compile(r"person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ActingPerson = Annotated[
    PersonRef,
    Header(
        alias=HEADER,
        description="Who asks, as `person:<uuid>`. Until sign-in exists the request says it itself.",
        examples=["person:1b4e28ba-2fa1-41d2-883f-0016d3cca427"],
    ),
]
"""Who asks the API."""


def chosen_person(request: Request, settings: Settings) -> PersonRef | None:
    """Whom the reader of a page chose to be. Only a demonstration lets them choose; elsewhere it is nobody."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if settings.demonstration and is_person(chosen) else None


def is_person(text: str) -> bool:
    """Whether this is written as a reference to a person."""
    return _PERSON.fullmatch(text) is not None
