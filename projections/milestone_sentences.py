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
from projections.telling import Teller, day, listed

BLOCKS: dict[BlockKind, str] = {
    "someone-outside": "someone outside",
    "money": "money",
    "people": "people",
    "access": "access",
    "policy": "a policy",
}
_STEPS: dict[DatedStep, str] = {
    "opened": "work began on",
    "submitted": "a decision was asked for on",
    "accepted": "the group accepted",
}


def milestone_sentence(event: Recorded[Happening], fact: OfOneMilestone, teller: Teller) -> str:
    """One fact about one milestone."""
    who, title = teller.who(event.meta), teller.milestone(fact.milestone)
    match fact:
        case MilestoneOpened():
            early = " early" if fact.early else ""
            return f"{who} opened {title}{early}. It is due on {day(fact.due)}."
        case MilestoneAssigned():
            if fact.to == event.meta.actor and event.meta.on_behalf_of is None:
                return f"{who} took on {title}."
            return f"{who} asked {teller.name(fact.to)} to look after {title}."
        case EvidenceAdded():
            return f"{who} added evidence to {title}: {_evidence(fact)}."
        case EvidenceRetracted():
            return f"{who} took back evidence number {fact.evidence} of {title}."
        case MilestoneSubmitted():
            return f"{who} said that {title} is reached, and asked for a decision."
        case MilestoneAccepted():
            return _accepted(who, title, fact, teller)
        case MilestoneReturned():
            return f"{who} asked for more work on {title}. It is due on {day(fact.due)}."
        case AcceptanceWithdrawn():
            return f"{who} took back the acceptance of {title}. It waits for a decision again."
        case MilestoneReopened():
            return f"{who} reopened {title}. It is due on {day(fact.due)}."
        case DateCorrected():
            correct, was = day(fact.correct), day(fact.was)
            return f"{who} corrected the day on which {_STEPS[fact.step]} {title}: {correct}, not {was}."
        case MilestoneBlocked():
            return f"{who} said that work on {title} cannot go on. It waits for {BLOCKS[fact.kind]}."
        case MilestoneUnblocked():
            return f"{who} said that work on {title} can go on."
        case MilestoneRescheduled():
            return f"{who} gave {title} a new date: {day(fact.due)}. Before, it was {day(fact.was)}."
        case MilestoneSetAside():
            return f"{who} set aside {title}."
        case MilestoneRestored():
            return f"{who} took {title} back into the plan."
        case _:
            assert_never(fact)


def _evidence(fact: EvidenceAdded) -> str:
    given = {"a note": fact.note, "a link": fact.link, "a file": fact.file}
    return listed([what for what, value in given.items() if value is not None] or ["a note"])


def _accepted(who: str, title: str, fact: MilestoneAccepted, teller: Teller) -> str:
    if fact.before_waymark:
        return f"{title[0].upper()}{title[1:]} was reached before the programme was in Waymark."
    said = f"{who} accepted {title} as reached."
    if fact.waived:
        said += f" The group had decided to do without {listed([teller.gate(gate) for gate in fact.waived])}."
    return said
