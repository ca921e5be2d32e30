"""The proof of a programme's record over HTTP and on a page: what is proven, and the file to take away."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from service.actor import Acting, door_of, who_asks
from service.api_addresses import ProgrammeId, programme_of
from service.api_problems import described
from service.audit.continuity import Seen
from service.audit.easy_help import easy_help
from service.audit.proof_reading import ProgrammeProof
from service.audit.proof_room import ProofRoom
from service.language.easy_checks import BY_US
from service.language.easy_lines import hard_words_of, notice_of
from service.pages import Press, Reader
from service.people import People
from service.sign_in.door import SignedIn

ZIP = "application/zip"
_PROBLEMS = described(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_FILE: dict[int | str, dict[str, Any]] = {
    **_PROBLEMS,
    **described(HTTPStatus.CONFLICT),
    HTTPStatus.OK.value: {"description": "The file.", "content": {ZIP: {}}, "headers": {}},
}
_READ: dict[int | str, dict[str, Any]] = {
    **_PROBLEMS,
    HTTPStatus.OK.value: {"description": "What is proven.", "headers": {}},
}
_SENT = described(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)

Note = Annotated[str | None, Field(max_length=20_000)]


class BundleKept(BaseModel, frozen=True, extra="forbid"):
    """What you kept from an earlier file: its part `checkpoint`, and the checkpoint in its `global.tlog-proof`."""

    checkpoint: Note = None
    global_checkpoint: Note = None


def proof_routes(room: ProofRoom) -> APIRouter:
    """For programs."""
    router = APIRouter(prefix="/api/programmes/{programme}", tags=["proof"])

    @router.get("/proof", operation_id="read-proof", summary="What is proven of the record", responses=_READ)
    def of_proof(programme: ProgrammeId, acting: Acting) -> ProgrammeProof:
        """How much of the record is signed, who cosigned it, and what that proves, in plain words."""
        return room.proof(programme_of(programme), acting)

    @router.get(
        "/bundle",
        operation_id="read-bundle",
        summary="The record with its proof, as one file",
        response_class=Response,
        responses=_FILE,
    )
    def of_bundle(programme: ProgrammeId, acting: Acting) -> Response:
        """A zip to be checked with `waymark audit verify`. Of entries that are not for you only the hash is in it."""
        return _file(room, programme, acting, None, keep=False)

    @router.post(
        "/bundle",
        operation_id="take-bundle",
        summary="The record with its proof, continuing what you kept",
        response_class=Response,
        responses={**_FILE, **_SENT},
    )
    def take_bundle(programme: ProgrammeId, acting: Acting, kept: BundleKept) -> Response:
        """The same file, with the proof that it continues what you kept: what you send, else what you got last.

        What you get now is remembered for the next time.
        """
        since = Seen(kept.checkpoint, kept.global_checkpoint) if kept.checkpoint else None
        return _file(room, programme, acting, since, keep=True)

    return router


def proof_pages(press: Press, room: ProofRoom, people: People) -> APIRouter:
    """For people."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    @router.api_route("/programmes/{programme}/proof", methods=["GET", "HEAD"])
    def page(programme: str, acting: Acting) -> Response:
        ref = programme_of(programme)
        group = room.sight(ref, acting).group
        return press.page(
            "proof.html",
            Reader(people.names([acting.person])[acting.person], acting.until),
            programme=ref,
            organisation=group.programme.organisation if group.programme else "",
            proof=room.proof(ref, acting),
            form_token=acting.form_token,
        )

    @router.post("/programmes/{programme}/bundle")
    def take(
        request: Request, programme: str, acting: Acting, form_token: Annotated[str, Form(max_length=200)] = ""
    ) -> Response:
        door_of(request).check_form(request, form_token)
        return _file(room, programme, acting, None, keep=True)

    return router


def help_pages(press: Press, people: People, site: str) -> APIRouter:
    """How to check a record and how to become a witness, for anybody, signed in or not."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def of(template: str, request: Request, **values: object) -> Response:
        asking = who_asks(request)
        reader = Reader(people.names([asking.person])[asking.person], asking.until) if asking else None
        return press.page(template, reader, HTTPStatus.OK, site=site, **values)

    @router.api_route("/help/proof", methods=["GET", "HEAD"])
    def plain(request: Request) -> Response:
        return of("help_proof.html", request)

    @router.api_route("/help/proof/easy-read", methods=["GET", "HEAD"])
    def easy(request: Request) -> Response:
        parts = easy_help()
        said = [line for _title, lines in parts for line in lines]
        words, notice = hard_words_of(said), notice_of(said, made=BY_US)
        return of("help_proof_easy.html", request, parts=parts, hard_words=words.items(), notice=notice)

    return router


def _file(room: ProofRoom, programme: str, asking: SignedIn, since: Seen | None, *, keep: bool) -> Response:
    with room.bundle(programme_of(programme), asking, since, keep=keep) as (bundled, content):
        name = f"record-{programme}-{bundled.size}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type=ZIP, headers=headers)
