"""What a group did and wrote down, what fell due, and what Waymark said, in plain sentences."""

from typing import assert_never

from domain.duty_events import DutyMet, DutyMoved, DutyOpened, Prompted
from domain.event import Recorded
from domain.journal_events import (
    CelebrationRecorded,
    DecisionRecorded,
    Figure,
    FigureCorrected,
    LessonRecorded,
    MentoringSessionHeld,
    PeopleCounted,
    ReviewHeld,
    ReviewOpened,
)
from domain.journal_evolution import Journal
from projections.facts import Happening
from projections.speech import N_
from projections.telling import Teller

Dutiful = DutyOpened | DutyMet | DutyMoved | Prompted

_FIGURES: dict[Figure, str] = {
    "engaged": N_("%(who)s corrected the number of people engaged: %(correct)s, not %(was)s."),
    "trained": N_("%(who)s corrected the number of people trained: %(correct)s, not %(was)s."),
    "supported": N_("%(who)s corrected the number of people supported: %(correct)s, not %(was)s."),
    "different": N_("%(who)s corrected the number of different people: %(correct)s, not %(was)s."),
}


def journal_sentence(event: Recorded[Happening], fact: Journal, teller: Teller) -> str:
    """One entry in a group's journal."""
    who, speech = teller.who(event.meta), teller.speech
    say, day = speech.say, speech.day
    match fact:
        case ReviewOpened():
            return say("Review %(review)s is coming up. It is due on %(day)s.", review=fact.review, day=day(fact.due))
        case ReviewHeld():
            return say(
                "%(who)s recorded review %(review)s. The next one is on %(day)s.",
                who=who,
                review=fact.review,
                day=day(fact.next_review_on),
            )
        case MentoringSessionHeld():
            about = [teller.milestone(each) for each in fact.milestones]
            topic = " " + say("It was about %(what)s.", what=speech.listed(about)) if about else ""
            return say("%(who)s recorded mentoring of %(time)s.", who=who, time=speech.duration(fact.minutes)) + topic
        case CelebrationRecorded():
            if fact.milestone is None:
                return say("%(who)s recorded a celebration.", who=who)
            return say("%(who)s recorded a celebration of %(title)s.", who=who, title=teller.milestone(fact.milestone))
        case LessonRecorded():
            if fact.milestone is None:
                return say("%(who)s wrote down a lesson.", who=who)
            return say("%(who)s wrote down a lesson from %(title)s.", who=who, title=teller.milestone(fact.milestone))
        case PeopleCounted():
            return say(
                "%(who)s counted who took part up to %(day)s: %(engaged)s engaged, %(trained)s trained, "
                "%(supported)s supported; %(all)s in all.",
                who=who,
                day=day(fact.as_of),
                engaged=speech.number(fact.engaged),
                trained=speech.number(fact.trained),
                supported=speech.number(fact.supported),
                all=speech.count(fact.different, "person", "different people"),
            )
        case FigureCorrected():
            return say(_FIGURES[fact.figure], who=who, correct=speech.number(fact.correct), was=speech.number(fact.was))
        case DecisionRecorded():
            return say("%(who)s made a decision.", who=who)
        case _:
            assert_never(fact)


def duty_sentence(event: Recorded[Happening], fact: Dutiful, teller: Teller) -> str:
    """One fact about a duty, or one thing Waymark said."""
    who, speech = teller.who(event.meta), teller.speech
    say, day = speech.say, speech.day
    match fact:
        case DutyOpened():
            if fact.kind == "board-share":
                return say(
                    "Too few of the board’s voting members come from the constituency. "
                    "This must be put right by %(day)s.",
                    day=day(fact.due),
                )
            if fact.kind == "forecast" and fact.about is not None and fact.expected is not None:
                return say(
                    "The forecast passes the date of %(duty)s: 8 in 10 of its runs are ready by %(ready)s. "
                    "The group decides what to do by %(day)s.",
                    duty=teller.duty(fact.about),
                    ready=day(fact.expected),
                    day=day(fact.due),
                )
            return say(
                "%(who)s noted that %(duty)s is due on %(day)s.",
                who=who,
                duty=teller.duty(fact.duty),
                day=day(fact.due),
            )
        case DutyMet():
            return say(
                "%(who)s recorded that %(duty)s was done on %(day)s.",
                who=who,
                duty=teller.duty(fact.duty),
                day=day(fact.met_on),
            )
        case DutyMoved():
            return say(
                "%(who)s gave %(title)s a new date: %(day)s. Before, it was %(was)s.",
                who=who,
                title=teller.duty(fact.duty),
                day=day(fact.due),
                was=day(fact.was),
            )
        case Prompted():
            return _prompted(fact, teller)
        case _:
            assert_never(fact)


def _prompted(fact: Prompted, teller: Teller) -> str:
    say = teller.speech.say
    names = [teller.name(person) for person in fact.to]
    told = teller.speech.listed(names) if names else say("nobody, as nobody has a part in this,")
    about, due = _about(fact.about, teller), teller.speech.day(fact.due)
    match fact.kind:
        case "reminder" | "due":
            return say("Waymark reminded %(told)s that %(about)s is due on %(due)s.", told=told, about=about, due=due)
        case "overdue":
            return say("Waymark told %(told)s that %(about)s was due on %(due)s.", told=told, about=about, due=due)
        case "question":
            return say("Waymark told %(told)s that %(about)s waits for an answer.", told=told, about=about)
        case "escalation" if fact.about.startswith("need/"):
            return say("Waymark asked %(told)s to help: %(about)s still waits for an answer.", told=told, about=about)
        case "review-resource":
            return say("Waymark asked %(told)s to look at %(about)s: is it still right?", told=told, about=about)
        case "owner-wanted":
            return say("Waymark asked %(told)s who looks after %(about)s from now on.", told=told, about=about)
        case "still-running" if fact.about.startswith("resource/"):
            return say("Waymark asked %(told)s whether %(about)s is still running.", told=told, about=about)
        case "escalation":
            return say("Waymark asked %(told)s to help: %(about)s was due on %(due)s.", told=told, about=about, due=due)
        case "blocked-follow-up":
            return say("Waymark asked %(told)s whether %(about)s is still blocked.", told=told, about=about)
        case "decision":
            return say("Waymark reminded %(told)s that %(about)s waits for a decision.", told=told, about=about)
        case "handover":
            return say("Waymark reminded %(told)s of the handover.", told=told)
        case "still-running":
            return say("Waymark asked %(told)s whether the organisation is still running.", told=told)
        case _:
            assert_never(fact.kind)


def _about(about: str, teller: Teller) -> str:
    say = teller.speech.say
    what, _, key = about.partition("/")
    match what:
        case "milestone":
            return teller.milestone(key)
        case "duty":
            return teller.duty(key)
        case "review":
            return say("review %(key)s", key=key)
        case "need":
            return say("question %(key)s", key=key)
        case "resource":
            return say("resource %(key)s of what the group leaves behind", key=key)
        case _:
            return say("the handover")
