"""The door of the web: who a request comes from, and the cookies that say so."""

import hmac
from dataclasses import dataclass
from datetime import datetime

import structlog
from fastapi import Request, Response

from domain.event import PersonRef
from domain.presence import Presence
from service.api_refusals import NobodyActs
from service.casting import from_our_page
from service.language.choice import cookie_of
from service.looks.kept_looks import give
from service.sign_in.api_tokens import ApiToken
from service.sign_in.desk import Desk
from service.sign_in.refusals import FormNotOurs, SecondFactorNeeded, TokenTooNarrow
from service.sign_in.sessions import Session, form_token

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER = "Bearer"
_TRIES_OF_TOKENS = 60
_NOT_OURS = "This form is from before you signed in, or from elsewhere. Go back, load the page again, and send it anew."
_TWO = "Who coordinates a programme, or looks after Waymark, signs in with two things. Please sign in again with both."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who asks, and how they showed who they are. `session` and `form_token` are of a browser only."""

    person: PersonRef
    presence: Presence
    session: Session | None = None
    form_token: str = ""
    until: datetime | None = None


class Door:
    """Reads and writes cookies and headers. `site` begins with https wherever others than this machine can ask.

    On https the name `__Host-` makes the browser refuse a cookie that is not Secure, or that another host set. On the
    http of one's own machine browsers refuse that very name, so that there the cookie is called otherwise.
    """

    def __init__(self, desk: Desk, site: str) -> None:
        self.desk = desk
        self.secure = site.startswith("https://")
        self._prefix = "__Host-" if self.secure else ""
        self._log = structlog.get_logger().bind(part="sign-in")

    @property
    def session_cookie(self) -> str:
        """The name of the cookie of a session."""
        return f"{self._prefix}waymark_session"

    def secret(self, request: Request) -> str | None:
        """The browser's number, if it has one."""
        return request.cookies.get(self.session_cookie)

    def step(self, request: Request, kind: str) -> str:
        """The number of what the browser is in the middle of."""
        return request.cookies.get(f"{self._prefix}waymark_{kind}", "")

    def keep_step(self, response: Response, kind: str, secret: str) -> None:
        """Give the browser such a number."""
        self._set(response, f"{self._prefix}waymark_{kind}", secret)

    def let_in(self, response: Response, secret: str) -> None:
        """Give the browser the number of its session."""
        self._set(response, self.session_cookie, secret)

    def be(self, request: Request, response: Response, person: PersonRef) -> None:
        """Sign in as one of the demonstration's people, for whoever asks. Only a demonstration calls this."""
        self.desk.accounts.add(person)
        secret = self.desk.sessions.begin(
            person, ("demonstration",), second_factor=True, instead_of=self.secret(request)
        )
        self.let_in(response, secret)
        self.show_as_kept(response, person)

    def show_as_kept(self, response: Response, person: PersonRef) -> None:
        """Let pages look as this person keeps it, if they asked for that, and speak the language they chose."""
        kept, language = self.desk.looks.of(person), self.desk.languages.tag_of(person)
        if kept is not None:
            give(response, kept, secure=self.secure)
        if language is not None:
            response.headers.append("Set-Cookie", cookie_of(language, secure=self.secure))

    def let_out(self, response: Response) -> None:
        """Let the browser forget it."""
        response.delete_cookie(self.session_cookie, path="/", secure=self.secure, httponly=True, samesite="lax")

    def session(self, request: Request) -> Session | None:
        """The session of a request, half ones too."""
        secret = self.secret(request)
        return self.desk.sessions.find(secret) if secret else None

    def who(self, request: Request) -> SignedIn | None:
        """Who asks, or nobody. Raises SecondFactorNeeded, TokenTooNarrow, TooManyTries, NobodyActs for a bad token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme:
            return self._with_token(request, scheme, token.strip())
        secret = self.secret(request)
        session = self.desk.sessions.find(secret) if secret else None
        if secret is None or session is None or session.half:
            return None
        if not session.second_factor and self.desk.needs_two(session.person):
            self._log.warning("somebody with one factor was sent to give two", person=session.person)
            raise SecondFactorNeeded(_TWO)
        if request.method not in SAFE:
            from_our_page(request.headers)
        presence = Presence(operator=session.operator, second_factor=session.second_factor)
        until = session.idle_until(self.desk.clock())
        return SignedIn(session.person, presence, session, form_token(secret), until)

    def check_form(self, request: Request, given: str) -> None:
        """Raises FormNotOurs or FromAnotherSite unless a form of this very session was sent."""
        from_our_page(request.headers)
        secret = self.secret(request)
        if secret is None or not hmac.compare_digest(given.encode(), form_token(secret).encode()):
            raise FormNotOurs(_NOT_OURS)

    def _with_token(self, request: Request, scheme: str, token: str) -> SignedIn:
        found = self.desk.tokens.find(token) if scheme.lower() == BEARER.lower() else None
        if found is None:
            self.desk.attempts.count("token", self.desk.callers.address(request) or "", most=_TRIES_OF_TOKENS)
            self._log.warning("a token was refused")
            raise NobodyActs("This token is wrong, was revoked, or has run out. Make a new one on your account's page.")
        if not found.second_factor and self.desk.needs_two(found.person):
            raise SecondFactorNeeded(_TWO)
        _must_serve(found, request)
        presence = Presence(
            operator=found.operator,
            second_factor=found.second_factor,
            scopes=found.scopes,
            programmes=found.programmes,
        )
        return SignedIn(found.person, presence)

    def _set(self, response: Response, name: str, secret: str) -> None:
        response.set_cookie(name, secret, path="/", secure=self.secure, httponly=True, samesite="lax")


def _must_serve(token: ApiToken, request: Request) -> None:
    """What the token is for is asked at once; what its owner may do is asked by what they do."""
    wanted = "read" if request.method in SAFE else "write"
    if wanted not in token.scopes:
        msg = f"This token may not {wanted}. Make one that may, on your account's page."
        raise TokenTooNarrow(msg)
    programme = request.path_params.get("programme")
    if token.programmes is not None and f"programme:{programme}" not in token.programmes:
        raise TokenTooNarrow("This token is for other programmes. Make one for this, on your account's page.")
