"""How whatever goes wrong in a request becomes a refusal with its status: a problem for programs, a page for people."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus

import psycopg
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Scope

from domain.refusals import Refusal
from service.api_headers import KEY
from service.api_mistakes import Mistake, mistakes
from service.api_problems import problem
from service.api_refusals import (
    Away,
    BodyTooLarge,
    BodyUnreadable,
    FieldsNotUnderstood,
    HeaderNotUnderstood,
    KeyMissing,
    NobodyActs,
    NothingHere,
    NotJson,
    NotThisWay,
)
from service.event_recorder import StoreAway
from service.sign_in.door import BEARER
from service.sign_in.refusals import SecondFactorNeeded

FOR_PROGRAMS = ("/api", "/health")

Shown = Callable[[Refusal, Sequence[Mistake]], Response]
"""Makes a page for a person out of a refusal and what is wrong with each field."""


ToSignIn = Callable[[Request, Refusal], Awaitable[Response]]
"""Makes the page on which somebody signs in who has to, and says why."""


class Faults:
    """Answers for what went wrong. `page` shows it to people; programs get a problem."""

    def __init__(self, page: Shown, to_sign_in: ToSignIn) -> None:
        self._page = page
        self._to_sign_in = to_sign_in

    def refuse(self, scope: Scope, refusal: Refusal) -> ASGIApp:
        """The answer to a request that is refused."""
        return self._answer(scope["path"], refusal)

    def install(self, app: FastAPI) -> None:
        """Let the app answer this way."""
        app.add_exception_handler(Refusal, self._refused)
        app.add_exception_handler(RequestValidationError, self._not_understood)
        app.add_exception_handler(HTTPException, self._http)
        for away in (StoreAway, psycopg.OperationalError, psycopg.InterfaceError):
            app.add_exception_handler(away, self._away)
        app.add_exception_handler(psycopg.DataError, self._not_text)

    async def _refused(self, request: Request, refusal: Exception) -> Response:
        assert isinstance(refusal, Refusal)  # noqa: S101 - registered for nothing else
        if isinstance(refusal, NobodyActs | SecondFactorNeeded) and not request.url.path.startswith(FOR_PROGRAMS):
            return await self._to_sign_in(request, refusal)
        headers = {"WWW-Authenticate": BEARER} if isinstance(refusal, NobodyActs) else {}
        return await self._shown(request.url.path, refusal, headers=headers)

    async def _not_understood(self, request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RequestValidationError)  # noqa: S101 - registered for nothing else
        refusal, found = _refusal_of(request, fault.errors())
        return await self._shown(request.url.path, refusal, found)

    async def _http(self, request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)  # noqa: S101 - registered for nothing else
        return await self._shown(request.url.path, _told(fault.status_code), headers=fault.headers)

    async def _away(self, request: Request, _fault: Exception) -> Response:
        away = Away(
            "The database cannot be reached just now. Send the same again in a moment, with the same key if it has "
            "one: then it is done once, whatever happened to this attempt."
        )
        return self._answer(request.url.path, away)

    async def _not_text(self, request: Request, _fault: Exception) -> Response:
        """Some signs, such as one of no meaning at all (NUL), are in no text that can be kept or looked for."""
        return self._answer(request.url.path, BodyUnreadable("A sign in this request cannot be read. Leave it out."))

    def _answer(
        self,
        path: str,
        refusal: Refusal,
        errors: Sequence[Mistake] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        if path.startswith(FOR_PROGRAMS):
            return problem(refusal, errors, headers)
        page = self._page(refusal, errors)
        page.headers.update(headers or {})
        return page

    async def _shown(
        self,
        path: str,
        refusal: Refusal,
        errors: Sequence[Mistake] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The same, in a thread when it is a page: that asks the database who looks at it."""
        if path.startswith(FOR_PROGRAMS):
            return self._answer(path, refusal, errors, headers)
        return await run_in_threadpool(self._answer, path, refusal, errors, headers)


def _refusal_of(request: Request, errors: Sequence[Mapping[str, object]]) -> tuple[Refusal, Sequence[Mistake]]:
    """What kind of refusal these faults are. Headers come first: without them the rest is no question yet."""
    if any(error["loc"][0] == "path" for error in errors) and not request.url.path.startswith(FOR_PROGRAMS):  # type: ignore[index]
        return _told(HTTPStatus.NOT_FOUND), ()
    in_headers = {str(error["loc"][1]).lower(): error for error in errors if error["loc"][0] == "header"}  # type: ignore[index]
    for name, error in in_headers.items():
        found = mistakes([error])
        if name == KEY.lower() and error["type"] == "missing":
            say = f"Send a new key of your own in the header {KEY}, such as a UUID, and use it again to ask again."
            return KeyMissing(say), ()
        return HeaderNotUnderstood(f"The header {found[0].field} cannot be understood. {found[0].message}"), found
    if any(error["type"] == "json_invalid" for error in errors):
        return BodyUnreadable("The body is not JSON. Check its quotation marks, commas and brackets."), ()
    if request.method in {"POST", "PUT"} and not _says_json(request) and request.url.path.startswith(FOR_PROGRAMS):
        return NotJson("Send the body as JSON, with the header Content-Type: application/json."), ()
    found = mistakes(errors)
    if len(found) == 1:
        return FieldsNotUnderstood("There is one thing to mend before this can be done. It is listed."), found
    many = f"There are {len(found):,} things to mend before this can be done. Each is listed."
    return FieldsNotUnderstood(many), found


def _says_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _told(status: int) -> Refusal:
    match status:
        case HTTPStatus.NOT_FOUND:
            return NothingHere("There is nothing at this address. Check how it is written.")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return NotThisWay("This address takes other methods. The header Allow says which.")
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return BodyTooLarge("The body is larger than 1 MB. Send less; files are known by their SHA-256, not sent.")
        case _:
            return BodyUnreadable("The body cannot be read. Check that it is whole, in UTF-8, and not nested deeply.")
