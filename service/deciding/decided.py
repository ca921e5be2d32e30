"""What counts as a decision of a group or its board: the kinds of events that only those who decide bring about."""

from domain.journal_events import DecisionRecorded
from domain.milestone_events import (
    AcceptanceWithdrawn,
    MilestoneAccepted,
    MilestoneReopened,
    MilestoneRestored,
    MilestoneReturned,
    MilestoneSetAside,
)
from domain.organisation_events import (
    BoardMemberAppointed,
    BoardMemberStoodDown,
    GoverningDocumentAdopted,
    ThresholdSet,
)
from domain.plan_events import GateWaived, PlanAgreed, PlanRevised
from domain.programme_events import MentorReplaced, ProgrammeClosed, ProgrammePaused, ProgrammeResumed
from domain.redaction_events import KeyDestroyed
from domain.resource_events import ResourceChecked, ResourcePublished, ResourceWithdrawn
from domain.sharing_events import SharingDecided

DECISIONS = frozenset(
    fact.TOPIC
    for fact in (
        PlanAgreed,
        PlanRevised,
        GateWaived,
        MilestoneAccepted,
        MilestoneReturned,
        AcceptanceWithdrawn,
        MilestoneReopened,
        MilestoneSetAside,
        MilestoneRestored,
        ProgrammePaused,
        ProgrammeResumed,
        ProgrammeClosed,
        MentorReplaced,
        SharingDecided,
        KeyDestroyed,
        DecisionRecorded,
        BoardMemberAppointed,
        BoardMemberStoodDown,
        GoverningDocumentAdopted,
        ThresholdSet,
        ResourceChecked,
        ResourcePublished,
        ResourceWithdrawn,
    )
)
