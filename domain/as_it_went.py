"""How long a programme's milestones really took, and its plan with these lengths, for the next group to start from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

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


@dataclass(frozen=True, slots=True)
class _Spell:
    opened: date
    accepted: date | None = None
    blocked_since: date | None = None
    blocked_days: int = 0


def lasted(events: Iterable[Recorded[Fact]], today: date) -> tuple[Lasted, ...]:
    """How long each milestone took from opening to acceptance, in whole weeks, blocked weeks apart.

    One still open counts until `today` or the programme's end, and is not finished. A reopened one counts from its
    first opening, because the next group will need that time too. Set aside ones are left out.
    """
    spells: dict[str, _Spell] = {}
    end = today
    for event in events:
        fact, on = event.fact, event.meta.occurred_on
        if isinstance(fact, ProgrammeClosed):
            end = min(end, on)
        else:
            _follow(spells, fact, on)
    return tuple(_measured(milestone, spells[milestone], end) for milestone in sorted(spells))


def _follow(spells: dict[str, _Spell], fact: Fact, on: date) -> None:
    match fact:
        case MilestoneOpened():
            spells.setdefault(fact.milestone, _Spell(on))
        case MilestoneReopened() | AcceptanceWithdrawn() if fact.milestone in spells:
            spells[fact.milestone] = replace(spells[fact.milestone], accepted=None)
        case MilestoneAccepted() if fact.milestone in spells:
            spells[fact.milestone] = replace(_unblocked(spells[fact.milestone], on), accepted=on)
        case MilestoneBlocked() if fact.milestone in spells:
            spells[fact.milestone] = replace(spells[fact.milestone], blocked_since=on)
        case MilestoneUnblocked() if fact.milestone in spells:
            spells[fact.milestone] = _unblocked(spells[fact.milestone], on)
        case DateCorrected(step="opened") if fact.milestone in spells:
            spells[fact.milestone] = replace(spells[fact.milestone], opened=fact.correct)
        case DateCorrected(step="accepted") if fact.milestone in spells:
            spells[fact.milestone] = replace(spells[fact.milestone], accepted=fact.correct)
        case MilestoneSetAside() | MilestoneRestored():
            spells.pop(fact.milestone, None)
        case _:
            pass


def _unblocked(spell: _Spell, on: date) -> _Spell:
    if spell.blocked_since is None:
        return spell
    days = max((on - spell.blocked_since).days, 0)
    return replace(spell, blocked_since=None, blocked_days=spell.blocked_days + days)


def _measured(milestone: str, spell: _Spell, end: date) -> Lasted:
    until = end if spell.accepted is None else spell.accepted
    blocked = _unblocked(spell, until).blocked_days
    days = max((until - spell.opened).days, 0)
    return Lasted(
        milestone=milestone,
        weeks=_weeks(days),
        blocked_weeks=min(_weeks(blocked), _weeks(days)),
        finished=spell.accepted is not None,
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
