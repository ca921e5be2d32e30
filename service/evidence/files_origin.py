"""Another name of this service, under which files of evidence are handed out and nothing else is there.

Whatever a browser might still do with a file, it would then do it where no page and no session is. Only people's
browsers are sent there, each with a ticket for one file and one minute; it has no cookie of ours.
"""

import base64
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
from fastapi import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from domain.refusals import Refusal
from service.assembly import Waymark
from service.evidence.handing_out import handed_out

LASTS = timedelta(minutes=1)
_AT = "/handed/"
_OVER = "This link to a file is over. Go back to the page, and follow it again.\n"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One file, for one reader, until a moment in seconds since 1970."""

    programme: str
    sha256: str
    reader: str
    until: int


class Tickets:
    """Makes and reads tickets, which only this installation can make."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, programme: str, sha256: str, reader: str, now: datetime) -> str:
        """A ticket as it stands in an address."""
        said = asdict(Ticket(programme, sha256, reader, int((now + LASTS).timestamp())))
        body = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
        return f"{body}.{self._mark(body)}"

    def read(self, written: str, now: datetime) -> Ticket | None:
        """The ticket, if it is one of ours and not over."""
        body, _, mark = written.rpartition(".")
        if not written.isascii() or not hmac.compare_digest(mark, self._mark(body)):
            return None
        ticket = Ticket(**json.loads(base64.urlsafe_b64decode(body)))
        return ticket if now.timestamp() < ticket.until else None

    def _mark(self, body: str) -> str:
        return hmac.digest(self._key, body.encode(), "sha256").hex()


def tickets_of(waymark: Waymark) -> Tickets:
    """The tickets of an installation."""
    return Tickets(waymark.marks.key_of("tickets for files"))


def elsewhere(waymark: Waymark, programme: str, sha256: str, reader: str) -> str | None:
    """Where a browser gets this file, if there is another name for that."""
    origin = waymark.settings.files_origin
    return f"{origin}{_AT}{tickets_of(waymark).make(programme, sha256, reader, waymark.clock())}" if origin else None


class FilesOrigin:
    """Answers for the other name, before anything else sees the request."""

    def __init__(self, app: ASGIApp, waymark: Waymark) -> None:
        self._app = app
        self._waymark = waymark
        self._host = urlsplit(waymark.settings.files_origin or "").netloc
        self._tickets = tickets_of(waymark)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a file out, or let the request through when it is for the usual name."""
        if scope["type"] != "http" or not self._host or Headers(scope=scope).get("host") != self._host:
            await self._app(scope, receive, send)
            return
        answer = await run_in_threadpool(self._answer, scope["method"], scope["path"])
        structlog.get_logger().info("a file was asked for", status=answer.status_code)
        await answer(scope, receive, send)

    def _answer(self, method: str, path: str) -> Response:
        written = path.removeprefix(_AT)
        ticket = self._tickets.read(written, self._waymark.clock()) if written != path and method == "GET" else None
        if ticket is None:
            return _plain(_OVER)
        try:
            answer = handed_out(self._waymark.files.open(ticket.programme, ticket.sha256, ticket.reader))
        except Refusal as refusal:
            return _plain(f"{refusal}\n")
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer


def _plain(text: str) -> Response:
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
    return Response(text, 404, {**headers, "Cache-Control": "no-store"}, "text/plain")
