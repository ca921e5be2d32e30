"""What a legacy pack says: one JSON file of it, from which every page of the pack is made and which is read back."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from domain.learning_events import Beside, ProgrammeRef
from domain.passage import Name, Text
from domain.plan import Plan, Slug
from domain.programme_events import Ending, Vocabulary
from domain.resource_events import Lasted, ResourcePublished

FORMAT = 1


class PackPart(BaseModel, frozen=True, extra="forbid"):
    """A part of a pack."""


class PackedResource(PackPart):
    """One thing left behind: what was published, by whom it is looked after, whether it still runs."""

    published: ResourcePublished
    published_on: date
    owner: Name | None
    owner_agreed_on: date | None
    running: bool | None
    running_answered_on: date | None
    reviewed_on: date | None = None
    """When somebody looked whether it is still right, and when to look again; None when nobody has yet."""
    review_on: date | None = None
    contact: Name | None = None
    """The name of a person who said that they may be asked, and how: only in a pack made with contacts."""
    contact_by: Text | None = None


class Neighbour(PackPart):
    """An organisation that stands beside this one."""

    organisation: Name
    part: Beside
    gives: bool
    since: date


class PackContents(PackPart):
    """All of a pack but its files and its proof. Names no person, unless it was made with contacts."""

    format: Annotated[int, Field(ge=1, le=FORMAT)] = FORMAT
    programme: ProgrammeRef
    organisation: Name
    locality: Name
    mentor: Name
    vocabulary: Vocabulary
    template: Slug
    template_version: int
    started_on: date
    ended_on: date | None
    ending: Ending | None
    made_on: date
    audience: Literal["everybody", "waymark"]
    resources: tuple[PackedResource, ...]
    withheld: int
    """Resources that are for a smaller circle, and so are not in this pack."""
    neighbours: tuple[Neighbour, ...]
    plan: Plan
    """The plan it began with."""
    course: tuple[Lasted, ...]
    left_out: int
    """Milestones of the group's own: their words were written for the group alone."""
    checkpoint: Text | None = None
    """The signed checkpoint that the proof in this pack continues to; None when nothing was signed yet."""
