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
from projections.telling import Teller, count, day, duration, listed

Dutiful = DutyOpened | DutyMet | DutyMoved | Prompted

_FIGURES: dict[Figure, str] = {
    "engaged": "people engaged",
    "trained": "people trained",
    "supported": "people supported",
    "different": "different people",
}


def journal_sentence(event: Recorded[Happening], fact: Journal, teller: Teller) -> str:
    """One entry in a group's journal."""
    who = teller.who(event.meta)
    match fact:
        case ReviewOpened():
            return f"Review {fact.review} is coming up. It is due on {day(fact.due)}."
        case ReviewHeld():
            return f"{who} recorded review {fact.review}. The next one is on {day(fact.next_review_on)}."
        case MentoringSessionHeld():
            about = [teller.milestone(each) for each in fact.milestones]
            topic = f" It was about {listed(about)}." if about else ""
            return f"{who} recorded mentoring of {duration(fact.minutes)}.{topic}"
        case CelebrationRecorded():
            occasion = f" of {teller.milestone(fact.milestone)}" if fact.milestone else ""
            return f"{who} recorded a celebration{occasion}."
        case LessonRecorded():
            source = f" from {teller.milestone(fact.milestone)}" if fact.milestone else ""
            return f"{who} wrote down a lesson{source}."
        case PeopleCounted():
            return (
                f"{who} counted who took part up to {day(fact.as_of)}: {fact.engaged:,} engaged, {fact.trained:,} "
                f"trained, {fact.supported:,} supported; {count(fact.different, 'person', 'different people')} in all."
            )
        case FigureCorrected():
            return f"{who} corrected the number of {_FIGURES[fact.figure]}: {fact.correct:,}, not {fact.was:,}."
        case DecisionRecorded():
            return f"{who} made a decision."
        case _:
            assert_never(fact)


def duty_sentence(event: Recorded[Happening], fact: Dutiful, teller: Teller) -> str:
    """One fact about a duty, or one thing Waymark said."""
    who = teller.who(event.meta)
    match fact:
        case DutyOpened():
            if fact.kind == "board-share":
                return (
                    "Too few of the board’s voting members come from the constituency. "
                    f"This must be put right by {day(fact.due)}."
                )
            if fact.kind == "forecast" and fact.about is not None and fact.expected is not None:
                return (
                    f"The forecast passes the date of {teller.duty(fact.about)}: 8 in 10 of its runs are ready by "
                    f"{day(fact.expected)}. The group decides what to do by {day(fact.due)}."
                )
            return f"{who} noted that {teller.duty(fact.duty)} is due on {day(fact.due)}."
        case DutyMet():
            return f"{who} recorded that {teller.duty(fact.duty)} was done on {day(fact.met_on)}."
        case DutyMoved():
            return f"{who} gave {teller.duty(fact.duty)} a new date: {day(fact.due)}. Before, it was {day(fact.was)}."
        case Prompted():
            return _prompted(fact, teller)
        case _:
            assert_never(fact)


def _prompted(fact: Prompted, teller: Teller) -> str:
    told = listed([teller.name(person) for person in fact.to]) if fact.to else "nobody, as nobody has a part in this,"
    about, due = _about(fact.about, teller), day(fact.due)
    match fact.kind:
        case "reminder" | "due":
            return f"Waymark reminded {told} that {about} is due on {due}."
        case "overdue":
            return f"Waymark told {told} that {about} was due on {due}."
        case "question":
            return f"Waymark told {told} that {about} waits for an answer."
        case "escalation" if fact.about.startswith("need/"):
            return f"Waymark asked {told} to help: {about} still waits for an answer."
        case "review-resource":
            return f"Waymark asked {told} to look at {about}: is it still right?"
        case "still-running" if fact.about.startswith("resource/"):
            return f"Waymark asked {told} whether {about} is still running."
        case "escalation":
            return f"Waymark asked {told} to help: {about} was due on {due}."
        case "blocked-follow-up":
            return f"Waymark asked {told} whether {about} is still blocked."
        case "decision":
            return f"Waymark reminded {told} that {about} waits for a decision."
        case "handover":
            return f"Waymark reminded {told} of the handover."
        case "still-running":
            return f"Waymark asked {told} whether the organisation is still running."
        case _:
            assert_never(fact.kind)


def _about(about: str, teller: Teller) -> str:
    what, _, key = about.partition("/")
    match what:
        case "milestone":
            return teller.milestone(key)
        case "duty":
            return teller.duty(key)
        case "review":
            return f"review {key}"
        case "need":
            return f"question {key}"
        case "resource":
            return f"resource {key} of what the group leaves behind"
        case _:
            return "the handover"
