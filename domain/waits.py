"""Which waits a programme has, and which of them an event concerns. The relay and reconcile both ask here."""

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
from domain.organisation_events import (
    BoardMemberAppointed,
    BoardMemberStoodDown,
    GoverningDocumentAdopted,
    ThresholdSet,
)
from domain.programme import ACTIVE, Phase, Programme

PROGRAMME = ""
"""The wait of the programme as a whole: what has become ready, the next review."""

HANDOVER = "handover"

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
)
"""What is only written down: no timer and no milestone depends on it, so it wakes nobody."""


def open_waits(programme: Programme) -> frozenset[str]:
    """Every wait that should be running for this programme now."""
    if programme.phase is Phase.CLOSED:
        asked = programme.still_running is not None or programme.ending == "stopped-early"
        return frozenset() if asked else frozenset({HANDOVER})
    waits = _standing(programme)
    return waits if programme.handover_begun else waits - {HANDOVER}


def _standing(programme: Programme) -> frozenset[str]:
    """Every wait that may be running, whatever the phase: an end must ring what it ends."""
    waits = {PROGRAMME, HANDOVER}
    waits |= {f"milestone/{key}" for key, each in programme.milestones.items() if each.status in ACTIVE}
    waits |= {f"duty/{key}" for key, duty in programme.duties.items() if duty.met_on is None}
    if programme.review is not None:
        waits.add(f"review/{programme.review.number}")
    return frozenset(waits)


def rung_by(fact: Fact, programme: Programme) -> frozenset[str]:
    """The waits that an event concerns. An event about the whole programme concerns all that may be running.

    `programme` is its state before or after the event, or any later one.
    """
    match fact:
        case Prompted():
            return frozenset({fact.about})
        case DutyOpened() | DutyMet() | DutyMoved():
            return frozenset({f"duty/{fact.duty}"})
        case ReviewOpened() | ReviewHeld():
            return frozenset({PROGRAMME, f"review/{fact.review}"})
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
            return _standing(programme)
