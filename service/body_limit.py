"""No body is larger than any command needs to be."""

from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1024 * 1024
"""Bytes."""


class BodyLimit:
    """Stops reading a body that is too large, whether or not it said so before."""

    def __init__(self, app: ASGIApp, larger: Callable[[str], int | None] = lambda _path: None) -> None:
        """`larger` says how many bytes an address may take where it may take more."""
        self._app = app
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, and count what is read of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "")
        largest = self._larger(scope["path"]) or LARGEST_BODY
        too_large = said.isdecimal() and int(said[:20]) > largest
        read = 0

        async def counted() -> Message:
            nonlocal read
            if not too_large:
                message = await receive()
                read += len(message.get("body", b""))
                if read <= largest:
                    return message
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

        await self._app(scope, counted, send)
