"""How groups learned from each other, in plain sentences. What others left behind is never named by its id."""

from typing import assert_never

from domain.event import Recorded
from domain.learning_events import (
    BuddyAgreed,
    InformationNeedAnswered,
    InformationNeedRaised,
    InformationNeedWithdrawn,
    LearningEvent,
    MentorTraced,
    ResourceHelped,
)
from projections.facts import Happening
from projections.telling import Teller, count


def learning_sentence(event: Recorded[Happening], fact: LearningEvent, teller: Teller) -> str:
    """One question, answer, thanks, or agreement to stand beside somebody."""
    who = teller.who(event.meta)
    match fact:
        case InformationNeedRaised():
            about = f" about {teller.milestone(fact.milestone)}" if fact.milestone else ""
            return f"{who} asked for help with something that nobody here knows how to do{about}: question {fact.need}."
        case InformationNeedAnswered():
            named = count(len(fact.resources), "thing that others left behind", "things that others left behind")
            with_what = f", with {named}" if fact.resources else ""
            return f"{who} answered question {fact.need}{with_what}."
        case InformationNeedWithdrawn():
            return f"{who} said that question {fact.need} no longer needs an answer."
        case ResourceHelped():
            where = f" with {teller.milestone(fact.milestone)}" if fact.milestone else ""
            return f"{who} said that something another group left behind helped{where}."
        case MentorTraced():
            return f"{who} recorded that the mentor organisation itself began in a programme here."
        case BuddyAgreed():
            part = "a buddy" if fact.part == "buddy" else "a mentor"
            if fact.gives:
                return f"{who} recorded that the group stands beside {fact.organisation} as {part}."
            return f"{who} recorded that {fact.organisation} stands beside the group as {part}."
        case _:
            assert_never(fact)
