"""Which waits a programme has, and which of them an event concerns. The relay and reconcile both ask here."""

from domain.asset_moments import NOTHING_LEFT
from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.event import Fact
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
    MilestoneAccepted,
    MilestoneOpened,
    MilestoneReopened,
    MilestoneRestored,
    MilestoneSetAside,
    TasksHandedOver,
)
from domain.milestone_evolution import OfOneMilestone
from domain.occasion import LegacyReading
from domain.organisation_events import (
    BoardMemberAppointed,
    BoardMemberStoodDown,
    GoverningDocumentAdopted,
    ThresholdSet,
)
from domain.programme import ACTIVE, Phase, Programme
from domain.programme_events import LegacyPacked
from domain.redaction_events import KeyDestroyed
from domain.resource_events import (
    OwnerLeft,
    OwnerNamed,
    PackImported,
    ResourceChecked,
    ResourceDrafted,
    ResourcePublished,
    ResourceReviewed,
    ResourceRevised,
    ResourceWithdrawn,
    RunningAnswered,
)
from domain.sharing_events import BreakGlassClosed, BreakGlassOpened, BreakGlassRequested, SharingDecided

PROGRAMME = ""
"""The wait of the programme as a whole: what has become ready, the next review."""

HANDOVER = "handover"

PACK = "pack"
"""The wait for the legacy pack that is made at the end, whatever the ending."""

CHANGES_WHAT_IS_READY = (
    MilestoneOpened,
    MilestoneAccepted,
    AcceptanceWithdrawn,
    MilestoneReopened,
    MilestoneSetAside,
    MilestoneRestored,
)

CHANGES_NO_WAIT = (
    MentoringSessionHeld,
    CelebrationRecorded,
    LessonRecorded,
    PeopleCounted,
    FigureCorrected,
    DecisionRecorded,
    SharingDecided,
    BreakGlassRequested,
    BreakGlassOpened,
    BreakGlassClosed,
    KeyDestroyed,
    ResourceHelped,
    MentorTraced,
    BuddyAgreed,
    ResourceDrafted,
    ResourceRevised,
    ResourceChecked,
    PackImported,
)
"""What is only written down: no timer and no milestone depends on it, so it wakes nobody."""


def open_waits(programme: Programme, legacy: LegacyReading = NOTHING_LEFT) -> frozenset[str]:
    """Every wait that should be running for this programme now."""
    stopped = {f"resource/{number}" for number, asset in legacy.offered.items() if asset.running is False}
    waits = _standing(programme, legacy) - stopped
    if programme.phase is Phase.CLOSED:
        packing = frozenset({PACK}) if programme.pack_is_due else frozenset[str]()
        asked = programme.still_running is not None or programme.ending == "stopped-early"
        left_behind = frozenset(wait for wait in waits if wait.startswith("resource/"))
        return packing | left_behind | (frozenset() if asked else frozenset({HANDOVER}))
    return waits - {PACK} if programme.handover_begun else waits - {PACK, HANDOVER}


def _standing(programme: Programme, legacy: LegacyReading) -> frozenset[str]:
    """Every wait that may be running, whatever the phase: an end must ring what it ends."""
    waits = {PROGRAMME, HANDOVER, PACK}
    waits |= {f"milestone/{key}" for key, each in programme.milestones.items() if each.status in ACTIVE}
    waits |= {f"duty/{key}" for key, duty in programme.duties.items() if duty.met_on is None}
    if programme.review is not None:
        waits.add(f"review/{programme.review.number}")
    waits |= {f"need/{number}" for number, need in programme.needs.items() if need.settled is None}
    waits |= {f"resource/{number}" for number in legacy.offered}
    return frozenset(waits)


def _watching(fact: DutyOpened | DutyMet | DutyMoved, programme: Programme) -> frozenset[str]:
    """The programme's own wait, when the forecast watches this duty's date, or no longer does."""
    duty = programme.duties.get(fact.duty)
    limit = fact.limit if isinstance(fact, DutyOpened) else duty and duty.limit
    return frozenset({PROGRAMME}) if limit is not None else frozenset()


def rung_by(fact: Fact, programme: Programme, legacy: LegacyReading = NOTHING_LEFT) -> frozenset[str]:
    """The waits that an event concerns. An event about the whole programme concerns all that may be running.

    `programme` is its state before or after the event, or any later one; `legacy` what it leaves behind.
    """
    match fact:
        case Prompted():
            return frozenset({fact.about})
        case LegacyPacked():
            return frozenset({PACK})
        case DutyOpened() | DutyMet() | DutyMoved():
            return frozenset({f"duty/{fact.duty}"}) | _watching(fact, programme)
        case ReviewOpened() | ReviewHeld():
            return frozenset({PROGRAMME, f"review/{fact.review}"})
        case InformationNeedRaised() | InformationNeedAnswered() | InformationNeedWithdrawn():
            return frozenset({f"need/{fact.need}"})
        case (
            ResourcePublished()
            | ResourceWithdrawn()
            | OwnerNamed()
            | OwnerLeft()
            | ResourceReviewed()
            | RunningAnswered()
        ):
            return frozenset({f"resource/{fact.resource}"})
        case TasksHandedOver():
            return frozenset(f"milestone/{each}" for each in fact.milestones)
        case BoardMemberAppointed() | BoardMemberStoodDown() | GoverningDocumentAdopted() | ThresholdSet():
            return frozenset({PROGRAMME})
        case _ if isinstance(fact, CHANGES_WHAT_IS_READY):
            return frozenset({PROGRAMME, f"milestone/{fact.milestone}"})
        case _ if isinstance(fact, CHANGES_NO_WAIT):
            return frozenset()
        case _ if isinstance(fact, OfOneMilestone):
            return frozenset({f"milestone/{fact.milestone}"})
        case _:
            return _standing(programme, legacy)
