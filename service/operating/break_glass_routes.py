"""The addresses at which operators ask to look into a programme, and answer each other."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from service.actor import Acting, door_of
from service.forms.recorded import Done
from service.operating.break_glass_page import PATH, BreakGlassPage


def break_glass_routes(page: BreakGlassPage) -> APIRouter:
    """`/operator/break-glass`, and its answers."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def look(acting: Acting, done: Done = "") -> Response:
        return page.shown(acting, done=done)

    @router.post(PATH)
    async def ask(acting: Acting, request: Request) -> Response:
        return await run_in_threadpool(page.ask, acting, await _typed(request))

    @router.post(f"{PATH}/answer")
    async def answer(acting: Acting, request: Request) -> Response:
        return await run_in_threadpool(page.answer, acting, await _typed(request))

    return router


async def _typed(request: Request) -> dict[str, str]:
    typed = {name: text for name, text in (await request.form()).items() if isinstance(text, str)}
    door_of(request).check_form(request, typed.get("form_token", ""))
    return typed
