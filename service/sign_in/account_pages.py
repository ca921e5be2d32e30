"""The page of one's own account: how one signs in, where one is signed in, and which programs act for one."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from domain.refusals import Refusal
from service.actor import signed_in
from service.language.language import N_, gettext
from service.refusal_status import status_of
from service.sign_in.door import SignedIn
from service.sign_in.entrance import Entrance
from service.sign_in.own_account import OwnAccount
from service.sign_in.refusals import SignInAgain, SignInRefused
from service.sign_in.sessions import Session

Text = Annotated[str, Form(max_length=300)]
Number = Annotated[int, Form(ge=1, le=100_000)]
Done = Literal["password", "passkey", "code", "removed", "email-sent", "email", "revoked"]
DONE: dict[Done, str] = {
    "password": N_("Your password is changed. You are signed out everywhere else."),
    "passkey": N_("The passkey is added."),
    "code": N_("The app is added."),
    "removed": N_("It is removed. You are signed out everywhere else."),
    "email-sent": N_("Look at your new address: the link there can be used once, within 15 minutes."),
    "email": N_("You sign in with your new address from now on."),
    "revoked": N_("The token works no longer."),
}
_NO_TOKEN = "A token cannot change how its owner signs in. Sign in on the page for that."  # noqa: S105 - words


class OwnPage:
    """The page, and who it is of."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance
        self._door = entrance.door
        self._desk = entrance.door.desk

    def mine(self, request: Request, given: str | None) -> tuple[SignedIn, Session, OwnAccount]:
        """Who asks, and their account. `given` is the token of a form, if one was sent."""
        asking = signed_in(request)
        if asking.session is None:
            raise SignInRefused(_NO_TOKEN)
        if given is not None:
            self._door.check_form(request, given)
        return asking, asking.session, OwnAccount(self._desk, asking.session)

    def shown(self, request: Request, said: Refusal | None = None, done: str | None = None, at: str = "") -> Response:
        """The page, with what did not work or what was done. `at` is the field in which they mend it."""
        asking, session, _ = self.mine(request, None)
        account = self._desk.accounts.get(asking.person)
        return self._entrance.page(
            "account.html",
            asking,
            status_of(type(said)) if said else HTTPStatus.OK,
            said=str(said) if said else None,
            at="" if isinstance(said, SignInAgain) else at,
            done=done,
            email=account.email if account else None,
            session=session,
            fresh=session.is_fresh(self._desk.clock()),
            factors=self._desk.factors.of(asking.person),
            codes_left=self._desk.factors.recovery_codes_left(asking.person),
            sessions=self._desk.sessions.of(asking.person),
            tokens=self._desk.tokens.of(asking.person),
            providers=self._entrance.settings.providers,
            form_token=asking.form_token,
        )

    def tried(self, request: Request, do: Callable[[], object], done: Done, at: str = "") -> Response:
        """Do something and show the page again. `at` is the field in which a mistake can be mended."""
        try:
            do()
        except Refusal as refused:
            return self.shown(request, refused, at=at)
        return RedirectResponse(f"/account?done={done}", HTTPStatus.SEE_OTHER)


def account_routes(entrance: Entrance) -> APIRouter:
    """`/account`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    door, desk, own_page = entrance.door, entrance.door.desk, OwnPage(entrance)

    @router.api_route("/account", methods=["GET", "HEAD"])
    def account(request: Request, done: Annotated[Done | None, Query()] = None) -> Response:
        return own_page.shown(request, done=DONE[done] if done else None)

    @router.post("/account/sessions/end")
    def end_sessions(request: Request, form_token: Text = "") -> Response:
        _, _, own = own_page.mine(request, form_token)
        own.end_sessions()
        answer = RedirectResponse("/?out=everywhere", HTTPStatus.SEE_OTHER)
        door.let_out(answer)
        return answer

    @router.post("/account/tokens")
    def issue_token(
        request: Request,
        label: Text = "",
        scope: Annotated[Literal["read", "write"], Form()] = "read",
        days: Annotated[Literal["30", "90", "365"], Form()] = "30",
        form_token: Text = "",
    ) -> Response:
        asking, _, own = own_page.mine(request, form_token)
        ends_at = desk.clock() + timedelta(days=int(days))
        try:
            token = own.issue_token(label, ("read", "write") if scope == "write" else ("read",), None, ends_at)
        except Refusal as refused:
            return own_page.shown(request, refused)
        lead = gettext("Copy the token into your program now. Whoever has it can act for you.")
        return entrance.page("shown-once.html", asking, title=gettext("Your token"), lead=lead, shown=[token])

    @router.post("/account/tokens/revoke")
    def revoke_token(request: Request, number: Number, form_token: Text = "") -> Response:
        _, _, own = own_page.mine(request, form_token)
        return own_page.tried(request, lambda: own.revoke_token(number), "revoked")

    return router
