"""What happened to one milestone, in plain sentences."""

from typing import assert_never

from domain.event import Recorded
from domain.milestone_events import (
    AcceptanceWithdrawn,
    BlockKind,
    DateCorrected,
    DatedStep,
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
from projections.speech import N_, Speech
from projections.telling import Teller

BLOCKS: dict[BlockKind, str] = {
    "someone-outside": "someone outside",
    "money": "money",
    "people": "people",
    "access": "access",
    "policy": "a policy",
}
_STEPS: dict[DatedStep, str] = {
    "opened": N_("%(who)s corrected the day on which work began on %(title)s: %(correct)s, not %(was)s."),
    "submitted": N_(
        "%(who)s corrected the day on which a decision was asked for on %(title)s: %(correct)s, not %(was)s."
    ),
    "accepted": N_("%(who)s corrected the day on which the group accepted %(title)s: %(correct)s, not %(was)s."),
}


def milestone_sentence(event: Recorded[Happening], fact: OfOneMilestone, teller: Teller) -> str:
    """One fact about one milestone."""
    who, title = teller.who(event.meta), teller.milestone(fact.milestone)
    say, day = teller.speech.say, teller.speech.day
    match fact:
        case MilestoneOpened():
            if fact.early:
                return say(
                    "%(who)s opened %(title)s early. It is due on %(day)s.", who=who, title=title, day=day(fact.due)
                )
            return say("%(who)s opened %(title)s. It is due on %(day)s.", who=who, title=title, day=day(fact.due))
        case MilestoneAssigned():
            if fact.to == event.meta.actor and event.meta.on_behalf_of is None:
                return say("%(who)s took on %(title)s.", who=who, title=title)
            return say("%(who)s asked %(to)s to look after %(title)s.", who=who, to=teller.name(fact.to), title=title)
        case EvidenceAdded():
            given = _evidence(fact, teller.speech)
            return say("%(who)s added evidence to %(title)s: %(given)s.", who=who, title=title, given=given)
        case EvidenceRetracted():
            return say(
                "%(who)s took back evidence number %(number)s of %(title)s.", who=who, number=fact.evidence, title=title
            )
        case MilestoneSubmitted():
            return say("%(who)s said that %(title)s is reached, and asked for a decision.", who=who, title=title)
        case MilestoneAccepted():
            return _accepted(who, title, fact, teller)
        case MilestoneReturned():
            return say(
                "%(who)s asked for more work on %(title)s. It is due on %(day)s.",
                who=who,
                title=title,
                day=day(fact.due),
            )
        case AcceptanceWithdrawn():
            return say(
                "%(who)s took back the acceptance of %(title)s. It waits for a decision again.", who=who, title=title
            )
        case MilestoneReopened():
            return say("%(who)s reopened %(title)s. It is due on %(day)s.", who=who, title=title, day=day(fact.due))
        case DateCorrected():
            return say(_STEPS[fact.step], who=who, title=title, correct=day(fact.correct), was=day(fact.was))
        case MilestoneBlocked():
            return say(
                "%(who)s said that work on %(title)s cannot go on. It waits for %(what)s.",
                who=who,
                title=title,
                what=teller.speech.word(BLOCKS[fact.kind]),
            )
        case MilestoneUnblocked():
            return say("%(who)s said that work on %(title)s can go on.", who=who, title=title)
        case MilestoneRescheduled():
            return say(
                "%(who)s gave %(title)s a new date: %(day)s. Before, it was %(was)s.",
                who=who,
                title=title,
                day=day(fact.due),
                was=day(fact.was),
            )
        case MilestoneSetAside():
            return say("%(who)s set aside %(title)s.", who=who, title=title)
        case MilestoneRestored():
            return say("%(who)s took %(title)s back into the plan.", who=who, title=title)
        case _:
            assert_never(fact)


def _evidence(fact: EvidenceAdded, speech: Speech) -> str:
    given = {N_("a note"): fact.note, N_("a link"): fact.link, N_("a file"): fact.file}
    return speech.listed(
        [speech.word(what) for what, value in given.items() if value is not None] or [speech.word("a note")]
    )


def _accepted(who: str, title: str, fact: MilestoneAccepted, teller: Teller) -> str:
    say = teller.speech.say
    if fact.before_waymark:
        begun = f"{title[0].upper()}{title[1:]}"
        return say("%(title)s was reached before the programme was in Waymark.", title=begun)
    said = say("%(who)s accepted %(title)s as reached.", who=who, title=title)
    if fact.waived:
        gates = teller.speech.listed([teller.gate(gate) for gate in fact.waived])
        said += " " + say("The group had decided to do without %(gates)s.", gates=gates)
    return said
