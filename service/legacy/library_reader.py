"""Who comes into the library: somebody who has signed in, or anybody."""

from fastapi import Request

from domain.event import PersonRef
from service.actor import who_asks


def reader_of(request: Request) -> PersonRef | None:
    """Who asks. None has not signed in, and may read what is for everybody."""
    asking = who_asks(request)
    return asking.person if asking else None
