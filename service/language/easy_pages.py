"""The pictures of Easy Read, over HTTP. They never change under their name, so browsers may keep them."""

from fastapi import APIRouter, Response

from service.api_refusals import NothingHere
from service.language.pictures import AT, SUFFIX, picture

_KEPT = "public, max-age=604800"


def picture_routes() -> APIRouter:
    """`/pictures/<name>.svg`."""
    router = APIRouter(include_in_schema=False)

    @router.api_route(AT + "/{name}" + SUFFIX, methods=["GET", "HEAD"])
    async def shown(name: str) -> Response:
        drawn = picture(name)
        if drawn is None:
            raise NothingHere("There is nothing at this address. Check how it is written.")
        return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": _KEPT})

    return router
