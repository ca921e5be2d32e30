"""What happened, in plain sentences: one for each kind of event, whatever a group calls itself."""

import re
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
from projections.speech import N_, Speech
from projections.telling import ROLES, Teller

_CHANGES = {
    "add": (N_("milestone added"), N_("milestones added")),
    "drop": (N_("milestone dropped"), N_("milestones dropped")),
    "retime": (N_("milestone given more or less time"), N_("milestones given more or less time")),
    "reorder": (N_("milestone moved in the order"), N_("milestones moved in the order")),
}
_ENDINGS: dict[Ending, str] = {
    "finished": N_("It is finished."),
    "merged": N_("The group joined with another."),
    "stopped-early": N_("It stopped early."),
}

_SOONER = re.compile(r"([a-z]+-[0-9]+)-sooner")


def sentence(event: Recorded[Happening], teller: Teller) -> str:
    """What happened, without the words that were said about it."""
    fact, who, speech = event.fact, teller.who(event.meta), teller.speech
    say, day = speech.say, speech.day
    match fact:
        case ProgrammeStarted():
            said = say(
                "%(who)s started the programme of %(organisation)s in %(locality)s, with %(mentor)s as mentor.",
                who=who,
                organisation=fact.organisation,
                locality=fact.locality,
                mentor=fact.mentor.organisation,
            )
            since = " " + say("It had been under way since %(day)s.", day=day(fact.start_on)) if fact.part_way else ""
            return said + since
        case Appointed():
            begins = " " + say("from %(day)s", day=day(fact.starts_on)) if fact.starts_on else ""
            ends = " " + say("until %(day)s", day=day(fact.ends_on)) if fact.ends_on else ""
            part = speech.word(ROLES[fact.role]) + begins + ends
            return say(
                "%(who)s brought in %(person)s as %(part)s.", who=who, person=teller.name(fact.person), part=part
            )
        case AppointmentEnded():
            return say(
                "%(who)s recorded that %(person)s is no longer %(part)s.",
                who=who,
                person=teller.name(fact.person),
                part=speech.word(ROLES[fact.role]),
            )
        case SharingDecided() | BreakGlassRequested() | BreakGlassOpened() | BreakGlassClosed() | KeyDestroyed():
            return sharing_sentence(event, fact, teller)
        case MentorReplaced():
            return say(
                "%(who)s made %(mentor)s the mentor, with %(person)s as coordinator.",
                who=who,
                mentor=fact.mentor.organisation,
                person=teller.name(fact.mentor.coordinator),
            )
        case PlanAgreed():
            weeks = speech.count(fact.typical_weeks, "week", "weeks")
            said = say("%(who)s agreed the plan. It takes %(weeks)s.", who=who, weeks=weeks)
            if fact.floor_override:
                said += " " + say("That is less than the %(weeks)s weeks advised.", weeks=fact.floor_weeks)
            return said + _told(fact, speech)
        case PlanRevised():
            return _revised(who, fact, speech)
        case GateWaived():
            return say(
                "%(who)s decided that %(title)s may be accepted without %(gate)s.",
                who=who,
                title=teller.milestone(fact.milestone),
                gate=teller.gate(fact.gate),
            )
        case TasksHandedOver():
            return say(
                "%(who)s handed over from %(giver)s to %(to)s: %(tasks)s.",
                who=who,
                giver=teller.name(fact.giver),
                to=teller.name(fact.to),
                tasks=speech.listed([teller.milestone(each) for each in fact.milestones]),
            )
        case ProgrammePaused():
            if fact.until:
                return say("%(who)s paused the programme until %(day)s.", who=who, day=day(fact.until))
            return say("%(who)s paused the programme.", who=who)
        case ProgrammeResumed():
            said = say("%(who)s let the programme go on.", who=who) + " "
            if fact.dues:
                said += speech.count(len(fact.dues), "milestone has a new date.", "milestones have new dates.") + " "
            return said + say("The next review is on %(day)s.", day=day(fact.next_review_on))
        case HandoverBegun():
            return say("The handover began: the mentor prepares to leave.")
        case ProgrammeClosed():
            return say("%(who)s closed the programme.", who=who) + " " + speech.word(_ENDINGS[fact.ending])
        case StillRunningAnswered():
            if fact.running:
                return say("%(who)s said that the organisation is still running.", who=who)
            return say("%(who)s said that the organisation is no longer running.", who=who)
        case LegacyPacked():
            things = speech.count(fact.resources, "thing", "things")
            return say("What is left behind was packed up: %(things)s.", things=things)
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


def _revised(who: str, fact: PlanRevised, speech: Speech) -> str:
    say = speech.say
    kinds = Counter(change.change for change in fact.changes)
    what = speech.listed([speech.count(number, *_CHANGES[kind]) for kind, number in kinds.items()])
    said = say("%(who)s changed the plan: %(what)s.", who=who, what=what)
    if fact.typical_weeks != fact.was_typical_weeks:
        weeks = speech.count(fact.typical_weeks, "week", "weeks")
        was = speech.number(fact.was_typical_weeks)
        said += " " + say("It now takes %(weeks)s, before it was %(was)s.", weeks=weeks, was=was)
    if fact.rebaseline:
        said += " " + say("From now on, progress is measured against the new plan.")
    if fact.from_what_if:
        said += " " + _tried_out(fact.from_what_if.what_if, speech)
    return said + _told(fact, speech)


def _tried_out(name: str, speech: Speech) -> str:
    """Our own pages call a what-if after the milestone that is to be sooner. Whoever uses the API finds a name."""
    say = speech.say
    if sooner := _SOONER.fullmatch(name):
        return say("It was tried out before in the forecast: %(milestone)s sooner.", milestone=sooner[1].upper())
    return say("It was tried out before in the forecast: “%(what_if)s”.", what_if=name.replace("-", " "))


def _told(fact: PlanAgreed | PlanRevised, speech: Speech) -> str:
    """What the group was told when it decided."""
    seen, say = fact.foreseen, speech.say
    if seen is None:
        return ""
    days = {"half": speech.day(seen.p50_on), "most": speech.day(seen.p80_on)}
    if not seen.warned:
        return " " + say("The forecast then said: half of its runs end by %(half)s, 8 in 10 by %(most)s.", **days)
    warned = speech.count(len(seen.warned), "warning was", "warnings were")
    return " " + say(
        "The forecast then said: half of its runs end by %(half)s, 8 in 10 by %(most)s and %(warned)s shown.",
        warned=warned,
        **days,
    )


def _of_board(who: str, fact: OrganisationEvent, teller: Teller) -> str:
    speech, say = teller.speech, teller.speech.say
    match fact:
        case BoardMemberAppointed():
            values = {"person": teller.name(fact.person), "office": speech.word(fact.office.replace("-", " "))}
            if fact.voting:
                joined = say("%(person)s joined the board as %(office)s.", **values)
            else:
                joined = say("%(person)s joined the board as %(office)s without a vote.", **values)
            return f"{joined} {_voting(fact.tally, speech)}"
        case BoardMemberStoodDown():
            left = say("%(person)s left the board.", person=teller.name(fact.person))
            return f"{left} {_voting(fact.tally, speech)}"
        case GoverningDocumentAdopted():
            return say(
                "%(who)s recorded that the governing document was adopted. From now on the board decides.", who=who
            )
        case ThresholdSet():
            return say(
                "%(who)s decided that at least %(share)s%% of the voting members must come from the constituency.",
                who=who,
                share=fact.threshold,
            )
        case _:
            assert_never(fact)


def _voting(tally: BoardTally, speech: Speech) -> str:
    """Without how many come from the constituency: beside one person's name, that would say who they are."""
    voting = speech.count(tally.voting, "voting member", "voting members")
    return speech.say("The board now has %(voting)s.", voting=voting)
