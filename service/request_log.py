"""Around every request: a number for it, one line in the log, headers that keep a browser safe, and no crash."""

from collections.abc import Callable
from ipaddress import ip_address
from time import perf_counter
from traceback import extract_tb
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.refusals import Refusal
from service.api_faults import FOR_PROGRAMS
from service.api_refusals import OtherHost, WentWrong

REQUEST = "Waymark-Request"
_SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FOR_HTTPS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
_PRIVATE = "no-store"

Refuse = Callable[[Scope, Refusal], ASGIApp]
"""Makes the answer for a refusal: a problem for programs, a page for people."""


class RequestLog:
    """The outermost part. The log says which route was asked, never with what: addresses and bodies may be personal."""

    def __init__(self, app: ASGIApp, refuse: Refuse, site: str) -> None:
        self._app = app
        self._refuse = refuse
        self._host = urlsplit(site).netloc
        self._safe = {**_SAFE, **_FOR_HTTPS} if site.startswith("https://") else _SAFE
        self._log = structlog.get_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, began, status = uuid4().hex, perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                headers = MutableHeaders(scope=message)
                headers[REQUEST] = request
                for name, value in self._safe.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", _PRIVATE)
            await send(message)

        try:
            host = Headers(scope=scope).get("host", "")
            if host == self._host or _is_this_machine(host):
                await self._app(scope, receive, answer)
            else:
                other = OtherHost("This address belongs to no Waymark here. Use http://127.0.0.1 or http://localhost.")
                await self._refuse(scope, other)(scope, receive, answer)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the person gets an answer and the log a line
            self._log.error("a request failed", request=request, fault=type(fault).__name__, at=_places(fault))
            if status == 0:
                await self._refuse(scope, _went_wrong(scope["path"], request))(scope, receive, answer)
        finally:
            self._log.info(
                "request",
                request=request,
                method=scope["method"],
                route=getattr(scope.get("route"), "path", None),
                status=status,
                ms=round((perf_counter() - began) * 1000, 1),
            )


def _went_wrong(path: str, request: str) -> WentWrong:
    """People cannot read headers, and say a number over the telephone."""
    if path.startswith(FOR_PROGRAMS):
        return WentWrong(
            "Something went wrong in Waymark itself. It is written down under the number in the header "
            f"{REQUEST}. Nothing is lost: you may send the same request again."
        )
    return WentWrong(
        "Something went wrong in Waymark itself. Nothing is lost: go back, and do the same again. If it goes wrong "
        f"again, tell whoever looks after this Waymark the number {request[:8]}: it is written down under it."
    )


def _is_this_machine(host: str) -> bool:
    """Only names of this machine: another site's name that leads here (DNS rebinding) could ask as anybody."""
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    name = name.removeprefix("[").removesuffix("]")
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def _places(fault: BaseException) -> list[str]:
    """Where it went wrong, without the message: that may quote what somebody wrote."""
    return [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
        for frame in extract_tb(fault.__traceback__)[-8:]
    ]
