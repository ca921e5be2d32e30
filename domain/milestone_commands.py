"""What people may ask of one milestone, or of the plan it stands in."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, Field, model_validator

from domain.calendar import Day
from domain.event import PersonRef
from domain.grants import unsaid
from domain.milestone_events import BlockKind, DatedStep
from domain.passage import Name, Text
from domain.plan import MilestoneId, Party, Slug, Weeks
from domain.plan_events import DroppedMilestone, ReorderedMilestone, RetimedMilestone
from domain.programme_commands import Command
from domain.suppositions import FromWhatIf


class MilestoneCommand(Command):
    """A request about one milestone."""

    milestone: MilestoneId


class AgreePlan(Command):
    """Make the plan the group's own. A plan under the floor needs a reason."""

    NAME: ClassVar[str] = "agree-plan"
    floor_override: Text | None = None


class AddMilestone(BaseModel, frozen=True, extra="forbid"):
    """A milestone of the group's own."""

    change: Literal["add"] = "add"
    id: MilestoneId
    stage: str
    title: Name
    what: Text
    who: tuple[Party, ...] = ("worker",)
    depends_on: tuple[MilestoneId, ...] = ()
    weeks: Weeks
    gates: tuple[Slug, ...] = ()


PlanChangeAsked = Annotated[
    AddMilestone | DroppedMilestone | RetimedMilestone | ReorderedMilestone, Field(discriminator="change")
]


class RevisePlan(Command):
    """Add, drop, re-time or re-order milestones. A re-baseline measures progress against the new plan from now on."""

    NAME: ClassVar[str] = "revise-plan"
    changes: Annotated[tuple[PlanChangeAsked, ...], Field(min_length=1)]
    rebaseline: bool = False
    floor_override: Text | None = None
    reason: Text
    from_what_if: FromWhatIf | None = Field(default=None, exclude_if=unsaid)


class OpenMilestone(MilestoneCommand):
    """Begin work. Opening before the milestones it waits for are reached needs a reason."""

    NAME: ClassVar[str] = "open-milestone"
    reason: Text | None = None


class Assign(MilestoneCommand):
    """Give one person a milestone to look after."""

    NAME: ClassVar[str] = "assign"
    to: PersonRef


class HandOver(Command):
    """Give one, or all, of a person's milestones to another person."""

    NAME: ClassVar[str] = "hand-over"
    giver: PersonRef
    to: PersonRef
    milestone: MilestoneId | None = None
    reason: Text | None = None


class FileShown(BaseModel, frozen=True, extra="forbid"):
    """A file given as evidence, known by the SHA-256 of its content. `size` is in bytes."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0, le=10**12)]
    media_type: Annotated[str, Field(pattern=r"^[a-z0-9.+-]+/[a-z0-9.+-]+$", max_length=100)]
    name: Name


class AddEvidence(MilestoneCommand):
    """Show that a milestone is reached, by a note, a link or a file. `about` is the person it is about, if it is."""

    NAME: ClassVar[str] = "add-evidence"
    note: Text | None = None
    link: Annotated[Text, Field(pattern=r"^https?://\S+$", max_length=2000)] | None = None
    file: FileShown | None = None
    about: PersonRef | None = None

    @model_validator(mode="after")
    def _shows_something(self) -> "AddEvidence":
        if self.note is None and self.link is None and self.file is None:
            msg = "is empty. Give a note, a link or a file"
            raise ValueError(msg)
        return self


class RetractEvidence(MilestoneCommand):
    """Take back a piece of evidence. It stays in the record, and no longer counts."""

    NAME: ClassVar[str] = "retract-evidence"
    evidence: Annotated[int, Field(ge=1, le=10**9)]
    reason: Text


class Submit(MilestoneCommand):
    """Say that a milestone is reached, and ask for it to be accepted."""

    NAME: ClassVar[str] = "submit"
    note: Text | None = None


class Accept(MilestoneCommand):
    """Agree that a milestone is reached."""

    NAME: ClassVar[str] = "accept"
    note: Text | None = None


class ReturnForWork(MilestoneCommand):
    """Ask for more work, with a reason, and a new date if one is wanted."""

    NAME: ClassVar[str] = "return"
    reason: Text
    due: Day | None = None


class WithdrawAcceptance(MilestoneCommand):
    """The acceptance was a mistake: decide again."""

    NAME: ClassVar[str] = "withdraw-acceptance"
    reason: Text


class Reopen(MilestoneCommand):
    """A milestone that was reached needs work again."""

    NAME: ClassVar[str] = "reopen"
    reason: Text
    due: Day | None = None


class CorrectDate(MilestoneCommand):
    """Say that a recorded date was wrong, and what is right."""

    NAME: ClassVar[str] = "correct-date"
    step: DatedStep
    correct: Day
    reason: Text


class Block(MilestoneCommand):
    """Say that work cannot go on, and what kind of thing is in the way."""

    NAME: ClassVar[str] = "block"
    kind: BlockKind
    note: Text | None = None


class Unblock(MilestoneCommand):
    """Say that work can go on."""

    NAME: ClassVar[str] = "unblock"
    note: Text | None = None


class Reschedule(MilestoneCommand):
    """Give a milestone another date. This is normal, never a failure."""

    NAME: ClassVar[str] = "reschedule"
    due: Day
    reason: Text


class SetAside(MilestoneCommand):
    """Decide that a milestone is not for this group, or not now."""

    NAME: ClassVar[str] = "set-aside"
    reason: Text


class Restore(MilestoneCommand):
    """Take a milestone that was set aside back into the plan."""

    NAME: ClassVar[str] = "restore"
    reason: Text


class WaiveGate(MilestoneCommand):
    """Decide that this milestone may be accepted without one gate."""

    NAME: ClassVar[str] = "waive-gate"
    gate: Slug
    reason: Text
