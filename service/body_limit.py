"""No body is larger than any command needs to be."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1024 * 1024
"""Bytes."""


class BodyLimit:
    """Stops reading a body that is too large, whether or not it said so before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, and count what is read of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "")
        too_large = said.isdecimal() and int(said[:20]) > LARGEST_BODY
        read = 0

        async def counted() -> Message:
            nonlocal read
            if not too_large:
                message = await receive()
                read += len(message.get("body", b""))
                if read <= LARGEST_BODY:
                    return message
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

        await self._app(scope, counted, send)
