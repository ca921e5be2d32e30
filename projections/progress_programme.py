"""How events change the row of a programme in progress."""

from typing import assert_never

from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.event import Fact, Recorded
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
from domain.legacy import ASSETS
from domain.milestone_events import TasksHandedOver
from domain.milestone_evolution import OfOneMilestone
from domain.organisation_events import (
    BoardMemberAppointed,
    BoardMemberStoodDown,
    BoardTally,
    GoverningDocumentAdopted,
    ThresholdSet,
)
from domain.plan_events import DroppedMilestone, GateWaived, PlanAgreed, PlanRevised
from domain.programme_events import (
    Appointed,
    AppointmentEnded,
    HandoverBegun,
    LegacyPacked,
    MentorReplaced,
    ProgrammeClosed,
    ProgrammePaused,
    ProgrammeResumed,
    ProgrammeStarted,
    StillRunningAnswered,
)
from domain.redaction_events import KeyDestroyed
from domain.resource_events import OwnerLeft, OwnerNamed, ResourceEvent, ResourcePublished, ResourceWithdrawn
from domain.sharing_events import SharingEvent
from projections.facts import Happening, first_review
from projections.progress_rows import ProgrammeRow


def changed(row: ProgrammeRow, event: Recorded[Happening], fact: Happening) -> None:
    """Change the row as the event says. What happens to one milestone, or to what is left behind, is not in it."""
    on = event.meta.occurred_on
    match fact:
        case Prompted() | DutyOpened() | DutyMet() | DutyMoved() | DecisionRecorded() | TasksHandedOver():
            pass
        case Appointed() | AppointmentEnded() | ProgrammeStarted() | LegacyPacked():
            pass
        case _ if isinstance(fact, OfOneMilestone | LearningEvent | ResourceEvent | SharingEvent | KeyDestroyed):
            pass
        case MentorReplaced():
            row.mentor_organisation, row.mentor_coordinator = fact.mentor.organisation, fact.mentor.coordinator
        case PlanAgreed():
            row.phase = "running" if row.phase == "draft" else row.phase
            row.agreed_on, row.typical_weeks = on, fact.typical_weeks
            row.next_review_on = first_review(event, row.review_weeks)
        case PlanRevised():
            row.plan_number, row.typical_weeks = fact.plan_number, fact.typical_weeks
            dropped = {change.milestone for change in fact.changes if isinstance(change, DroppedMilestone)}
            row.waived = [each for each in row.waived if each["milestone"] not in dropped]
        case GateWaived():
            row.waived = [*row.waived, {"gate": fact.gate, "milestone": fact.milestone}]
        case ProgrammePaused():
            row.phase, row.paused_on, row.paused_until = "paused", on, fact.until
        case ProgrammeResumed():
            row.phase = "running" if row.agreed_on else "draft"
            row.paused_on = row.paused_until = None
            row.next_review_on = fact.next_review_on
            row.review_due = fact.next_review_on if row.review_number else None
        case ReviewOpened():
            row.review_number, row.review_due = fact.review, fact.due
        case ReviewHeld():
            row.review_number = row.review_due = None
            row.reviews_held, row.next_review_on = fact.review, fact.next_review_on
        case MentoringSessionHeld() | CelebrationRecorded() | LessonRecorded() | PeopleCounted() | FigureCorrected():
            _written(row, fact)
        case HandoverBegun():
            row.handover_begun_on = on
        case ProgrammeClosed():
            row.phase, row.closed_on, row.ending = "closed", on, fact.ending
        case StillRunningAnswered():
            row.still_running = fact.running
        case BoardMemberAppointed() | BoardMemberStoodDown():
            _tally(row, fact.tally)
        case GoverningDocumentAdopted():
            row.adopted_on = on
        case ThresholdSet():
            row.threshold = fact.threshold
        case _:
            assert_never(fact)


def left_behind(row: ProgrammeRow, fact: Fact) -> None:
    """Keep in the row which assets are offered, and which of them somebody looks after."""
    match fact:
        case ResourcePublished():
            change = {"offered": fact.kind in ASSETS}
        case ResourceWithdrawn():
            change = {"offered": False}
        case OwnerNamed():
            change = {"owned": True}
        case OwnerLeft():
            change = {"owned": False}
        case _:
            return
    key = str(fact.resource)
    row.assets = {**row.assets, key: {"offered": False, "owned": False, **row.assets.get(key, {}), **change}}


def _tally(row: ProgrammeRow, tally: BoardTally) -> None:
    row.voting, row.from_constituency = tally.voting, tally.from_constituency


def _written(
    row: ProgrammeRow,
    fact: MentoringSessionHeld | CelebrationRecorded | LessonRecorded | PeopleCounted | FigureCorrected,
) -> None:
    match fact:
        case MentoringSessionHeld():
            row.mentoring_sessions += 1
            row.mentoring_minutes += fact.minutes
        case CelebrationRecorded():
            row.celebrations += 1
        case LessonRecorded():
            row.lessons += 1
        case PeopleCounted():
            if row.people is None or fact.as_of.isoformat() >= str(row.people.get("as_of", "")):
                row.people = fact.model_dump(mode="json")
        case FigureCorrected():
            row.people = {**(row.people or {}), fact.figure: fact.correct}
        case _:
            assert_never(fact)
