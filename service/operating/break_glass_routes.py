"""The addresses at which operators ask to look into a programme, and answer each other."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from service.actor import Acting
from service.forms.recorded import Done
from service.operating.break_glass_page import PATH, BreakGlassPage
from service.operating.filled_form import filled_in


def break_glass_routes(page: BreakGlassPage) -> APIRouter:
    """`/operator/break-glass`, and its answers."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    def look(acting: Acting, done: Done = "") -> Response:
        return page.shown(acting, done=done)

    @router.post(PATH)
    async def ask(acting: Acting, request: Request) -> Response:
        return await run_in_threadpool(page.ask, acting, await filled_in(request))

    @router.post(f"{PATH}/answer")
    async def answer(acting: Acting, request: Request) -> Response:
        return await run_in_threadpool(page.answer, acting, await filled_in(request))

    return router
