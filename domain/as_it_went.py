"""How long a programme's milestones really took, and its plan with these lengths, for the next group to start from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.event import Fact, Recorded
from domain.milestone_events import (
    AcceptanceWithdrawn,
    DateCorrected,
    MilestoneAccepted,
    MilestoneBlocked,
    MilestoneOpened,
    MilestoneReopened,
    MilestoneRestored,
    MilestoneSetAside,
    MilestoneUnblocked,
)
from domain.plan import Milestone, Plan, Weeks
from domain.programme_events import ProgrammeClosed
from domain.resource_events import Lasted

A_WEEK = 7
LONGEST = 520
"""No plan names a length above ten years (domain.plan, Weeks)."""

BASIS = 200
"""A basis is a short text (domain.passage, Name)."""


OfStretch = (
    MilestoneOpened
    | MilestoneReopened
    | AcceptanceWithdrawn
    | MilestoneAccepted
    | MilestoneBlocked
    | MilestoneUnblocked
    | DateCorrected
    | MilestoneSetAside
    | MilestoneRestored
)
"""What says how long a milestone took."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when a milestone was worked on, and for how many of these days it was blocked."""

    opened: date
    accepted: date | None = None
    blocked_since: date | None = None
    blocked_days: int = 0

    def days(self, until: date) -> tuple[int, int]:
        """How many days it took, until `until` when it is not reached, and how many of them it was blocked."""
        end = until if self.accepted is None else self.accepted
        days = max((end - self.opened).days, 0)
        return days, min(_unblocked(self, end).blocked_days, days)


def lasted(events: Iterable[Recorded[Fact]], today: date) -> tuple[Lasted, ...]:
    """How long each milestone took from opening to acceptance, blocked time apart: in days, and in whole weeks.

    One still open counts until `today` or the programme's end, and is not finished. A reopened one counts from its
    first opening, because the next group will need that time too. Set aside ones are left out.
    """
    stretches: dict[str, Stretch] = {}
    end = today
    for event in events:
        fact, on = event.fact, event.meta.occurred_on
        if isinstance(fact, ProgrammeClosed):
            end = min(end, on)
        elif isinstance(fact, OfStretch):
            after = stretched(stretches.pop(fact.milestone, None), fact, on)
            if after is not None:
                stretches[fact.milestone] = after
    return tuple(_measured(milestone, stretches[milestone], end) for milestone in sorted(stretches))


def stretched(before: Stretch | None, fact: OfStretch, on: date) -> Stretch | None:
    """The stretch of a milestone after this, None when it was not begun or is set aside. The one rule of all views."""
    match fact:
        case MilestoneOpened():
            return before or Stretch(on)
        case MilestoneSetAside() | MilestoneRestored():
            return None
        case _ if before is None:
            return None
        case MilestoneReopened() | AcceptanceWithdrawn():
            return replace(before, accepted=None)
        case MilestoneAccepted():
            return replace(_unblocked(before, on), accepted=on)
        case MilestoneBlocked():
            return replace(before, blocked_since=on)
        case MilestoneUnblocked():
            return _unblocked(before, on)
        case DateCorrected():
            return _corrected(before, fact)
        case _:
            assert_never(fact)


def _corrected(stretch: Stretch, fact: DateCorrected) -> Stretch:
    match fact.step:
        case "opened":
            return replace(stretch, opened=fact.correct)
        case "accepted":
            return replace(stretch, accepted=fact.correct)
        case _:
            return stretch


def _unblocked(stretch: Stretch, on: date) -> Stretch:
    if stretch.blocked_since is None:
        return stretch
    days = max((on - stretch.blocked_since).days, 0)
    return replace(stretch, blocked_since=None, blocked_days=stretch.blocked_days + days)


def _measured(milestone: str, stretch: Stretch, end: date) -> Lasted:
    days, blocked = stretch.days(end)
    return Lasted(
        milestone=milestone,
        weeks=_weeks(days),
        blocked_weeks=min(_weeks(blocked), _weeks(days)),
        finished=stretch.accepted is not None,
        days=min(days, LONGEST * A_WEEK),
        blocked_days=min(blocked, LONGEST * A_WEEK),
    )


def _weeks(days: int) -> int:
    """Whole weeks, a begun one counted: whoever needs three days needs room for a week."""
    return min(-(-days // A_WEEK), LONGEST)


def plan_as_it_went(plan: Plan, course: Iterable[Lasted], organisation: str) -> Plan:
    """The plan a programme began with, its typical lengths those it really took. The range only ever gets wider.

    What it set aside or never reached keeps the plan's own figures, and says so in its basis.
    """
    took = {each.milestone: each for each in course}
    return plan.model_copy(
        update={
            "template": f"{plan.template[:48]}-as-it-went",
            "milestones": tuple(_retold(each, took, organisation) for each in plan.milestones),
        }
    )


def _retold(milestone: Milestone, took: Mapping[str, Lasted], organisation: str) -> Milestone:
    found = took.get(milestone.id)
    if found is None or not found.finished:
        note = f"{organisation} did not reach it; the plan's own figures"
        return milestone.model_copy(update={"basis": f"{note}. {milestone.basis}"[:BASIS]})
    before, real = milestone.weeks, max(found.weeks, 1)
    note = f"{organisation} took {real} weeks; the plan said {before.earliest}, {before.typical}, {before.latest}"
    weeks = Weeks(earliest=min(before.earliest, real), typical=real, latest=max(before.latest, real))
    return milestone.model_copy(update={"weeks": weeks, "basis": f"{note}. {milestone.basis}"[:BASIS]})
