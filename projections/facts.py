"""Which events the views are built from, and which milestones and people each of them names."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, cast, get_args

from domain.calendar import coming, day_in_london
from domain.duty_events import DutyOpened, Prompted
from domain.event import Fact, Recorded
from domain.journal_events import CelebrationRecorded, LessonRecorded, MentoringSessionHeld
from domain.learning_events import InformationNeedRaised, ResourceHelped
from domain.milestone_events import MilestoneAssigned, TasksHandedOver
from domain.milestone_evolution import OfOneMilestone
from domain.organisation_events import BoardMemberAppointed, BoardMemberStoodDown, OrganisationEvent
from domain.passage import Passage, Words
from domain.plan_events import AddedMilestone, GateWaived, PlanRevised
from domain.programme_events import (
    Appointed,
    AppointmentEnded,
    MentorReplaced,
    ProgrammeEvent,
    ProgrammeResumed,
    ProgrammeStarted,
)
from domain.resource_events import OwnerNamed, ResourceDrafted, ResourceEvent, ResourcePublished
from domain.sharing_events import BreakGlassOpened
from projections.speech import N_

Happening = ProgrammeEvent | OrganisationEvent | ResourceEvent
"""Everything that can happen in a programme's ledger."""

Json = dict[str, object]

OF_ORGANISATION: frozenset[type] = frozenset(get_args(OrganisationEvent))
OF_LEGACY: frozenset[type] = frozenset(get_args(ResourceEvent))
KNOWN: frozenset[type] = frozenset(get_args(ProgrammeEvent)) | OF_ORGANISATION | OF_LEGACY
_OF_ONE: frozenset[type] = frozenset(get_args(OfOneMilestone)) | {GateWaived}


def _one(fact: Any) -> list[str]:  # noqa: ANN401 - each of the classes below
    return [fact.milestone] if fact.milestone else []


def _prompted(fact: Prompted) -> list[str]:
    what, _, name = fact.about.partition("/")
    return [name] if what == "milestone" else []


def _revised(fact: PlanRevised) -> list[str]:
    return [change.id if isinstance(change, AddedMilestone) else change.milestone for change in fact.changes]


# By class and not by match: each event is asked several times, and a class that does not fit takes a microsecond.
_MILESTONES: Mapping[type, Callable[[Any], list[str]]] = {
    **dict.fromkeys(_OF_ONE, _one),
    CelebrationRecorded: _one,
    LessonRecorded: _one,
    InformationNeedRaised: _one,
    ResourceHelped: _one,
    MentoringSessionHeld: lambda fact: list(fact.milestones),
    PlanRevised: _revised,
    ProgrammeResumed: lambda fact: [new.milestone for new in fact.dues],
    Prompted: _prompted,
    ResourceDrafted: _one,
    ResourcePublished: lambda fact: _one(fact.provenance),
    TasksHandedOver: lambda fact: list(fact.milestones),
}
_PEOPLE: Mapping[type, Callable[[Any], list[str]]] = {
    Appointed: lambda fact: [fact.person],
    AppointmentEnded: lambda fact: [fact.person],
    BoardMemberAppointed: lambda fact: [fact.person],
    BoardMemberStoodDown: lambda fact: [fact.person],
    BreakGlassOpened: lambda fact: [fact.to],
    MentorReplaced: lambda fact: [fact.mentor.coordinator],
    MilestoneAssigned: lambda fact: [fact.to],
    OwnerNamed: lambda fact: [fact.owner.person] if fact.owner.person else [],
    ProgrammeStarted: lambda fact: [fact.mentor.coordinator],
    Prompted: lambda fact: list(fact.to),
    ResourcePublished: lambda fact: [fact.contact] if fact.contact else [],
    TasksHandedOver: lambda fact: [fact.giver, fact.to],
}


def happenings(events: Iterable[Recorded[Fact]]) -> list[Recorded[Happening]]:
    """The events of programmes, their organisations and legacies. Others (people, keys) are no part of these views."""
    return [cast("Recorded[Happening]", event) for event in events if type(event.fact) in KNOWN]


def on_the_way(events: Iterable[Recorded[Fact]]) -> list[Recorded[Happening]]:
    """The same without legacies: what moves a programme on."""
    return [event for event in happenings(events) if type(event.fact) not in OF_LEGACY]


def milestones_named(fact: Happening) -> list[str]:
    """The ids of the milestones an event is about."""
    named = _MILESTONES.get(type(fact))
    return [] if named is None else named(fact)


def people_named(fact: Happening) -> list[str]:
    """The people an event is about, besides the one who recorded it."""
    named = _PEOPLE.get(type(fact))
    return [] if named is None else named(fact)


def kept(passage: str | Passage | None) -> str | Json | None:
    """Words as a view keeps them: public ones as they are, personal ones sealed. Open ones are never kept."""
    if passage is None or isinstance(passage, str):
        return passage
    if isinstance(passage, Words):
        msg = "Only sealed words may be kept in a view; these are open."
        raise TypeError(msg)
    return {"s": passage.s, "kid": passage.kid, "c": passage.c, "at": passage.at}


PASSED = N_("Decide what to do: the forecast passes the date of %(duty)s")
BOARD_SHARE = N_("Enough of the board’s voting members come from the constituency")
"""What Waymark calls the duties that it raises itself."""


def duty_title(fact: DutyOpened) -> str | Json:
    """What a duty is called: by the plan, by the group in its own words, or by Waymark when it raised it."""
    if fact.source is not None:
        return fact.source.title
    if fact.about is not None:
        return PASSED % {"duty": fact.about.replace("-", " ")}
    return kept(fact.title) or BOARD_SHARE


def first_review(agreed: Recorded[Happening], weeks: int) -> date:
    """The day of the first review after a plan was agreed, which may have been long before it was recorded."""
    first = agreed.meta.occurred_on + timedelta(weeks=weeks)
    return coming(first, weeks, after=day_in_london(agreed.meta.recorded_at))
