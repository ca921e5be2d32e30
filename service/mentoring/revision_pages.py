"""`/programmes/{programme}/plan/revise`: without a script, and nothing is recorded before it is adopted."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from service.actor import Acting, door_of
from service.mentoring.revision import read
from service.mentoring.revision_desk import RevisionDesk
from service.mentoring.revision_draft import Draft
from service.mentoring.revision_fields import KINDS
from service.outlook.adopting import what_if_read

PATH = "/programmes/{programme}/plan/revise"


def revision_pages(desk: RevisionDesk) -> APIRouter:
    """The changes that are gathered travel with the form, so that two windows never mix them."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def ask(programme: str, acting: Acting, change: str = "", milestone: str = "", what_if: str = "") -> Response:
        draft = desk.draft(programme, acting)
        if (asked := what_if_read(what_if)) is not None:
            return desk.out_of(draft, asked)
        return desk.change(draft, change, {"milestone": milestone}) if change in KINDS else desk.begun(draft)

    def taken(draft: Draft, go: str, typed: dict[str, str]) -> Response:
        kind, change, number = typed.get("change", ""), go.removeprefix("change-"), go.removeprefix("without-")
        if go.startswith("change-") and change in KINDS:
            return desk.change(draft, change, {})
        if go == "put" and kind in KINDS:
            return desk.put(draft, kind, typed)
        if go.startswith("without-") and number.isdecimal():
            return desk.without(draft, int(number))
        if go == "away":
            return desk.thrown_away(draft)
        return desk.adopted(draft, typed) if go == "adopt" and draft.changes else desk.went_on(draft)

    @router.post(PATH)
    async def take(programme: str, acting: Acting, request: Request) -> Response:
        form = await request.form()
        typed = {name: "\n".join(t for t in form.getlist(name) if isinstance(t, str)) for name in form}
        draft = await run_in_threadpool(
            desk.draft,
            programme,
            acting,
            read(typed.get("changes", "")),
            typed.get("attempt", ""),
            what_if_read(typed.get("what_if", "")),
        )
        door_of(request).check_form(request, typed.get("form_token", ""))
        return await run_in_threadpool(taken, draft, typed.get("go", ""), typed)

    return router
