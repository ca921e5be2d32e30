"""What anybody may ask about the log, and a witness' way to give its cosignature. None of it is about people."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse
from psycopg import Connection
from psycopg_pool import ConnectionPool
from pydantic import BaseModel, Field

from service.api_problems import described
from service.audit.published import add_cosignatures, growth, newest, with_cosignatures, witnesses_named
from service.settings import Settings

_NOTE: dict[int | str, dict[str, object]] = {
    HTTPStatus.OK.value: {"description": "A signed note, as text.", "content": {"text/plain": {}}}
}
_PROBLEMS = described(HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.MISDIRECTED_REQUEST)


class CosignedCheckpoint(BaseModel, frozen=True, extra="forbid"):
    """A checkpoint with a witness' line under it."""

    checkpoint: Annotated[str, Field(max_length=20_000, examples=["waymark-1a2b3c4d/1\n12\n…\n\n— …\n— …\n"])]


class Taken(BaseModel, frozen=True):
    """Whose cosignatures were kept."""

    witnesses: tuple[str, ...]


def witness_routes(pool: ConnectionPool[Connection], settings: Settings) -> APIRouter:
    """The public side of the proof."""
    router = APIRouter(prefix="/api/audit", tags=["proof"])
    witnesses = witnesses_named(settings.witness_keys)

    @router.get(
        "/checkpoint",
        operation_id="read-checkpoint",
        summary="The newest checkpoint of the whole log",
        response_class=PlainTextResponse,
        responses={**_PROBLEMS, **described(HTTPStatus.NOT_FOUND), **_NOTE},
    )
    def of_checkpoint() -> PlainTextResponse:
        """A signed note (c2sp.org/tlog-checkpoint) with everybody's cosignatures. It says nothing about anybody."""
        with pool.connection() as connection:
            return PlainTextResponse(with_cosignatures(connection, newest(connection)))

    @router.get(
        "/growth",
        operation_id="read-growth",
        summary="The newest checkpoint, and the proof that it continues an older one",
        response_class=PlainTextResponse,
        responses={
            **_PROBLEMS,
            **described(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
            **_NOTE,
        },
    )
    def of_growth(
        old: Annotated[int, Query(ge=0, lt=10**15, description="How long the log was when you saw it last.")],
    ) -> PlainTextResponse:
        """What a witness needs, as c2sp.org/tlog-witness sends it to `add-checkpoint`."""
        with pool.connection() as connection:
            return PlainTextResponse(str(growth(connection, old)))

    @router.post(
        "/cosignatures",
        operation_id="add-cosignature",
        summary="Give a witness' cosignature",
        responses={
            **_PROBLEMS,
            **described(
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                HTTPStatus.UNPROCESSABLE_ENTITY,
            ),
        },
    )
    def take(cosigned: CosignedCheckpoint) -> Taken:
        """Keep the cosignature of a witness whose key this Waymark was told. The signature itself says whose it is."""
        with pool.connection() as connection:
            found = add_cosignatures(connection, witnesses, cosigned.checkpoint)
        return Taken(witnesses=tuple(each.witness for each in found))

    return router
