"""What people may ask of the things a group leaves behind."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.calendar import Day
from domain.event import PersonRef
from domain.passage import Name, Text
from domain.plan import MilestoneId
from domain.programme_commands import Command
from domain.resource_events import (
    Audience,
    Format,
    Language,
    Licence,
    PublishedFile,
    ResourceKind,
    ResourceNumber,
)

MOST_FILES = 20
Link = Annotated[Text, Field(pattern=r"^https?://\S+$", max_length=2000)]


class DraftResource(Command):
    """Write down something that others could use. `lesson` is the version of the recorded lesson it is made from."""

    NAME: ClassVar[str] = "draft-resource"
    kind: ResourceKind
    title: Name
    text: Text
    easy_read: Text | None = None
    milestone: MilestoneId | None = None
    lesson: Annotated[int, Field(ge=1, le=10**9)] | None = None
    evidence: tuple[Annotated[int, Field(ge=1, le=10**9)], ...] = ()


class ResourceCommand(Command):
    """A request about one resource, known by its number in this programme."""

    resource: ResourceNumber


class ReviseResource(ResourceCommand):
    """Give a draft other words. What was checked before must be checked again."""

    NAME: ClassVar[str] = "revise-resource"
    title: Name
    text: Text
    easy_read: Text | None = None


class CheckResource(ResourceCommand):
    """Say that members looked at a draft, and whether it is right. Nobody checks their own words."""

    NAME: ClassVar[str] = "check-resource"
    agreed: bool
    note: Text | None = None


class PublishResource(ResourceCommand):
    """Offer a checked resource to others, in the words that were checked. Open to everybody unless you say less.

    Without `files` or `criteria`, those of the edition that others see now stay.
    """

    NAME: ClassVar[str] = "publish-resource"
    link: Link | None = None
    files: Annotated[tuple[PublishedFile, ...], Field(max_length=MOST_FILES)] | None = None
    formats: tuple[Format, ...] = ("plain-text",)
    language: Language = "en"
    licence: Licence = "CC-BY-4.0"
    audience: Audience = "everybody"
    criteria: tuple[Annotated[int, Field(ge=1, le=21)], ...] | None = None
    constituencies: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    review_on: Day | None = None
    contact: PersonRef | None = None
    consented_on: Day | None = None


class AddFile(ResourceCommand):
    """Add a file to what is offered. All else stays as it is, and so do the files that others add meanwhile."""

    NAME: ClassVar[str] = "add-file"
    file: PublishedFile


class LeaveOutFile(ResourceCommand):
    """Leave a file out of what is offered from now on. Whoever saved it before may have kept it."""

    NAME: ClassVar[str] = "leave-out-file"
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class WithdrawResource(ResourceCommand):
    """Stop offering a published resource."""

    NAME: ClassVar[str] = "withdraw-resource"
    reason: Text


class NameOwner(ResourceCommand):
    """Say who looks after a resource once the mentor is gone. They must have said yes."""

    NAME: ClassVar[str] = "name-owner"
    organisation: Name
    person: PersonRef | None = None
    agreed_on: Day


class EndOwnership(ResourceCommand):
    """Say that the owner can no longer look after it."""

    NAME: ClassVar[str] = "end-ownership"
    reason: Text | None = None


class ReviewResource(ResourceCommand):
    """Say that somebody looked whether it is still right, and when to look again."""

    NAME: ClassVar[str] = "review-resource"
    review_on: Day
    note: Text | None = None


class AnswerRunning(ResourceCommand):
    """Say whether a resource is still running after the programme's end."""

    NAME: ClassVar[str] = "answer-running"
    running: bool
    note: Text | None = None
