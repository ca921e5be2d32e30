"""What may have happened to a plan."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.event import Fact
from domain.foreseen import Foreseen
from domain.grants import unsaid
from domain.passage import Passage
from domain.plan import MilestoneId, Party, PlanPart, Slug, Weeks
from domain.suppositions import FromWhatIf


class PlanAgreed(Fact):
    """The founding group made the plan its own. `floor_override` is why it is shorter than the floor, if it is."""

    TOPIC: ClassVar[str] = "programme.plan-agreed.v1"
    plan_number: int
    typical_weeks: int
    floor_weeks: int
    floor_override: Passage | None
    foreseen: Foreseen | None = Field(default=None, exclude_if=unsaid)


class AddedMilestone(PlanPart):
    """A milestone a group wrote itself. Its words are the group's."""

    change: Literal["add"] = "add"
    id: MilestoneId
    stage: str
    title: Passage
    what: Passage
    who: tuple[Party, ...]
    depends_on: tuple[MilestoneId, ...]
    weeks: Weeks
    gates: tuple[Slug, ...]


class DroppedMilestone(PlanPart):
    """A milestone that is no longer in the plan."""

    change: Literal["drop"] = "drop"
    milestone: MilestoneId


class RetimedMilestone(PlanPart):
    """A milestone that is now expected to take another time."""

    change: Literal["retime"] = "retime"
    milestone: MilestoneId
    weeks: Weeks


class ReorderedMilestone(PlanPart):
    """A milestone that now waits for other milestones."""

    change: Literal["reorder"] = "reorder"
    milestone: MilestoneId
    depends_on: tuple[MilestoneId, ...]


PlanChange = Annotated[
    AddedMilestone | DroppedMilestone | RetimedMilestone | ReorderedMilestone, Field(discriminator="change")
]


class PlanRevised(Fact):
    """The plan changed. A re-baseline says that progress is measured against the new plan from now on."""

    TOPIC: ClassVar[str] = "programme.plan-revised.v1"
    plan_number: int
    changes: tuple[PlanChange, ...]
    rebaseline: bool
    was_typical_weeks: int
    typical_weeks: int
    floor_override: Passage | None
    reason: Passage
    foreseen: Foreseen | None = Field(default=None, exclude_if=unsaid)
    from_what_if: FromWhatIf | None = Field(default=None, exclude_if=unsaid)


class GateWaived(Fact):
    """The group decided that one milestone may be accepted without one gate."""

    TOPIC: ClassVar[str] = "programme.gate-waived.v1"
    gate: Slug
    milestone: MilestoneId
    reason: Passage
