"""Problem details (RFC 9457): how every refusal and every fault looks to a program."""

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from inspect import getdoc

from fastapi import Response
from pydantic import BaseModel, Field

from domain.refusals import Refusal, SomebodyElseWasFirst
from service.api_mistakes import Mistake
from service.api_refusals import Away, NotRead
from service.refusal_status import STATUS, status_of
from service.sign_in.refusals import TooManyTries

MEDIA_TYPE = "application/problem+json"
KINDS_AT = "/api/problems"
COME_AGAIN: Mapping[type[Refusal], int] = {Away: 5, NotRead: 1, SomebodyElseWasFirst: 1, TooManyTries: 60}
"""After how many seconds it is worth asking again."""


class Problem(BaseModel, frozen=True):
    """Why something was not done, and what to do about it. `detail` is plain English, for the person who asked."""

    type: str = Field(examples=["/api/problems#gate-closed"])
    title: str = Field(examples=["Something must be true before this milestone is accepted."])
    status: int = Field(ge=400, le=599, examples=[409])
    detail: str = Field(examples=["GOV-05 cannot be accepted yet. Bank account: FUN-02 must be accepted first."])
    errors: tuple[Mistake, ...] = ()


class ProblemKind(BaseModel, frozen=True):
    """A kind of problem, as `type` names it."""

    type: str
    title: str
    status: int


def slug(refusal: type[Refusal]) -> str:
    """The name of a kind of refusal as addresses write it: `GateClosed` is `gate-closed`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()


def kind_of(refusal: type[Refusal]) -> ProblemKind:
    """What is the same for all refusals of a kind."""
    title = (getdoc(refusal) or "").partition("\n")[0]
    return ProblemKind(type=f"{KINDS_AT}#{slug(refusal)}", title=title, status=status_of(refusal))


def kinds() -> tuple[ProblemKind, ...]:
    """Every kind of problem there is."""
    return tuple(sorted((kind_of(each) for each in STATUS), key=lambda kind: kind.type))


def problem(refusal: Refusal, errors: Sequence[Mistake] = (), headers: Mapping[str, str] | None = None) -> Response:
    """A refusal as an answer. Nothing in it names the request, so that equal refusals are equal byte for byte."""
    kind = kind_of(type(refusal))
    body: dict[str, object] = {**kind.model_dump(), "detail": str(refusal)}
    if errors:
        body["errors"] = [mistake.model_dump() for mistake in errors]
    # ASCII: the name of an unknown field may hold half a character, which no other encoding takes.
    content = json.dumps(body, ensure_ascii=True)
    return Response(content, kind.status, {**again(refusal), **(headers or {})}, MEDIA_TYPE)


def again(refusal: Refusal) -> dict[str, str]:
    """The header that says when to come again, if that helps."""
    seconds = COME_AGAIN.get(type(refusal))
    return {} if seconds is None else {"Retry-After": str(seconds)}


def described(*statuses: HTTPStatus) -> dict[int | str, dict[str, object]]:
    """These statuses as OpenAPI describes them, each with every kind of problem it can be."""
    return {int(status): _described(status) for status in statuses}


def _described(status: HTTPStatus) -> dict[str, object]:
    examples = {
        slug(each): {
            "summary": kind_of(each).title,
            "value": {**kind_of(each).model_dump(), "detail": "What is wrong here, and what to do about it."},
        }
        for each, its in STATUS.items()
        if its == status
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    answer: dict[str, object] = {
        "description": status.phrase,
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }
    if any(STATUS[each] == status for each in COME_AGAIN):
        answer["headers"] = {
            "Retry-After": {"description": "Seconds after which to ask again.", "schema": {"type": "integer"}}
        }
    return answer
