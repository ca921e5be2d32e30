"""How to tell whoever looks after this installation that it can be attacked (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta
from email.utils import parseaddr

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from service.clock import Clock
from service.settings import Settings

AT = "/.well-known/security.txt"
_HOLDS = timedelta(days=90)


def security_routes(settings: Settings, clock: Clock) -> APIRouter:
    """`/.well-known/security.txt`."""
    router = APIRouter(include_in_schema=False)
    contact = settings.security_contact or f"mailto:{parseaddr(settings.mail_from)[1]}"

    @router.api_route(AT, methods=["GET", "HEAD"])
    async def security() -> PlainTextResponse:
        until = datetime.combine(clock().date() + _HOLDS, time(), UTC)
        lines = (f"Contact: {contact}", f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en")
        return PlainTextResponse("\n".join((*lines, f"Canonical: {settings.site}{AT}", "")))

    return router
