"""One page for each command that has a form: it asks, gives the command, and says what was recorded.

It needs no script. Sent twice, it is done once; sent after somebody else changed the milestone, it is shown again with
what was typed.
"""

from collections.abc import Iterable

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from service.actor import Acting, door_of
from service.forms.form_desk import FormDesk

PATH = "/programmes/{programme}/do/{name}"


def form_pages(desk: FormDesk) -> APIRouter:
    """Every form, at an address that says what it does."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def ask(programme: str, name: str, acting: Acting, request: Request) -> Response:
        return desk.blank(desk.case(programme, name, acting, request.query_params))

    @router.post(PATH)
    async def take(programme: str, name: str, acting: Acting, request: Request) -> Response:
        fields = [(field, text) for field, text in (await request.form()).multi_items() if isinstance(text, str)]
        typed = typed_in(fields)
        case = await run_in_threadpool(desk.case, programme, name, acting, typed)
        door_of(request).check_form(request, typed.get("form_token", ""))
        match typed.get("keep"):
            case "yes":
                quietly = typed.get("quietly") == "yes"
                return await run_in_threadpool(lambda: desk.keep(case, fields, quietly=quietly))
            case "no":
                return await run_in_threadpool(desk.forget, case)
            case _:
                return await run_in_threadpool(desk.done, case, typed)

    return router


def typed_in(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What was typed, by field. A field that stands there more than once is a list, one in each line."""
    typed: dict[str, str] = {}
    for name, text in fields:
        typed[name] = f"{typed[name]}\n{text}" if name in typed else text
    return typed
