"""Files over HTTP: sent in a form, had back by those who may see the evidence, and public ones by anybody."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from domain.milestone_commands import FileShown
from domain.resource_events import PublishedFile
from service.actor import Acting, who_asks
from service.api_addresses import ProgrammeId, address, programme_of
from service.api_problems import described
from service.assembly import Waymark
from service.evidence.arrival import arriving
from service.evidence.file_desk import FileDesk
from service.evidence.handing_out import SCAN
from service.evidence.public_shelf import PublicShelf
from service.visibility import Visibility

FilePath = Annotated[str, Path(description="The SHA-256 of the file.", examples=["9f86d081" * 8])]

_FILE = {"type": "string", "format": "binary", "description": "At most 25 MB."}


def _form(file: Mapping[str, str], **more: str) -> dict[str, Any]:
    """A form, as OpenAPI describes it."""
    fields = {"file": file, **{name: {"type": "string", "description": said} for name, said in more.items()}}
    schema = {"type": "object", "properties": fields}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


_SENT = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_HAD = described(
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.GONE,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_BYTES: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK: {
        "description": "The file, to be saved.",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {SCAN: {"description": "What the virus scanner said.", "schema": {"type": "string"}}},
    }
}


def file_routes(waymark: Waymark, visibility: Visibility) -> APIRouter:
    """Sending and having files."""
    router, desk = APIRouter(tags=["files"]), FileDesk(waymark, visibility)
    shelf = PublicShelf(waymark, visibility)

    @router.post(
        "/api/programmes/{programme}/files",
        operation_id="send-file",
        summary="Send a file, to be shown as evidence",
        status_code=HTTPStatus.CREATED,
        responses=_SENT,
        openapi_extra=_form(_FILE, about="The person it is about, if it is about one."),
    )
    async def send(programme: ProgrammeId, acting: Acting, request: Request, response: Response) -> FileShown:
        """Send a file. The answer is the `file` of add-evidence; what no evidence names in two days is taken away."""
        ref = programme_of(programme)
        await run_in_threadpool(desk.may_send, ref, acting)
        async with arriving(request, waymark.settings.folders) as arrival:
            about = arrival.fields.get("about")
            sent = await desk.in_turn(lambda: desk.take(ref, acting, arrival, about))
        response.headers["Location"] = f"{address(ref)}/files/{sent.shown.sha256}"
        response.headers[SCAN] = sent.scan
        return sent.shown

    @router.post(
        "/api/programmes/{programme}/published-files",
        operation_id="publish-file",
        summary="Make a file ready to be published with a resource",
        status_code=HTTPStatus.CREATED,
        responses={**_SENT, **described(HTTPStatus.GONE)},
        openapi_extra=_form(_FILE, evidence="The SHA-256 of a file of evidence, instead.", name="Its new name."),
    )
    async def publish(programme: ProgrammeId, acting: Acting, request: Request, response: Response) -> PublishedFile:
        """Send a file for others, or take one out of the evidence. The answer is `file` of add-file."""
        ref = programme_of(programme)
        await run_in_threadpool(desk.may_publish, ref, acting)
        async with arriving(request, waymark.settings.folders) as arrival:
            made = await desk.in_turn(lambda: desk.publish(ref, acting, arrival))
        response.headers["Location"] = f"/library/files/{made.sha256}"
        return made

    @router.get(
        "/api/programmes/{programme}/files/{sha256}",
        operation_id="read-file",
        summary="A file of evidence",
        response_class=Response,
        responses={**_HAD, **_BYTES},
    )
    def had(programme: ProgrammeId, sha256: FilePath, acting: Acting) -> Response:
        """A file of evidence, to be saved."""
        return desk.hand_out(programme_of(programme), sha256, acting)

    @router.get("/programmes/{programme}/files/{sha256}", include_in_schema=False)
    def had_by_people(programme: str, sha256: str, acting: Acting) -> Response:
        return desk.show_to(programme_of(programme), sha256, acting)

    @router.get("/library/files/{sha256}", include_in_schema=False)
    def published(sha256: str, request: Request) -> Response:
        return shelf.hand_out(sha256, who_asks(request))

    return router
