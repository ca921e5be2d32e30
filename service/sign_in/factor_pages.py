"""What the page of one's own account does about how one signs in."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import TypeAdapter, ValidationError

from domain.refusals import Refusal
from service.api_refusals import FieldsNotUnderstood
from service.language.language import gettext
from service.people import Email
from service.sign_in.account_pages import OwnPage
from service.sign_in.door import SignedIn
from service.sign_in.entrance import Entrance
from service.sign_in.own_account import NewCode
from service.sign_in.refusals import SignInRefused

Text = Annotated[str, Form(max_length=300)]
Secret = Annotated[str, Form(max_length=1000)]
Number = Annotated[int, Form(ge=1, le=100_000)]
_ADDRESS: TypeAdapter[str] = TypeAdapter(Email)


def factor_routes(entrance: Entrance) -> APIRouter:
    """`/account/…`: passwords, apps, passkeys, recovery codes, addresses."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    door, own_page = entrance.door, OwnPage(entrance)

    @router.post("/account/password")
    def password(request: Request, password: Secret = "", form_token: Text = "") -> Response:
        _, _, own = own_page.mine(request, form_token)
        return own_page.tried(request, lambda: own.change_password(password), "password", "new-password")

    @router.post("/account/code")
    def begin_code(request: Request, form_token: Text = "") -> Response:
        asking, _, own = own_page.mine(request, form_token)
        try:
            return _code_page(entrance, asking, own.begin_code())
        except Refusal as refused:
            return own_page.shown(request, refused)

    @router.post("/account/code/finished")
    def finish_code(request: Request, code: Text = "", form_token: Text = "") -> Response:
        asking, _, own = own_page.mine(request, form_token)
        step = door.step(request, "code")
        begun = own.code_begun(step)
        try:
            own.finish_code(step, code)
        except SignInRefused as refused:
            return _code_page(entrance, asking, begun, str(refused)) if begun else own_page.shown(request, refused)
        return RedirectResponse("/account?done=code", HTTPStatus.SEE_OTHER)

    @router.post("/account/passkey-question")
    def passkey_question(request: Request, form_token: Text = "") -> Response:
        _, _, own = own_page.mine(request, form_token)
        question, step = own.passkey_question()
        answer = Response(question, media_type="application/json")
        door.keep_step(answer, "new_passkey", step)
        return answer

    @router.post("/account/passkey")
    def add_passkey(
        request: Request,
        answer: Annotated[str, Form(max_length=20_000)] = "",
        label: Text = "",
        form_token: Text = "",
    ) -> Response:
        _, _, own = own_page.mine(request, form_token)
        step = door.step(request, "new_passkey")
        return own_page.tried(request, lambda: own.add_passkey(answer or "{}", step, label), "passkey")

    @router.post("/account/recovery-codes")
    def recovery_codes(request: Request, form_token: Text = "") -> Response:
        asking, _, own = own_page.mine(request, form_token)
        try:
            codes = own.new_recovery_codes()
        except Refusal as refused:
            return own_page.shown(request, refused)
        lead = gettext("Write these codes down, or print them, and keep them in a safe place. Each works once.")
        return entrance.page("shown-once.html", asking, title=gettext("Your recovery codes"), lead=lead, shown=codes)

    @router.post("/account/factors/remove")
    def remove(request: Request, number: Number, form_token: Text = "") -> Response:
        _, _, own = own_page.mine(request, form_token)
        return own_page.tried(request, lambda: own.remove_factor(number), "removed")

    @router.post("/account/new-email")
    def new_email(request: Request, email: Text = "", form_token: Text = "") -> Response:
        _, _, own = own_page.mine(request, form_token)
        try:
            address = _ADDRESS.validate_python(email)
        except ValidationError:
            return own_page.shown(
                request,
                FieldsNotUnderstood("This does not look like an e-mail address, such as ann@example.org."),
                at="new-email",
            )
        return own_page.tried(request, lambda: own.ask_for_email(address), "email-sent", "new-email")

    @router.api_route("/account/email", methods=["GET", "HEAD"])
    def email_link(request: Request, key: Annotated[str, Query(max_length=100)] = "") -> Response:
        asking, _, _ = own_page.mine(request, None)
        return entrance.page(
            "link.html",
            asking,
            title=gettext("Use this address"),
            lead=gettext("Press the button, and you sign in with this address from now on."),
            action="/account/email",
            button=gettext("Use this address"),
            key=key,
            form_token=asking.form_token,
        )

    @router.post("/account/email")
    def change_email(request: Request, key: Secret = "", form_token: Text = "") -> Response:
        _, _, own = own_page.mine(request, form_token)
        return own_page.tried(request, lambda: own.change_email(key), "email")

    return router


def _code_page(entrance: Entrance, asking: SignedIn, code: NewCode, said: str | None = None) -> Response:
    page = entrance.page(
        "code.html",
        asking,
        HTTPStatus.UNAUTHORIZED if said else HTTPStatus.OK,
        code=code,
        said=said,
        action="/account/code/finished",
        form_token=asking.form_token,
    )
    entrance.door.keep_step(page, "code", code.step)
    return page
