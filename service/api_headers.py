"""The headers that make it safe to repeat a command, and to act on what one looked at."""

import re
from typing import Annotated

from fastapi import Header

from domain.event import PersonRef
from service.api_refusals import HeaderNotUnderstood

KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
POSITION = "Waymark-Position"

IdempotencyKey = Annotated[
    str,
    Header(
        alias=KEY,
        pattern=r"^[!-~]{1,255}$",
        description=(
            "A new key of your own for each command, such as a UUID. Send a command again with the same key when "
            "its answer was lost: it is carried out once, and you get the first answer."
        ),
        examples=["7b0d1c0a-6a0e-4a52-9a6f-0c9a5a0a6b11"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag of the milestone you looked at. If a person changed it since, nothing happens (412).",
        examples=['"12"'],
    ),
]

_ETAG = re.compile(r'"([0-9]{1,15})"')


def command_id(actor: PersonRef, key: str) -> str:
    """The id of a command. The actor is in it, so that two people's equal keys are two commands."""
    return f"{actor}/{key}"


def etag(version: int) -> str:
    """The ETag of a milestone that a person last changed in this version."""
    return f'"{version}"'


def expected_version(if_match: str | None) -> int | None:
    """The version of the milestone that the person was looking at, if they say so."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        msg = 'If-Match must be the ETag of a milestone, in quotation marks, such as "12". Look at it to get one.'
        raise HeaderNotUnderstood(msg)
    return int(found[1])
