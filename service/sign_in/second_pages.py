"""The pages of the second of two things: to give it, or to choose it for the first time."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.api_refusals import NobodyActs
from service.sign_in.entrance import Entrance, place
from service.sign_in.own_account import NewCode, OwnAccount
from service.sign_in.refusals import SignInRefused
from service.sign_in.sessions import Session, form_token

Text = Annotated[str, Form(max_length=300)]
Answer = Annotated[str, Form(max_length=20_000)]
BEGIN_AGAIN = "Your 15 minutes are over, or you are in already. Please sign in again."


class StepTwo:
    """Somebody between the first thing and the second."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance
        self._door = entrance.door
        self._ways = entrance.ways

    def half_in(self, request: Request, given: str | None = None) -> tuple[str, Session]:
        """The browser's number and the half session it has. `given` is the token of a form, if one was sent."""
        secret, session = self._door.secret(request), self._door.session(request)
        if secret is None or session is None or not session.half:
            raise NobodyActs(BEGIN_AGAIN)
        if given is not None:
            self._door.check_form(request, given)
        return secret, session

    def new_in(self, request: Request, given: str) -> tuple[str, Session, OwnAccount]:
        """Somebody who has nothing yet to give as the second thing. Who has must give it."""
        secret, session = self.half_in(request, given)
        if self._ways.seconds(session.person):
            raise NobodyActs(BEGIN_AGAIN)
        return secret, session, OwnAccount(self._door.desk, session)

    def shown(
        self, request: Request, session: Session, wanted: str, code: NewCode | None = None, said: str | None = None
    ) -> Response:
        """The page: to give the second thing, or to choose one for the first time."""
        secret = self._door.secret(request) or ""
        token, status = form_token(secret), HTTPStatus.UNAUTHORIZED if said else HTTPStatus.OK
        kinds = {factor.kind for factor in self._door.desk.factors.of(session.person)}
        if self._ways.seconds(session.person):
            return self._entrance.page(
                "second.html",
                None,
                status,
                said=said,
                form_token=token,
                next=place(wanted),
                has_code="one-time-code" in kinds,
                has_passkey="passkey" in kinds,
                has_codes="recovery-codes" in kinds,
            )
        made = code or OwnAccount(self._door.desk, session).begin_code()
        page = self._entrance.page(
            "second-new.html", None, status, said=said, form_token=token, code=made, action="/sign-in/second/new"
        )
        self._door.keep_step(page, "code", made.step)
        return page


def second_routes(entrance: Entrance) -> APIRouter:
    """`/sign-in/second`."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    door, ways, step_two = entrance.door, entrance.ways, StepTwo(entrance)

    @router.api_route("/sign-in/second", methods=["GET", "HEAD"])
    def second(request: Request, wanted: Annotated[str, Query(alias="next", max_length=300)] = "/") -> Response:
        _, session = step_two.half_in(request)
        return step_two.shown(request, session, wanted)

    @router.post("/sign-in/second")
    def by_code(
        request: Request,
        code: Text,
        form_token: Text = "",
        wanted: Annotated[str, Form(alias="next", max_length=300)] = "/",
    ) -> Response:
        secret, session = step_two.half_in(request, form_token)
        try:
            entered = ways.by_code(session, code, before=secret)
        except SignInRefused as refused:
            return step_two.shown(request, session, wanted, said=str(refused))
        return entrance.let_in(entered, wanted)

    @router.post("/sign-in/second/new")
    def new_code(request: Request, code: Text, form_token: Text = "") -> Response:
        secret, session, account = step_two.new_in(request, form_token)
        step = door.step(request, "code")
        begun = account.code_begun(step)
        try:
            account.finish_code(step, code)
        except SignInRefused as refused:
            return step_two.shown(request, session, "/", begun, said=str(refused))
        ended = ways.enter(session.person, *session.ways, "one-time-code", two=True, before=secret)
        return entrance.let_in(ended, "/account")

    @router.post("/sign-in/second/passkey-question")
    def passkey_question(request: Request, form_token: Text = "") -> Response:
        _, _, account = step_two.new_in(request, form_token)
        question, step = account.passkey_question()
        answer = Response(question, media_type="application/json")
        door.keep_step(answer, "new_passkey", step)
        return answer

    @router.post("/sign-in/second/passkey")
    def new_passkey(request: Request, answer: Answer = "", label: Text = "", form_token: Text = "") -> Response:
        secret, session, account = step_two.new_in(request, form_token)
        try:
            account.add_passkey(answer, door.step(request, "new_passkey"), label)
        except SignInRefused as refused:
            return step_two.shown(request, session, "/", said=str(refused))
        ended = ways.enter(session.person, *session.ways, "passkey", two=True, before=secret)
        return entrance.let_in(ended, "/account")

    return router
