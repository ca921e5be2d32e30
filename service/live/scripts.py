"""The small scripts of the pages. No page needs one; each is a file of its own, at an address that changes with it."""

import re
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter, Response

DRAFTS, LIVE, STAYS = "/drafts.js", "/live.js", "/stays.js"
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page with one of our scripts may do: as any other, and run and ask what is ours."""

_FIELDS = re.compile(r"<(?:textarea|select|input)\b[^>]*>")
_FOR_EVER = "public, max-age=31536000, immutable"


class Scripts:
    """Knows each script, and where a page finds it."""

    def __init__(self) -> None:
        self._texts = {
            name: (files("service") / "pages" / name.removeprefix("/")).read_bytes() for name in (DRAFTS, LIVE, STAYS)
        }
        self.drafts, self.live, self.stays = (
            f"{name}?{sha256(text).hexdigest()[:12]}" for name, text in self._texts.items()
        )

    def text(self, name: str) -> bytes:
        """A script."""
        return self._texts[name]


def allowed(html: str) -> dict[str, str]:
    """The header that a page with a script needs. Words of people are escaped, so that none of them is a script."""
    return {"Content-Security-Policy": POLICY} if "<script " in html else {}


def is_typed_in(html: str) -> bool:
    """Whether a page has a form in which somebody types or chooses: its session must not end unawares."""
    return any('type="hidden"' not in each for each in _FIELDS.findall(html))


def script_routes(scripts: Scripts) -> APIRouter:
    """`/drafts.js`, `/live.js` and `/stays.js`."""
    router = APIRouter(include_in_schema=False)

    @router.api_route(DRAFTS, methods=["GET", "HEAD"])
    async def drafts() -> Response:
        return _script(scripts.text(DRAFTS))

    @router.api_route(LIVE, methods=["GET", "HEAD"])
    async def live() -> Response:
        return _script(scripts.text(LIVE))

    @router.api_route(STAYS, methods=["GET", "HEAD"])
    async def stays() -> Response:
        return _script(scripts.text(STAYS))

    return router


def _script(text: bytes) -> Response:
    return Response(text, media_type="text/javascript", headers={"Cache-Control": _FOR_EVER})
