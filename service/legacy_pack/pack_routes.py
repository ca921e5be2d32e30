"""The legacy pack over HTTP: for programs, and behind a link for people."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from service.actor import Acting
from service.api_addresses import ProgrammeId, programme_of
from service.api_problems import described
from service.evidence.file_store import pieces_of, read_and_closed
from service.evidence.handing_out import saved
from service.legacy_pack.pack_room import PackRoom
from service.sign_in.door import SignedIn

ZIP = "application/zip"
_ANSWERS: dict[int | str, dict[str, Any]] = {
    **described(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.MISDIRECTED_REQUEST,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    HTTPStatus.OK.value: {"description": "The file.", "content": {ZIP: {}}, "headers": {}},
}

For = Annotated[
    Literal["everybody", "waymark"] | None,
    Query(alias="for", description="Only what is for everybody, or also what is for people with an account here."),
]
Made = Annotated[
    Literal["now", "at-the-end"],
    Query(description="Made now, or the one for everybody that was kept when the programme ended."),
]


def pack_routes(room: PackRoom) -> APIRouter:
    """One address for programs and one for people, whose refusals are a page."""
    router = APIRouter()

    @router.get(
        "/api/programmes/{programme}/legacy-pack",
        operation_id="read-legacy-pack",
        summary="What a programme leaves behind, as one file",
        tags=["library"],
        response_class=Response,
        responses=_ANSWERS,
    )
    def of_pack(programme: ProgrammeId, acting: Acting, audience: For = None, made: Made = "now") -> Response:
        """A zip that works with no service and no network: pages, files, the plan as it really went, and its proof.

        It holds what was published, as far as it is for you, and no name of a person. Before you pass it on, ask for
        the one for everybody.
        """
        return _answer(room, programme_of(programme), acting, audience, made)

    @router.get("/programmes/{programme}/legacy-pack", include_in_schema=False)
    def behind_a_link(programme: str, acting: Acting, audience: For = None, made: Made = "now") -> Response:
        return _answer(room, programme_of(programme), acting, audience, made)

    return router


def _answer(
    room: PackRoom,
    programme: str,
    asking: SignedIn,
    audience: Literal["everybody", "waymark"] | None,
    made: Literal["now", "at-the-end"],
) -> Response:
    if made == "at-the-end":
        return _file(programme, room.kept(programme, asking))
    with room.pack(programme, asking, audience) as file:
        # Opened while it is there; what is open can be read to its end after it was taken away.
        return _file(programme, file)


def _file(programme: str, file: Path) -> Response:
    opened = file.open("rb")
    size = file.stat().st_size
    name = f"legacy-{programme.removeprefix('programme:')}.zip"
    return saved(name, ZIP, size, read_and_closed(opened, pieces_of(opened)))
