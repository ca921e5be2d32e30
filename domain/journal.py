"""Decisions that write down what a group did and learned: reviews, mentoring, celebrations, lessons, people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from domain.calendar import coming
from domain.event import Fact
from domain.journal_commands import (
    CorrectFigure,
    CountPeople,
    HoldReview,
    RecordCelebration,
    RecordDecision,
    RecordLesson,
    RecordMentoringSession,
)
from domain.journal_events import (
    CelebrationRecorded,
    DecisionRecorded,
    FigureCorrected,
    LessonRecorded,
    MentoringSessionHeld,
    PeopleCounted,
    ReviewHeld,
)
from domain.occasion import Occasion
from domain.programme import Phase, Programme
from domain.refusals import AlreadyDone, DayNotPossible, NotNow, UnknownMilestone

JournalCommand = (
    HoldReview
    | RecordMentoringSession
    | RecordCelebration
    | RecordLesson
    | CountPeople
    | CorrectFigure
    | RecordDecision
)


def record(programme: Programme, command: JournalCommand, occasion: Occasion) -> Sequence[Fact]:
    """What is written down when this is asked. Raises NotNow, DayNotPossible or UnknownMilestone."""
    match command:
        case HoldReview():
            return [_held(programme, command, occasion)]
        case RecordMentoringSession():
            for each in command.milestones:
                _known(programme, each)
            return [
                MentoringSessionHeld(
                    minutes=command.minutes,
                    milestones=command.milestones,
                    note=occasion.maybe_words(command.note),
                )
            ]
        case RecordCelebration():
            _known(programme, command.milestone)
            return [CelebrationRecorded(milestone=command.milestone, note=occasion.words(command.note))]
        case RecordLesson():
            _known(programme, command.milestone)
            return [
                LessonRecorded(
                    milestone=command.milestone,
                    lesson=occasion.words(command.lesson),
                    context=occasion.maybe_words(command.context),
                )
            ]
        case CountPeople():
            return [
                PeopleCounted(
                    as_of=command.day(occasion.today),
                    engaged=command.engaged,
                    trained=command.trained,
                    supported=command.supported,
                    different=command.different,
                )
            ]
        case CorrectFigure():
            return [_corrected(programme, command, occasion)]
        case RecordDecision():
            return [DecisionRecorded(decision=occasion.words(command.decision))]
        case _:
            assert_never(command)


def _held(programme: Programme, command: HoldReview, occasion: Occasion) -> Fact:
    if programme.phase is not Phase.RUNNING:
        msg = "Reviews are held while a programme is running. Agree the plan, or resume the programme, first."
        raise NotNow(msg)
    held_on = command.day(occasion.today)
    weeks = programme.review_weeks
    next_on = command.next_review_on or coming(held_on + timedelta(weeks=weeks), weeks, after=occasion.today)
    if next_on <= occasion.today:
        msg = "The next review must be on a day that is still to come. Choose a later day."
        raise DayNotPossible(msg)
    number = programme.review.number if programme.review else programme.reviews_held + 1
    return ReviewHeld(review=number, agreed=occasion.words(command.agreed), next_review_on=next_on)


def _corrected(programme: Programme, command: CorrectFigure, occasion: Occasion) -> Fact:
    was: int = getattr(programme.people, command.figure)
    if was == command.correct:
        msg = "That is the figure in the record already. Nothing needs doing."
        raise AlreadyDone(msg)
    return FigureCorrected(
        figure=command.figure, was=was, correct=command.correct, reason=occasion.words(command.reason)
    )


def _known(programme: Programme, milestone: str | None) -> None:
    if milestone is not None and milestone not in programme.milestones:
        msg = f"The plan has no milestone {milestone}. Check its id, or leave it out."
        raise UnknownMilestone(msg)
