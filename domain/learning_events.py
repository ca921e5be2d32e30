"""How groups learn from each other: questions, answers, what helped, who stands beside whom. TOPICs are storage."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.event import Fact
from domain.passage import Name, Passage
from domain.plan import MilestoneId
from domain.resource_events import ResourceRef

ProgrammeRef = Annotated[str, Field(pattern=r"^programme:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Beside = Literal["buddy", "mentor"]


class InformationNeedRaised(Fact):
    """Somebody said: we do not know how to do this. The mentor is asked first."""

    TOPIC: ClassVar[str] = "programme.information-need-raised.v1"
    need: int
    milestone: MilestoneId | None
    question: Passage


class InformationNeedAnswered(Fact):
    """Somebody answered, in their own words or with what others left behind."""

    TOPIC: ClassVar[str] = "programme.information-need-answered.v1"
    need: int
    answer: Passage | None
    resources: tuple[ResourceRef, ...]


class InformationNeedWithdrawn(Fact):
    """The question no longer needs an answer."""

    TOPIC: ClassVar[str] = "programme.information-need-withdrawn.v1"
    need: int
    reason: Passage | None


class ResourceHelped(Fact):
    """Something another group left behind helped this one."""

    TOPIC: ClassVar[str] = "programme.resource-helped.v1"
    resource: ResourceRef
    milestone: MilestoneId | None
    note: Passage | None


class MentorTraced(Fact):
    """The mentor of this programme is itself an organisation that began in a programme here."""

    TOPIC: ClassVar[str] = "programme.mentor-traced.v1"
    programme: ProgrammeRef


class BuddyAgreed(Fact):
    """Two groups stand beside each other: `gives` when this one helps, else it is helped.

    `programme` is the other group's own programme, when it has one here.
    """

    TOPIC: ClassVar[str] = "programme.buddy-agreed.v1"
    organisation: Name
    programme: ProgrammeRef | None
    part: Beside
    gives: bool


LearningEvent = (
    InformationNeedRaised
    | InformationNeedAnswered
    | InformationNeedWithdrawn
    | ResourceHelped
    | MentorTraced
    | BuddyAgreed
)
