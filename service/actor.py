"""The one place that says who acts: somebody with a session in a browser, or a program with a token of theirs."""

import re
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from domain.event import PersonRef
from service.api_refusals import NobodyActs
from service.sign_in.door import Door, SignedIn

_PERSON = re.compile(r"person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="An API token: `waymark_live_…`. Make one on the page of your account. It may do no more than you may.",
)


def door_of(request: Request) -> Door:
    """The door of this application."""
    door: Door = request.app.state.door
    return door


def who_asks(request: Request) -> SignedIn | None:
    """Who asks, for a page that is there for everybody. Nobody, when nobody is signed in."""
    return door_of(request).who(request)


def signed_in(
    request: Request,
    _token: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)] = None,
) -> SignedIn:
    """Who asks, and how they showed who they are. Raises NobodyActs, SecondFactorNeeded, TokenTooNarrow."""
    found = door_of(request).who(request)
    if found is None:
        raise NobodyActs(
            "Sign in first. Programs send an API token, in the header Authorization: Bearer and the token."
        )
    return found


Acting = Annotated[SignedIn, Depends(signed_in)]
"""Who asks, with how they signed in."""


def acting_person(acting: Acting) -> PersonRef:
    """Who asks, without more."""
    return acting.person


ActingPerson = Annotated[PersonRef, Depends(acting_person)]
"""Who asks."""


def is_person(text: str) -> bool:
    """Whether this is written as a reference to a person."""
    return _PERSON.fullmatch(text) is not None
