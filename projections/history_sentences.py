"""What happened, in plain sentences: one for each kind of event, whatever a group calls itself."""

from collections import Counter
from typing import assert_never

from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.event import Recorded
from domain.journal_evolution import Journal
from domain.learning_events import LearningEvent
from domain.milestone_events import TasksHandedOver
from domain.milestone_evolution import OfOneMilestone
from domain.organisation_events import (
    BoardMemberAppointed,
    BoardMemberStoodDown,
    BoardTally,
    GoverningDocumentAdopted,
    OrganisationEvent,
    ThresholdSet,
)
from domain.plan_events import GateWaived, PlanAgreed, PlanRevised
from domain.programme_events import (
    Appointed,
    AppointmentEnded,
    Ending,
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
from domain.resource_events import ResourceEvent
from domain.sharing_events import BreakGlassClosed, BreakGlassOpened, BreakGlassRequested, SharingDecided
from projections.facts import Happening
from projections.journal_sentences import duty_sentence, journal_sentence
from projections.learning_sentences import learning_sentence
from projections.milestone_sentences import milestone_sentence
from projections.resource_sentences import resource_sentence
from projections.sharing_sentences import sharing_sentence
from projections.telling import ROLES, Teller, count, day, listed

_CHANGES = {"add": "added", "drop": "dropped", "retime": "given more or less time", "reorder": "moved in the order"}
_ENDINGS: dict[Ending, str] = {
    "finished": "It is finished.",
    "merged": "The group joined with another.",
    "stopped-early": "It stopped early.",
}


def sentence(event: Recorded[Happening], teller: Teller) -> str:
    """What happened, without the words that were said about it."""
    fact, who = event.fact, teller.who(event.meta)
    match fact:
        case ProgrammeStarted():
            since = f" It had been under way since {day(fact.start_on)}." if fact.part_way else ""
            return (
                f"{who} started the programme of {fact.organisation} in {fact.locality}, "
                f"with {fact.mentor.organisation} as mentor.{since}"
            )
        case Appointed():
            begins = f" from {day(fact.starts_on)}" if fact.starts_on else ""
            ends = f" until {day(fact.ends_on)}" if fact.ends_on else ""
            return f"{who} brought in {teller.name(fact.person)} as {ROLES[fact.role]}{begins}{ends}."
        case AppointmentEnded():
            return f"{who} recorded that {teller.name(fact.person)} is no longer {ROLES[fact.role]}."
        case SharingDecided() | BreakGlassRequested() | BreakGlassOpened() | BreakGlassClosed() | KeyDestroyed():
            return sharing_sentence(event, fact, teller)
        case MentorReplaced():
            coordinator = teller.name(fact.mentor.coordinator)
            return f"{who} made {fact.mentor.organisation} the mentor, with {coordinator} as coordinator."
        case PlanAgreed():
            short = f" That is less than the {fact.floor_weeks} weeks advised." if fact.floor_override else ""
            return f"{who} agreed the plan. It takes {count(fact.typical_weeks, 'week', 'weeks')}.{short}{_told(fact)}"
        case PlanRevised():
            return _revised(who, fact)
        case GateWaived():
            gate = teller.gate(fact.gate)
            return f"{who} decided that {teller.milestone(fact.milestone)} may be accepted without {gate}."
        case TasksHandedOver():
            tasks = listed([teller.milestone(each) for each in fact.milestones])
            return f"{who} handed over from {teller.name(fact.giver)} to {teller.name(fact.to)}: {tasks}."
        case ProgrammePaused():
            until = f" until {day(fact.until)}" if fact.until else ""
            return f"{who} paused the programme{until}."
        case ProgrammeResumed():
            moved = (
                f"{count(len(fact.dues), 'milestone has a new date', 'milestones have new dates')}. "
                if fact.dues
                else ""
            )
            return f"{who} let the programme go on. {moved}The next review is on {day(fact.next_review_on)}."
        case HandoverBegun():
            return "The handover began: the mentor prepares to leave."
        case ProgrammeClosed():
            return f"{who} closed the programme. {_ENDINGS[fact.ending]}"
        case StillRunningAnswered():
            return f"{who} said that the organisation is {'still' if fact.running else 'no longer'} running."
        case LegacyPacked():
            return f"What is left behind was packed up: {count(fact.resources, 'thing', 'things')}."
        case DutyOpened() | DutyMet() | DutyMoved() | Prompted():
            return duty_sentence(event, fact, teller)
        case BoardMemberAppointed() | BoardMemberStoodDown() | GoverningDocumentAdopted() | ThresholdSet():
            return _of_board(who, fact, teller)
        case _ if isinstance(fact, OfOneMilestone):
            return milestone_sentence(event, fact, teller)
        case _ if isinstance(fact, ResourceEvent):
            return resource_sentence(event, fact, teller)
        case _ if isinstance(fact, LearningEvent):
            return learning_sentence(event, fact, teller)
        case _ if isinstance(fact, Journal):
            return journal_sentence(event, fact, teller)
        case _:
            assert_never(fact)


def _revised(who: str, fact: PlanRevised) -> str:
    kinds = Counter(change.change for change in fact.changes)
    what = listed([f"{count(number, 'milestone', 'milestones')} {_CHANGES[kind]}" for kind, number in kinds.items()])
    said = f"{who} changed the plan: {what}."
    if fact.typical_weeks != fact.was_typical_weeks:
        said += f" It now takes {count(fact.typical_weeks, 'week', 'weeks')}, before it was {fact.was_typical_weeks:,}."
    if fact.rebaseline:
        said += " From now on, progress is measured against the new plan."
    if fact.from_what_if:
        said += f" It was looked at before as the what-if “{fact.from_what_if.what_if}”."
    return f"{said}{_told(fact)}"


def _told(fact: PlanAgreed | PlanRevised) -> str:
    """What the group was told when it decided."""
    seen = fact.foreseen
    if seen is None:
        return ""
    warned = f" and {count(len(seen.warned), 'warning was', 'warnings were')} shown" if seen.warned else ""
    ends = f"half of its runs end by {day(seen.p50_on)}, 8 in 10 by {day(seen.p80_on)}"
    return f" The forecast then said: {ends}{warned}."


def _of_board(who: str, fact: OrganisationEvent, teller: Teller) -> str:
    match fact:
        case BoardMemberAppointed():
            office = "member" if fact.office == "member" else fact.office.replace("-", " ")
            vote = "" if fact.voting else " without a vote"
            return f"{teller.name(fact.person)} joined the board as {office}{vote}. {_voting(fact.tally)}"
        case BoardMemberStoodDown():
            return f"{teller.name(fact.person)} left the board. {_voting(fact.tally)}"
        case GoverningDocumentAdopted():
            return f"{who} recorded that the governing document was adopted. From now on the board decides."
        case ThresholdSet():
            return (
                f"{who} decided that at least {fact.threshold}% of the voting members must come from the constituency."
            )
        case _:
            assert_never(fact)


def _voting(tally: BoardTally) -> str:
    """Without how many come from the constituency: beside one person's name, that would say who they are."""
    return f"The board now has {count(tally.voting, 'voting member', 'voting members')}."
