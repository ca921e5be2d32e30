"""What may have happened to one milestone. TOPICs are storage."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.event import Fact, PersonRef
from domain.foreseen import Foreseen
from domain.grants import unsaid
from domain.passage import Passage
from domain.plan import MilestoneId, PlanPart, Slug

BlockKind = Literal["someone-outside", "money", "people", "access", "policy"]
DatedStep = Literal["opened", "submitted", "accepted"]
SlackDays = Annotated[int, Field(ge=-100_000, le=100_000)] | None
"""How many days later than this date it could end without a later end of everything, as stated with the date."""


class MilestoneOpened(Fact):
    """Work on a milestone may begin. `due` is stated here and changes only by an event."""

    TOPIC: ClassVar[str] = "programme.milestone-opened.v1"
    milestone: MilestoneId
    round: int
    due: date
    early: bool
    reason: Passage | None
    slack_days: SlackDays = Field(default=None, exclude_if=unsaid)


class MilestoneAssigned(Fact):
    """One person looks after a milestone now."""

    TOPIC: ClassVar[str] = "programme.milestone-assigned.v1"
    milestone: MilestoneId
    to: PersonRef


class TasksHandedOver(Fact):
    """One person's milestones went to another."""

    TOPIC: ClassVar[str] = "programme.tasks-handed-over.v1"
    giver: PersonRef
    to: PersonRef
    milestones: tuple[MilestoneId, ...]
    reason: Passage | None


class EvidenceFile(PlanPart):
    """A file, known by what is in it. Its name may be personal, so it is sealed."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]
    media_type: Annotated[str, Field(pattern=r"^[a-z0-9.+-]+/[a-z0-9.+-]+$", max_length=100)]
    name: Passage


class EvidenceAdded(Fact):
    """Something that shows a milestone is reached: a note, a link or a file."""

    TOPIC: ClassVar[str] = "programme.evidence-added.v1"
    milestone: MilestoneId
    evidence: int
    note: Passage | None
    link: Passage | None
    file: EvidenceFile | None


class EvidenceRetracted(Fact):
    """A piece of evidence no longer counts. It stays in the record."""

    TOPIC: ClassVar[str] = "programme.evidence-retracted.v1"
    milestone: MilestoneId
    evidence: int
    reason: Passage


class MilestoneSubmitted(Fact):
    """Somebody says a milestone is reached, and asks for it to be accepted."""

    TOPIC: ClassVar[str] = "programme.milestone-submitted.v1"
    milestone: MilestoneId
    note: Passage | None


class MilestoneAccepted(Fact):
    """The founding group or the board agrees that a milestone is reached."""

    TOPIC: ClassVar[str] = "programme.milestone-accepted.v1"
    milestone: MilestoneId
    waived: tuple[Slug, ...]
    board_version: int
    legacy_version: int = Field(default=0, exclude_if=lambda version: version == 0)
    """Left out while nothing was left behind, so that what was stored before there was a legacy reads the same."""
    note: Passage | None
    before_waymark: bool = False
    """Reached before the programme was in Waymark (started part-way)."""


class MilestoneReturned(Fact):
    """More work is needed before a milestone can be accepted."""

    TOPIC: ClassVar[str] = "programme.milestone-returned.v1"
    milestone: MilestoneId
    due: date
    reason: Passage
    slack_days: SlackDays = Field(default=None, exclude_if=unsaid)


class AcceptanceWithdrawn(Fact):
    """The acceptance was a mistake: the milestone waits for a decision again."""

    TOPIC: ClassVar[str] = "programme.acceptance-withdrawn.v1"
    milestone: MilestoneId
    reason: Passage


class MilestoneReopened(Fact):
    """A milestone that was reached needs work again."""

    TOPIC: ClassVar[str] = "programme.milestone-reopened.v1"
    milestone: MilestoneId
    round: int
    due: date
    reason: Passage
    slack_days: SlackDays = Field(default=None, exclude_if=unsaid)


class DateCorrected(Fact):
    """A date in the record was wrong. The first record stays; this one says what is right."""

    TOPIC: ClassVar[str] = "programme.date-corrected.v1"
    milestone: MilestoneId
    step: DatedStep
    was: date
    correct: date
    reason: Passage


class MilestoneBlocked(Fact):
    """Work cannot go on, and this is the kind of reason."""

    TOPIC: ClassVar[str] = "programme.milestone-blocked.v1"
    milestone: MilestoneId
    kind: BlockKind
    note: Passage | None


class MilestoneUnblocked(Fact):
    """Work can go on."""

    TOPIC: ClassVar[str] = "programme.milestone-unblocked.v1"
    milestone: MilestoneId
    note: Passage | None


class MilestoneRescheduled(Fact):
    """A milestone was given another date. This is normal, never a failure (seed 002)."""

    TOPIC: ClassVar[str] = "programme.milestone-rescheduled.v1"
    milestone: MilestoneId
    was: date
    due: date
    reason: Passage
    foreseen: Foreseen | None = Field(default=None, exclude_if=unsaid)
    slack_days: SlackDays = Field(default=None, exclude_if=unsaid)


class MilestoneSetAside(Fact):
    """The group decided that this milestone is not for it, or not now."""

    TOPIC: ClassVar[str] = "programme.milestone-set-aside.v1"
    milestone: MilestoneId
    reason: Passage


class MilestoneRestored(Fact):
    """A milestone that was set aside is in the plan again."""

    TOPIC: ClassVar[str] = "programme.milestone-restored.v1"
    milestone: MilestoneId
    reason: Passage
