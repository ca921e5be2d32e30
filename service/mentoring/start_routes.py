"""The addresses of starting a programme: each step is asked and answered, and what is typed is kept at once."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from service.actor import Acting, door_of
from service.api_refusals import NothingHere
from service.drafts.places import kept_fields
from service.mentoring.start_draft import PATH, StartDraft, StartDrafts
from service.mentoring.start_pages import StartPages
from service.mentoring.start_sending import Sent
from service.mentoring.start_steps import BY_NAME, Step, next_step, reached
from service.sign_in.door import SignedIn


def start_routes(pages: StartPages, drafts: StartDrafts) -> APIRouter:
    """`/start` and its steps."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def entry(request: Request, acting: Acting) -> Response:
        return pages.entry(acting, drafts.look(request, acting.person))

    @router.api_route(f"{PATH}/{{step}}", methods=["GET", "HEAD"])
    def ask(request: Request, step: str, acting: Acting) -> Response:
        found = _step(step)
        draft = drafts.look(request, acting.person) or StartDraft()
        if not reached(draft, found.name):
            return _to(next_step(draft))
        return pages.step(acting, draft, found, drafts.typed(acting.person, found.name))

    def take(request: Request, step: Step, acting: SignedIn, typed: Mapping[str, str]) -> Response:
        kept = drafts.look(request, acting.person)
        if kept is None and step.name == "check":
            # Sent before: the programme is there.
            return RedirectResponse("/mentoring", HTTPStatus.SEE_OTHER)
        draft = kept or StartDraft()
        if not reached(draft, step.name):
            return _to(next_step(draft))
        if typed.get("keep") == "yes":
            drafts.keep(acting.person, draft)
            drafts.keep_typed(acting.person, step.name, kept_fields(typed.items()))
            quietly = typed.get("quietly") == "yes"
            return (
                Response(status_code=HTTPStatus.NO_CONTENT) if quietly else RedirectResponse(PATH, HTTPStatus.SEE_OTHER)
            )
        if step.name == "check":
            sent = pages.sent(acting, draft)
            if isinstance(sent, Response):
                return sent
            drafts.drop(acting.person)
            return _begun(sent)
        changed, answer = pages.answered(acting, draft, step, typed)
        if answer is None or changed is not draft:
            drafts.forget_typed(acting.person, step.name)
        else:
            drafts.keep_typed(acting.person, step.name, kept_fields(typed.items()))
        drafts.keep(acting.person, changed)
        return answer or _to(next_step(changed))

    @router.post(f"{PATH}/{{step}}")
    async def answer(request: Request, step: str, acting: Acting) -> Response:
        form = await request.form()
        typed = {name: text for name, text in form.items() if isinstance(text, str)}
        found = _step(step)
        door_of(request).check_form(request, typed.get("form_token", ""))
        return await run_in_threadpool(take, request, found, acting, typed)

    return router


def _step(name: str) -> Step:
    if name not in BY_NAME:
        raise NothingHere("There is nothing at this address. Check how it is written.")
    return BY_NAME[name]


def _to(step: str = "") -> Response:
    return RedirectResponse(f"{PATH}/{step}".rstrip("/"), HTTPStatus.SEE_OTHER)


def _begun(sent: Sent) -> Response:
    """To the new programme; or to its invitations, when some of them did not go out."""
    page = f"/programmes/{sent.programme.removeprefix('programme:')}"
    if sent.uninvited:
        return RedirectResponse(f"{page}/invitations", HTTPStatus.SEE_OTHER)
    query = urlencode({"done": "start-programme", "at": sent.position})
    return RedirectResponse(f"{page}?{query}", HTTPStatus.SEE_OTHER)
