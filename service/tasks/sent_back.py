"""What is missing, in the words of those who decided: for who goes on with a milestone that came back."""

from dataclasses import dataclass
from datetime import date

from domain.milestone_events import MilestoneReturned, MilestoneSubmitted
from domain.programme import Status
from service.assembly import Waymark
from service.visibility import Sight


@dataclass(frozen=True, slots=True)
class SentBack:
    """When more work was asked for, and why."""

    day: date
    missing: str


def sent_back(waymark: Waymark, sight: Sight, milestone: str) -> SentBack | None:
    """Why a milestone is open again. None when it is not, or when the reader is not shown people's words."""
    programme = sight.group.programme
    if programme is None or "words" not in sight.groups or programme.milestones[milestone].status is not Status.OPEN:
        return None
    found: SentBack | None = None
    for event in waymark.store.load(programme.id):
        match event.fact:
            case MilestoneReturned() as returned if returned.milestone == milestone:
                found = SentBack(event.meta.occurred_on, waymark.seals.open(returned.reason))
            case MilestoneSubmitted() as submitted if submitted.milestone == milestone:
                found = None
            case _:
                pass
    return found
