"""Which language a request is answered in: what the person chose, else what their browser asks for, else English."""

from collections.abc import Callable
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.language.language import Language, speaking
from service.language.shelf import Shelf

COOKIE = "waymark_language"
ASKED = "lang"
_FOR_PROGRAMS = "/api"
_A_YEAR = 31_536_000


class LanguageChoice:
    """Around every request. `?lang=cy` chooses a language for this page and, in a cookie, for those after it.

    Programs are always answered in English: they compare texts.
    """

    def __init__(
        self, app: ASGIApp, shelf: Shelf, *, secure: bool, remember: Callable[[Request, Language], None] | None = None
    ) -> None:
        """`remember` is told what somebody chose."""
        self._app = app
        self._shelf = shelf
        self._secure = secure
        self._remember = remember

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request in its language."""
        if scope["type"] != "http" or str(scope["path"]).startswith(_FOR_PROGRAMS):
            await self._app(scope, receive, send)
            return
        shelf, headers = self._shelf, Headers(scope=scope)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get(ASKED, [""])[0]
        chosen = shelf.named(asked)
        kept = shelf.named(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""))
        language = chosen or kept or shelf.wanted(headers.get("accept-language", ""))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                if "text/html" in answered.get("content-type", ""):
                    answered.setdefault("Content-Language", language.tag)
                if chosen is not None and chosen != kept:
                    answered.append("Set-Cookie", cookie_of(chosen.tag, secure=self._secure))
            await send(message)

        if chosen is not None and chosen != kept and self._remember is not None:
            await to_thread.run_sync(self._remember, Request(scope), chosen)
        with speaking(language, shelf.languages):
            await self._app(scope, receive, answer)


def cookie_of(tag: str, *, secure: bool) -> str:
    """The header that lets a browser remember a language."""
    return f"{COOKIE}={tag}; Max-Age={_A_YEAR}; Path=/; HttpOnly; SameSite=lax{'; Secure' if secure else ''}"
