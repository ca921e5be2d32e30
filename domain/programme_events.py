"""What may have happened in a programme. Past tense, only the business fact and its data. TOPICs are storage."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.calendar import Nation
from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.event import Count, Fact, PersonRef
from domain.foreseen import Foreseen
from domain.grants import unsaid
from domain.journal_events import (
    CelebrationRecorded,
    DecisionRecorded,
    FigureCorrected,
    LessonRecorded,
    MentoringSessionHeld,
    PeopleCounted,
    ReviewHeld,
    ReviewOpened,
)
from domain.learning_events import (
    BuddyAgreed,
    InformationNeedAnswered,
    InformationNeedRaised,
    InformationNeedWithdrawn,
    MentorTraced,
    ResourceHelped,
)
from domain.milestone_events import (
    AcceptanceWithdrawn,
    DateCorrected,
    EvidenceAdded,
    EvidenceRetracted,
    MilestoneAccepted,
    MilestoneAssigned,
    MilestoneBlocked,
    MilestoneOpened,
    MilestoneReopened,
    MilestoneRescheduled,
    MilestoneRestored,
    MilestoneReturned,
    MilestoneSetAside,
    MilestoneSubmitted,
    MilestoneUnblocked,
    TasksHandedOver,
)
from domain.passage import Name, Passage
from domain.plan import MilestoneId, Plan, PlanPart
from domain.plan_events import GateWaived, PlanAgreed, PlanRevised
from domain.redaction_events import KeyDestroyed
from domain.roles import Role
from domain.sharing_events import BreakGlassClosed, BreakGlassOpened, BreakGlassRequested, SharingDecided

Ending = Literal["finished", "merged", "stopped-early"]


class Vocabulary(PlanPart):
    """What the group calls itself and its people. Some groups reject the word ULO (domain.md V21)."""

    organisation: Name = "user-led organisation"
    short: Name = "ULO"
    member: Name = "member"


class Mentor(PlanPart):
    """The established organisation at the new one's side, and its coordinator."""

    organisation: Name
    coordinator: PersonRef


class ProgrammeStarted(Fact):
    """A mentor organisation began to walk with a new group. The plan is the programme's own copy from here on."""

    TOPIC: ClassVar[str] = "programme.started.v1"
    organisation: Name
    locality: Name
    nation: Nation
    mentor: Mentor
    commissioner: Name | None
    funders: tuple[Name, ...]
    vocabulary: Vocabulary
    start_on: date
    part_way: bool
    plan: Plan
    foreseen: Foreseen | None = Field(default=None, exclude_if=unsaid)


class Appointed(Fact):
    """A person took a role in the programme."""

    TOPIC: ClassVar[str] = "programme.appointed.v1"
    person: PersonRef
    role: Role
    starts_on: date | None = Field(default=None, exclude_if=unsaid)
    ends_on: date | None = Field(default=None, exclude_if=unsaid)
    """The first day on which it gives nothing any more."""


class AppointmentEnded(Fact):
    """A person gave up a role in the programme."""

    TOPIC: ClassVar[str] = "programme.appointment-ended.v1"
    person: PersonRef
    role: Role


class MentorReplaced(Fact):
    """Another organisation took over as mentor."""

    TOPIC: ClassVar[str] = "programme.mentor-replaced.v1"
    mentor: Mentor
    reason: Passage


class NewDue(PlanPart):
    """A milestone and the date it is due now."""

    milestone: MilestoneId
    due: date


class ProgrammePaused(Fact):
    """Our own clocks stand still. Legal, lease and grant dates do not."""

    TOPIC: ClassVar[str] = "programme.paused.v1"
    reason: Passage
    until: date | None


class ProgrammeResumed(Fact):
    """The programme goes on, and open milestones get the lost time back."""

    TOPIC: ClassVar[str] = "programme.resumed.v1"
    dues: tuple[NewDue, ...]
    next_review_on: date
    note: Passage | None


class HandoverBegun(Fact):
    """The mentor begins to leave."""

    TOPIC: ClassVar[str] = "programme.handover-begun.v1"


class ProgrammeClosed(Fact):
    """The programme ended: finished, merged with another group, or stopped early. All three are honest endings."""

    TOPIC: ClassVar[str] = "programme.closed.v1"
    ending: Ending
    reason: Passage


class StillRunningAnswered(Fact):
    """Somebody said, a year after the end, whether the organisation is still running."""

    TOPIC: ClassVar[str] = "programme.still-running-answered.v1"
    running: bool
    note: Passage | None


class LegacyPacked(Fact):
    """What the programme leaves behind was put into a legacy pack when it closed. `pack` is the SHA-256 of its list."""

    TOPIC: ClassVar[str] = "programme.legacy-packed.v1"
    pack: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    resources: Count


ProgrammeEvent = (
    ProgrammeStarted
    | Appointed
    | AppointmentEnded
    | MentorReplaced
    | PlanAgreed
    | PlanRevised
    | MilestoneOpened
    | MilestoneAssigned
    | TasksHandedOver
    | EvidenceAdded
    | EvidenceRetracted
    | MilestoneSubmitted
    | MilestoneAccepted
    | MilestoneReturned
    | AcceptanceWithdrawn
    | MilestoneReopened
    | DateCorrected
    | FigureCorrected
    | MilestoneBlocked
    | MilestoneUnblocked
    | MilestoneRescheduled
    | MilestoneSetAside
    | MilestoneRestored
    | GateWaived
    | ProgrammePaused
    | ProgrammeResumed
    | ReviewOpened
    | ReviewHeld
    | MentoringSessionHeld
    | CelebrationRecorded
    | LessonRecorded
    | PeopleCounted
    | DecisionRecorded
    | DutyOpened
    | DutyMet
    | DutyMoved
    | Prompted
    | InformationNeedRaised
    | InformationNeedAnswered
    | InformationNeedWithdrawn
    | ResourceHelped
    | MentorTraced
    | BuddyAgreed
    | SharingDecided
    | BreakGlassRequested
    | BreakGlassOpened
    | BreakGlassClosed
    | KeyDestroyed
    | HandoverBegun
    | ProgrammeClosed
    | StillRunningAnswered
    | LegacyPacked
)
