"""How each event changes a programme. Fields only, no rules: what was stored always loads."""

from typing import assert_never

from domain import duty_evolution, journal_evolution, learning_evolution, milestone_evolution, plan_evolution, sharing
from domain.calendar import day_in_london
from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.event import Recorded
from domain.grants import Term
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
from domain.learning_events import LearningEvent
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
from domain.plan_events import GateWaived, PlanAgreed, PlanRevised
from domain.programme import Line, Phase, Programme
from domain.programme_events import (
    Appointed,
    AppointmentEnded,
    HandoverBegun,
    LegacyPacked,
    MentorReplaced,
    ProgrammeClosed,
    ProgrammeEvent,
    ProgrammePaused,
    ProgrammeResumed,
    ProgrammeStarted,
    StillRunningAnswered,
)
from domain.redaction_events import KeyDestroyed
from domain.roles import Role
from domain.sharing_events import BreakGlassClosed, BreakGlassOpened, BreakGlassRequested, SharingDecided


def evolve(programme: Programme | None, event: Recorded[ProgrammeEvent]) -> Programme:
    """The programme after this event."""
    if isinstance(event.fact, ProgrammeStarted):
        return plan_evolution.started(event, event.fact)
    assert programme is not None, "a programme's history begins with its start"  # noqa: S101 - a broken log, not input
    changed = _changed(programme, event)
    return changed.model_copy(update={"version": event.version, "recorded_at": event.meta.recorded_at})


def _changed(programme: Programme, event: Recorded[ProgrammeEvent]) -> Programme:
    fact = event.fact
    match fact:
        case ProgrammeStarted():
            return programme
        case PlanAgreed() | PlanRevised() | GateWaived():
            return plan_evolution.changed(programme, event, fact)
        case (
            MilestoneOpened()
            | MilestoneAssigned()
            | TasksHandedOver()
            | EvidenceAdded()
            | EvidenceRetracted()
            | MilestoneSubmitted()
            | MilestoneAccepted()
            | MilestoneReturned()
            | AcceptanceWithdrawn()
            | MilestoneReopened()
            | DateCorrected()
            | MilestoneBlocked()
            | MilestoneUnblocked()
            | MilestoneRescheduled()
            | MilestoneSetAside()
            | MilestoneRestored()
        ):
            return milestone_evolution.changed(programme, event, fact)
        case (
            ReviewOpened()
            | ReviewHeld()
            | MentoringSessionHeld()
            | CelebrationRecorded()
            | LessonRecorded()
            | PeopleCounted()
            | FigureCorrected()
            | DecisionRecorded()
        ):
            return journal_evolution.changed(programme, event, fact)
        case DutyOpened() | DutyMet() | DutyMoved() | Prompted():
            return duty_evolution.changed(programme, event, fact)
        case _ if isinstance(fact, LearningEvent):
            return learning_evolution.changed(programme, event, fact)
        case SharingDecided() | BreakGlassRequested() | BreakGlassOpened() | BreakGlassClosed() | KeyDestroyed():
            return sharing.changed(programme, event, fact)
        case Appointed():
            return _with_role(programme, fact.person, fact.role, Term(event.meta.actor, fact.starts_on, fact.ends_on))
        case AppointmentEnded():
            return _without_role(programme, fact.person, fact.role)
        case MentorReplaced():
            left = _without_role(programme, programme.mentor.coordinator, Role.MENTOR)
            joined = _with_role(left, fact.mentor.coordinator, Role.MENTOR, Term(event.meta.actor))
            if fact.mentor.organisation != programme.mentor.organisation:
                joined = joined.model_copy(update={"mentor_programme": None})
            return joined.model_copy(update={"mentor": fact.mentor})
        case ProgrammePaused():
            return programme.model_copy(update={"phase": Phase.PAUSED, "paused_on": event.meta.occurred_on})
        case ProgrammeResumed():
            return _resumed(learning_evolution.counted_again(programme, event), event, fact)
        case HandoverBegun():
            return programme.model_copy(
                update={
                    "handover_begun": True,
                    "lines": {**programme.lines, "handover": Line(since=event.meta.recorded_at)},
                }
            )
        case ProgrammeClosed():
            return programme.model_copy(
                update={
                    "phase": Phase.CLOSED,
                    "closed_on": event.meta.occurred_on,
                    "ending": fact.ending,
                    "lines": {**_left_behind(programme), "handover": Line(since=event.meta.recorded_at)},
                }
            )
        case StillRunningAnswered():
            return programme.model_copy(update={"still_running": fact.running})
        case LegacyPacked():
            return programme.model_copy(update={"packed": True})
        case _:
            assert_never(fact)


def _left_behind(programme: Programme) -> dict[str, Line]:
    """The timers of what is left behind: they go on after the end."""
    return {about: line for about, line in programme.lines.items() if about.startswith("resource/")}


def _with_role(programme: Programme, person: str, role: Role, term: Term) -> Programme:
    held = programme.roles.get(person, frozenset()) | {role}
    terms = {**programme.terms, (person, role): term}
    return programme.model_copy(update={"roles": {**programme.roles, person: held}, "terms": terms})


def _without_role(programme: Programme, person: str, role: Role) -> Programme:
    held = programme.roles.get(person, frozenset()) - {role}
    others = {who: what for who, what in programme.roles.items() if who != person}
    terms = {key: term for key, term in programme.terms.items() if key != (person, role)}
    return programme.model_copy(update={"roles": {**others, person: held} if held else others, "terms": terms})


def _resumed(programme: Programme, event: Recorded[ProgrammeEvent], fact: ProgrammeResumed) -> Programme:
    milestones, lines = dict(programme.milestones), dict(programme.lines)
    for new in fact.dues:
        milestones[new.milestone] = milestones[new.milestone].model_copy(
            update={
                "due": new.due,
                "due_stated_on": day_in_london(event.meta.recorded_at),
                "changed": event.version,
            }
        )
        lines[f"milestone/{new.milestone}"] = Line(since=event.meta.recorded_at)
    review = programme.review
    if review is not None:
        review = review.model_copy(update={"due": fact.next_review_on})
        lines[f"review/{review.number}"] = Line(since=event.meta.recorded_at)
    if "handover" in lines:
        lines["handover"] = Line(since=event.meta.recorded_at)
    return programme.model_copy(
        update={
            "phase": Phase.RUNNING if programme.agreed_on else Phase.DRAFT,
            "paused_on": None,
            "milestones": milestones,
            "lines": lines,
            "review": review,
            "next_review_on": fact.next_review_on,
        }
    )
