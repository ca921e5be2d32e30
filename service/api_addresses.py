"""How programmes and their milestones are written in addresses: a programme by its bare uuid."""

import re
from typing import Annotated

from fastapi import Path

from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme

PROGRAMMES = "/api/programmes"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ProgrammeId = Annotated[
    str,
    Path(
        description="The id of the programme.",
        examples=["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"],
        json_schema_extra={"format": "uuid"},
    ),
]
MilestonePath = Annotated[str, Path(description="The id of the milestone in the plan.", examples=["GOV-05"])]


def programme_of(written: str) -> str:
    """`programme:<uuid>` of the uuid in an address. Whatever is no uuid is an unknown programme, nothing else."""
    if not _UUID.fullmatch(written):
        raise UnknownProgramme(NO_SUCH_PROGRAMME)
    return f"programme:{written}"


def address(programme: str) -> str:
    """Where a programme is."""
    return f"{PROGRAMMES}/{programme.removeprefix('programme:')}"


def milestone_address(programme: str, milestone: str) -> str:
    """Where a milestone is."""
    return f"{address(programme)}/milestones/{milestone}"
