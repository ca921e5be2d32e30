"""What a group leaves behind: lessons, toolkits, network links, facilities. TOPICs are storage.

One stream holds all that one programme leaves, `resource:<uuid of the programme>`, and numbers it 1..n. A draft is
the group's own words and sealed; what is published is plain, because it is for others.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.event import Fact, PersonRef
from domain.grants import unsaid
from domain.passage import Name, Passage, Text
from domain.plan import MilestoneId, PlanPart, Slug

ResourceKind = Literal["lesson", "toolkit", "network-link", "facility"]
ResourceNumber = Annotated[int, Field(ge=1, le=10_000)]
ResourceRef = Annotated[
    str, Field(pattern=r"^resource:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[1-9][0-9]{0,4}$", max_length=60)
]
"""One resource, wherever it is spoken of: the stream and the number in it. It keeps this name in every Waymark."""

Audience = Literal["everybody", "waymark", "programme"]
"""Who may see it once it is published: everybody, everybody with an account here, or the programme's own people."""

Licence = Literal["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "OGL-UK-3.0", "all-rights-reserved"]
Format = Literal[
    "plain-text",
    "easy-read",
    "html",
    "large-print",
    "audio",
    "video",
    "bsl",
    "braille",
    "pdf",
    "odt",
    "docx",
    "spreadsheet",
]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
"""A BCP 47 tag, such as `en` or `cy`."""
Weeks = Annotated[int, Field(ge=0, le=1040)]
Days = Annotated[int, Field(ge=0, le=7280)]


class Provenance(PlanPart):
    """Where a resource comes from. `lesson` is the version of the LessonRecorded it was made from, in the programme."""

    organisation: Name
    template: Slug
    milestone: MilestoneId | None = None
    stage: Name | None = None
    evidence: tuple[int, ...] = ()
    lesson: int | None = None


class PublishedFile(PlanPart):
    """A file of a published resource, plain, known by the SHA-256 of what is in it. `size` is in bytes."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0, le=10**12)]
    media_type: Annotated[str, Field(pattern=r"^[a-z0-9.+-]+/[a-z0-9.+-]+$", max_length=100)]
    name: Name


class Owner(PlanPart):
    """Who looks after a resource once the mentor is gone. They said yes on `agreed_on`."""

    organisation: Name
    person: PersonRef | None = None
    agreed_on: date


class ResourceDrafted(Fact):
    """Somebody wrote down something that others could use. Not yet checked, and only for the programme's people."""

    TOPIC: ClassVar[str] = "resource.drafted.v1"
    resource: ResourceNumber
    kind: ResourceKind
    milestone: MilestoneId | None
    lesson: int | None
    evidence: tuple[int, ...]
    title: Passage
    text: Passage
    easy_read: Passage | None


class ResourceRevised(Fact):
    """The draft has other words now. What was checked before must be checked again."""

    TOPIC: ClassVar[str] = "resource.revised.v1"
    resource: ResourceNumber
    draft: int
    title: Passage
    text: Passage
    easy_read: Passage | None


class ResourceChecked(Fact):
    """Members looked at a draft, and said whether it is right."""

    TOPIC: ClassVar[str] = "resource.checked.v1"
    resource: ResourceNumber
    draft: int
    agreed: bool
    note: Passage | None


class ResourcePublished(Fact):
    """A checked resource is there for others, in plain words. Each later publishing is a new edition.

    `contact` is a person who said on `consented_on` that they may be asked; their name stays in the people table.
    """

    TOPIC: ClassVar[str] = "resource.published.v1"
    resource: ResourceNumber
    edition: Annotated[int, Field(ge=1)]
    kind: ResourceKind
    title: Name
    text: Text
    easy_read: Text | None
    link: Text | None
    files: tuple[PublishedFile, ...]
    formats: tuple[Format, ...]
    language: Language
    licence: Licence
    audience: Audience
    criteria: tuple[Annotated[int, Field(ge=1, le=21)], ...]
    constituencies: tuple[Name, ...]
    review_on: date
    provenance: Provenance
    contact: PersonRef | None
    consented_on: date | None


class ResourceWithdrawn(Fact):
    """A published resource is no longer offered. Its record stays."""

    TOPIC: ClassVar[str] = "resource.withdrawn.v1"
    resource: ResourceNumber
    reason: Passage


class OwnerNamed(Fact):
    """Somebody said yes to looking after a resource once the mentor is gone."""

    TOPIC: ClassVar[str] = "resource.owner-named.v1"
    resource: ResourceNumber
    owner: Owner


class OwnerLeft(Fact):
    """The owner can no longer look after it."""

    TOPIC: ClassVar[str] = "resource.owner-left.v1"
    resource: ResourceNumber
    reason: Passage | None


class ResourceReviewed(Fact):
    """Somebody looked whether it is still right, and when to look again."""

    TOPIC: ClassVar[str] = "resource.reviewed.v1"
    resource: ResourceNumber
    review_on: date
    note: Passage | None


class RunningAnswered(Fact):
    """Its owner said, a year after the end or later, whether it is still running."""

    TOPIC: ClassVar[str] = "resource.running-answered.v1"
    resource: ResourceNumber
    running: bool
    note: Passage | None


class Lasted(PlanPart):
    """How long one milestone really took, in whole weeks, a begun one counted, and how many of them it was blocked.

    `days` and `blocked_days` say it exactly. Packs of an older Waymark do not have them.
    """

    milestone: MilestoneId
    weeks: Weeks
    blocked_weeks: Weeks = 0
    finished: bool = True
    days: Days | None = Field(default=None, exclude_if=unsaid)
    blocked_days: Days | None = Field(default=None, exclude_if=unsaid)

    @property
    def exact_weeks(self) -> float:
        """In weeks, as exactly as it is known."""
        return self.weeks if self.days is None else self.days / 7

    @property
    def exact_blocked_weeks(self) -> float:
        """The same for the time it was blocked."""
        return self.blocked_weeks if self.blocked_days is None else self.blocked_days / 7


class PackImported(Fact):
    """The legacy pack of another Waymark's programme came in. What it publishes follows in the same stream."""

    TOPIC: ClassVar[str] = "resource.pack-imported.v1"
    pack: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    organisation: Name
    template: Slug
    template_version: int
    ended_on: date | None
    checkpoint: Text | None
    course: tuple[Lasted, ...]


ResourceEvent = (
    ResourceDrafted
    | ResourceRevised
    | ResourceChecked
    | ResourcePublished
    | ResourceWithdrawn
    | OwnerNamed
    | OwnerLeft
    | ResourceReviewed
    | RunningAnswered
    | PackImported
)
