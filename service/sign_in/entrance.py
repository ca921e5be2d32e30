"""What all pages of sign-in share: the door, the press, and where somebody goes when they are in."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from service.drafts.drafts import Drafts
from service.pages import Press, Reader
from service.settings import Settings
from service.sign_in.door import Door, SignedIn
from service.sign_in.hosting import Hosting
from service.sign_in.kept_form import is_kept
from service.sign_in.providers import Providers
from service.sign_in.way_in import Entered, WayIn

_LOCAL = re.compile(r"/(?![/\\])[A-Za-z0-9/_.?=&%:-]{0,300}")


@dataclass(frozen=True, slots=True)
class Entrance:
    """The parts that the pages of sign-in are made of."""

    press: Press
    door: Door
    ways: WayIn
    hosting: Hosting
    providers: Providers
    settings: Settings
    drafts: Drafts

    def page(
        self, template: str, reader: SignedIn | None = None, status: int = HTTPStatus.OK, **values: object
    ) -> Response:
        """A page with the one script there is, which only passkeys need."""
        shown = self.press.page(
            f"sign_in/{template}", self.reader(reader), status, script=self.press.script_at, **values
        )
        goes_to = " ".join(sorted({_origin(each.issuer) for each in self.settings.providers}))
        shown.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; "
            f"connect-src 'self'; form-action 'self' {goes_to}".rstrip()
            + "; base-uri 'none'; frame-ancestors 'none'"
        )
        # A link's secret stands in the address of some of these pages, and must not travel on.
        shown.headers["Referrer-Policy"] = "no-referrer" if template in WITH_SECRETS else "same-origin"
        return shown

    def reader(self, asking: SignedIn | None) -> Reader | None:
        """Who looks, for the frame of a page."""
        if asking is None:
            return None
        return Reader(self.door.desk.people.names([asking.person])[asking.person], asking.until)

    def sign_in(
        self, request: Request, status: int = HTTPStatus.OK, said: str | None = None, **kept: object
    ) -> Response:
        """The page to sign in on. `said` is what did not work, `at` the id of the part of it that was tried."""
        return self.page(
            "sign-in.html",
            None,
            status,
            **{
                "said": said,
                "at": "",
                "next": place(request.query_params.get("next") or "/"),
                "kept": False,
                "typed": "",
                "demonstration": self.settings.demonstration,
                "providers": self.settings.providers,
                **kept,
            },
        )

    def let_in(self, entered: Entered, wanted: str) -> Response:
        """Give a browser its session, and send it on: to the second step, to a form that waits, or where it wanted."""
        if entered.half:
            to = f"/sign-in/second?next={place(wanted)}"
        elif is_kept(self.drafts, entered.person):
            to = "/sign-in/kept"
        else:
            to = place(wanted)
        answer = RedirectResponse(to, HTTPStatus.SEE_OTHER)
        self.door.let_in(answer, entered.secret)
        if not entered.half:
            self.door.show_as_kept(answer, entered.person)
        return answer


WITH_SECRETS = frozenset({"link.html", "invitation.html", "operator.html"})


def place(wanted: str) -> str:
    """An address of ours, or the first page: nobody is sent elsewhere."""
    return wanted if _LOCAL.fullmatch(wanted) else "/"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
