"""How events change one milestone of a programme."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from domain.calendar import day_in_london
from domain.event import ENGINE, Recorded
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
from domain.programme import Blocked, Line, Milestone, Programme, Status
from domain.programme_events import ProgrammeEvent

OfOneMilestone = (
    MilestoneOpened
    | MilestoneAssigned
    | EvidenceAdded
    | EvidenceRetracted
    | MilestoneSubmitted
    | MilestoneAccepted
    | MilestoneReturned
    | AcceptanceWithdrawn
    | MilestoneReopened
    | DateCorrected
    | MilestoneBlocked
    | MilestoneUnblocked
    | MilestoneRescheduled
    | MilestoneSetAside
    | MilestoneRestored
)

RESTARTS_TIMERS = (
    MilestoneOpened,
    MilestoneReopened,
    MilestoneReturned,
    AcceptanceWithdrawn,
    MilestoneSubmitted,
    MilestoneBlocked,
    MilestoneUnblocked,
    MilestoneRescheduled,
)


def changed(programme: Programme, event: Recorded[ProgrammeEvent], fact: OfOneMilestone | TasksHandedOver) -> Programme:
    """The programme after something happened to one or several of its milestones."""
    if isinstance(fact, TasksHandedOver):
        moved = {
            milestone: programme.milestones[milestone].model_copy(
                update={"assignee": fact.to, "changed": event.version}
            )
            for milestone in fact.milestones
        }
        return programme.model_copy(update={"milestones": {**programme.milestones, **moved}})
    before = programme.milestones[fact.milestone]
    after = before.model_copy(update=_fields(before, event, fact))
    if event.meta.actor != ENGINE:
        after = after.model_copy(update={"changed": event.version})
    update: dict[str, object] = {"milestones": {**programme.milestones, fact.milestone: after}}
    about = f"milestone/{fact.milestone}"
    if isinstance(fact, RESTARTS_TIMERS):
        update["lines"] = {**programme.lines, about: Line(since=event.meta.recorded_at)}
    elif isinstance(fact, MilestoneAccepted | MilestoneSetAside):
        update["lines"] = {key: line for key, line in programme.lines.items() if key != about}
    return programme.model_copy(update=update)


def _fields(before: Milestone, event: Recorded[ProgrammeEvent], fact: OfOneMilestone) -> Mapping[str, object]:
    on = event.meta.occurred_on
    due_stated_on = day_in_london(event.meta.recorded_at)
    match fact:
        case MilestoneOpened() | MilestoneReopened():
            return {
                "status": Status.OPEN,
                "round": fact.round,
                "opened_on": on,
                "due": fact.due,
                "due_stated_on": due_stated_on,
                "slack_days": fact.slack_days,
                "asked_on": None,
                "submitted_on": None,
                "submitted_by": None,
                "accepted_on": None,
                "blocked": None,
                "blocked_days": 0,
            }
        case MilestoneAssigned():
            return {"assignee": fact.to}
        case EvidenceAdded():
            return {"evidence": {**before.evidence, fact.evidence: event.meta.actor}}
        case EvidenceRetracted():
            return {"evidence": {**before.evidence, fact.evidence: None}}
        case MilestoneSubmitted():
            return {
                "status": Status.SUBMITTED,
                "submitted_on": on,
                "asked_on": on,
                "submitted_by": event.meta.actor,
            }
        case MilestoneAccepted():
            return {"status": Status.ACCEPTED, "accepted_on": on, **_unblocked(before, on)}
        case MilestoneReturned():
            return {
                "status": Status.OPEN,
                "due": fact.due,
                "due_stated_on": due_stated_on,
                "slack_days": fact.slack_days,
            }
        case AcceptanceWithdrawn():
            return {"status": Status.SUBMITTED, "accepted_on": None, "asked_on": on}
        case DateCorrected():
            return {f"{fact.step}_on": fact.correct}
        case MilestoneBlocked():
            return {"blocked": Blocked(kind=fact.kind, since=on)}
        case MilestoneUnblocked():
            return _unblocked(before, on)
        case MilestoneRescheduled():
            return {"due": fact.due, "due_stated_on": due_stated_on, "slack_days": fact.slack_days}
        case MilestoneSetAside():
            return {"status": Status.SET_ASIDE, "blocked": None, "blocked_days": 0}
        case MilestoneRestored():
            return {"status": Status.WAITING}
        case _:
            assert_never(fact)


def _unblocked(before: Milestone, on: date) -> Mapping[str, object]:
    if before.blocked is None:
        return {"blocked": None}
    return {"blocked": None, "blocked_days": before.blocked_days + max((on - before.blocked.since).days, 0)}
