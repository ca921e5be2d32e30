"""Who comes into the library: somebody who has signed in, or anybody."""

from fastapi import Request

from service.actor import who_asks
from service.sign_in.door import SignedIn


def reader_of(request: Request) -> SignedIn | None:
    """Who asks. None has not signed in, and may read what is for everybody."""
    return who_asks(request)
