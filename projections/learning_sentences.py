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
from projections.telling import Teller


def learning_sentence(event: Recorded[Happening], fact: LearningEvent, teller: Teller) -> str:
    """One question, answer, thanks, or agreement to stand beside somebody."""
    who, say = teller.who(event.meta), teller.speech.say
    match fact:
        case InformationNeedRaised():
            if fact.milestone is None:
                return say(
                    "%(who)s asked for help with something that nobody here knows how to do: question %(number)s.",
                    who=who,
                    number=fact.need,
                )
            return say(
                "%(who)s asked for help with something that nobody here knows how to do about %(title)s: "
                "question %(number)s.",
                who=who,
                title=teller.milestone(fact.milestone),
                number=fact.need,
            )
        case InformationNeedAnswered():
            if not fact.resources:
                return say("%(who)s answered question %(number)s.", who=who, number=fact.need)
            things = teller.speech.count(
                len(fact.resources), "thing that others left behind", "things that others left behind"
            )
            return say(
                "%(who)s answered question %(number)s, with %(things)s.", who=who, number=fact.need, things=things
            )
        case InformationNeedWithdrawn():
            return say("%(who)s said that question %(number)s no longer needs an answer.", who=who, number=fact.need)
        case ResourceHelped():
            if fact.milestone is None:
                return say("%(who)s said that something another group left behind helped.", who=who)
            title = teller.milestone(fact.milestone)
            return say(
                "%(who)s said that something another group left behind helped with %(title)s.", who=who, title=title
            )
        case MentorTraced():
            return say("%(who)s recorded that the mentor organisation itself began in a programme here.", who=who)
        case BuddyAgreed():
            part = say("a buddy") if fact.part == "buddy" else say("a mentor")
            if fact.gives:
                return say(
                    "%(who)s recorded that the group stands beside %(other)s as %(part)s.",
                    who=who,
                    other=fact.organisation,
                    part=part,
                )
            return say(
                "%(who)s recorded that %(other)s stands beside the group as %(part)s.",
                who=who,
                other=fact.organisation,
                part=part,
            )
        case _:
            assert_never(fact)
