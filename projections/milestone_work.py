"""How events change the work on one milestone, wherever a view keeps it. The same fields as the domain's state."""

from datetime import date
from typing import Protocol, assert_never

from domain.event import Recorded
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
)
from domain.milestone_evolution import OfOneMilestone
from projections.facts import Happening

WAITING, OPEN, SUBMITTED, ACCEPTED, SET_ASIDE = "waiting", "open", "submitted", "accepted", "set-aside"
ACTIVE = frozenset({OPEN, SUBMITTED})
SETTLED = frozenset({ACCEPTED, SET_ASIDE})


class Work(Protocol):
    """What a view keeps of the work on a milestone."""

    status: str
    round: int
    opened_on: date | None
    due: date | None
    asked_on: date | None
    submitted_on: date | None
    submitted_by: str | None
    accepted_on: date | None
    assignee: str | None
    blocked_kind: str | None
    blocked_since: date | None


def worked(work: Work, event: Recorded[Happening], fact: OfOneMilestone) -> None:
    """Change the work as the event says."""
    on = event.meta.occurred_on
    match fact:
        case MilestoneOpened() | MilestoneReopened():
            work.status, work.round, work.opened_on, work.due = OPEN, fact.round, on, fact.due
            work.asked_on = work.submitted_on = work.accepted_on = None
            work.submitted_by = None
            _unblock(work)
        case MilestoneAccepted():
            work.status, work.accepted_on = ACCEPTED, on
            _unblock(work)
        case EvidenceAdded() | EvidenceRetracted():
            pass
        case MilestoneSubmitted():
            work.status, work.submitted_on, work.asked_on = SUBMITTED, on, on
            work.submitted_by = event.meta.actor
        case MilestoneAssigned():
            work.assignee = fact.to
        case MilestoneRescheduled():
            work.due = fact.due
        case MilestoneBlocked():
            work.blocked_kind, work.blocked_since = fact.kind, on
        case MilestoneUnblocked():
            _unblock(work)
        case MilestoneReturned():
            work.status, work.due = OPEN, fact.due
        case AcceptanceWithdrawn():
            work.status, work.accepted_on, work.asked_on = SUBMITTED, None, on
        case DateCorrected():
            setattr(work, f"{fact.step}_on", fact.correct)
        case MilestoneSetAside():
            work.status = SET_ASIDE
            _unblock(work)
        case MilestoneRestored():
            work.status = WAITING
        case _:
            assert_never(fact)


def _unblock(work: Work) -> None:
    work.blocked_kind = work.blocked_since = None
