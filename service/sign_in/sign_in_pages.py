"""The pages on which people sign in and out. A GET shows, a POST does: nothing that only looks at a link uses it up."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.actor import signed_in
from service.casting import from_our_page
from service.drafts.places import has_form
from service.language.language import gettext
from service.refusal_status import status_of
from service.sign_in.entrance import Entrance, place
from service.sign_in.kept_form import take_form
from service.sign_in.refusals import SignInRefused

Text = Annotated[str, Form(max_length=300)]
Secret = Annotated[str, Form(max_length=1000)]
Answer = Annotated[str, Form(max_length=20_000)]
Key = Annotated[str, Query(max_length=100)]


def sign_in_routes(entrance: Entrance) -> APIRouter:
    """`/sign-in` and `/sign-out`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    door, ways = entrance.door, entrance.ways

    @router.api_route("/sign-in", methods=["GET", "HEAD"])
    def sign_in(request: Request) -> Response:
        return entrance.sign_in(request)

    @router.post("/sign-in/email")
    def by_email(
        request: Request,
        email: Text,
        tasks: BackgroundTasks,
        wanted: Annotated[str, Form(alias="next", max_length=300)] = "/",
    ) -> Response:
        from_our_page(request.headers)
        tasks.add_task(ways.ask_for_link(email, place(wanted)))
        answer = entrance.page("mail-sent.html", back="/sign-in")
        answer.background = tasks
        return answer

    @router.api_route("/sign-in/link", methods=["GET", "HEAD"])
    def link(key: Key = "", wanted: Annotated[str, Query(alias="next", max_length=300)] = "/") -> Response:
        return entrance.page(
            "link.html",
            title=gettext("Sign in"),
            lead=gettext("You asked for this link. Press the button to sign in."),
            action="/sign-in/link",
            button=gettext("Sign in"),
            key=key,
            form_token=None,
            next=place(wanted),
        )

    @router.post("/sign-in/link")
    def by_link(
        request: Request, key: Secret, wanted: Annotated[str, Form(alias="next", max_length=300)] = "/"
    ) -> Response:
        from_our_page(request.headers)
        try:
            return entrance.let_in(ways.by_link(key, before=door.secret(request)), wanted)
        except SignInRefused as refused:
            return entrance.sign_in(request, status_of(type(refused)), str(refused), next=place(wanted), at="email")

    @router.post("/sign-in/password")
    def by_password(
        request: Request,
        email: Text,
        password: Secret,
        wanted: Annotated[str, Form(alias="next", max_length=300)] = "/",
    ) -> Response:
        from_our_page(request.headers)
        try:
            entered = ways.by_password(email, password, before=door.secret(request))
        except SignInRefused as refused:
            return entrance.sign_in(
                request, status_of(type(refused)), str(refused), next=place(wanted), at="password-email", typed=email
            )
        return entrance.let_in(entered, wanted)

    @router.post("/sign-in/passkey-question")
    def passkey_question(request: Request) -> Response:
        from_our_page(request.headers)
        question, step = ways.passkey_question()
        answer = Response(question, media_type="application/json")
        door.keep_step(answer, "passkey", step)
        return answer

    @router.post("/sign-in/passkey")
    def by_passkey(
        request: Request, answer: Answer = "", wanted: Annotated[str, Form(alias="next", max_length=300)] = "/"
    ) -> Response:
        from_our_page(request.headers)
        session = door.session(request)
        half = session if session is not None and session.half else None
        try:
            entered = ways.by_passkey(answer, door.step(request, "passkey"), half, before=door.secret(request))
        except SignInRefused as refused:
            return entrance.sign_in(
                request, status_of(type(refused)), str(refused), next=place(wanted), at="by-passkey"
            )
        return entrance.let_in(entered, wanted)

    @router.api_route("/sign-in/kept", methods=["GET", "HEAD"])
    def kept(request: Request) -> Response:
        asking = signed_in(request)
        waiting = take_form(entrance.drafts, asking.person)
        if waiting is None:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        if has_form(waiting.place):
            return RedirectResponse(waiting.place, HTTPStatus.SEE_OTHER)
        return entrance.page(
            "kept.html", asking, action=waiting.place, fields=waiting.fields, form_token=asking.form_token
        )

    @router.api_route("/sign-in/stay", methods=["GET", "HEAD"])
    def stay(request: Request) -> Response:
        # To ask for any page is to go on. This one opens beside a form, so that what is typed there stays.
        return entrance.page("stay.html", signed_in(request))

    @router.api_route("/sign-out", methods=["GET", "HEAD"])
    def ask_to_sign_out(request: Request) -> Response:
        asking = signed_in(request)
        return entrance.page("sign-out.html", asking, form_token=asking.form_token)

    @router.post("/sign-out")
    def sign_out(request: Request, form_token: Text = "") -> Response:
        door.check_form(request, form_token)
        ways.leave(door.secret(request) or "")
        answer = RedirectResponse("/?out=here", HTTPStatus.SEE_OTHER)
        door.let_out(answer)
        return answer

    return router
