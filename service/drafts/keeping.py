"""`/drafts`: keeps what is typed on a page meanwhile. The page itself puts it back, and forgets what is sent."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from service.actor import Acting, door_of
from service.api_refusals import NothingHere
from service.drafts.drafts import Drafts
from service.drafts.places import is_page, kept_fields

PATH = "/drafts"
Place = Annotated[str, Query(max_length=300)]


def draft_routes(drafts: Drafts) -> APIRouter:
    """Where the script of drafts sends a form whose page has no button to keep it."""
    router = APIRouter(include_in_schema=False)

    @router.post(PATH)
    async def keep(request: Request, acting: Acting, place: Place = "") -> Response:
        form = await request.form()
        door_of(request).check_form(request, str(form.get("form_token", "")))
        if not is_page(place):
            raise NothingHere("Nothing is kept at this address.")
        await run_in_threadpool(drafts.keep, acting.person, place, kept_fields(form.multi_items()))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router
