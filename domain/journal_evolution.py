"""How reviews, counts and what a group writes down change a programme."""

from typing import assert_never

from domain.event import Recorded
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
from domain.programme import Line, Programme, Review, Tally
from domain.programme_events import ProgrammeEvent

Journal = (
    ReviewOpened
    | ReviewHeld
    | MentoringSessionHeld
    | CelebrationRecorded
    | LessonRecorded
    | PeopleCounted
    | FigureCorrected
    | DecisionRecorded
)


def changed(programme: Programme, event: Recorded[ProgrammeEvent], fact: Journal) -> Programme:
    """The programme after something was written in its journal."""
    match fact:
        case ReviewOpened():
            lines = {**programme.lines, f"review/{fact.review}": Line(since=event.meta.recorded_at)}
            return programme.model_copy(update={"review": Review(number=fact.review, due=fact.due), "lines": lines})
        case ReviewHeld():
            lines = {key: line for key, line in programme.lines.items() if key != f"review/{fact.review}"}
            return programme.model_copy(
                update={
                    "review": None,
                    "reviews_held": fact.review,
                    "next_review_on": fact.next_review_on,
                    "lines": lines,
                }
            )
        case CelebrationRecorded():
            return programme.model_copy(update={"celebrations": programme.celebrations + 1})
        case LessonRecorded():
            lessons = {**programme.lessons_from, event.version: fact.milestone}
            return programme.model_copy(update={"lessons": programme.lessons + 1, "lessons_from": lessons})
        case PeopleCounted():
            if programme.people.as_of is not None and fact.as_of < programme.people.as_of:
                return programme
            tally = Tally(**fact.model_dump())
            return programme.model_copy(update={"people": tally})
        case FigureCorrected():
            return programme.model_copy(
                update={"people": programme.people.model_copy(update={fact.figure: fact.correct})}
            )
        case MentoringSessionHeld() | DecisionRecorded():
            return programme
        case _:
            assert_never(fact)
