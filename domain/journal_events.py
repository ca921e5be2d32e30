"""What a group did and learned on its way: reviews, mentoring, celebrations, lessons, people reached."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.event import Count, Fact
from domain.passage import Passage
from domain.plan import MilestoneId

Figure = Literal["engaged", "trained", "supported", "different"]


class ReviewOpened(Fact):
    """The quarterly review is coming up."""

    TOPIC: ClassVar[str] = "programme.review-opened.v1"
    review: int
    due: date


class ReviewHeld(Fact):
    """The review meeting took place; this is what was agreed."""

    TOPIC: ClassVar[str] = "programme.review-held.v1"
    review: int
    agreed: Passage
    next_review_on: date


class MentoringSessionHeld(Fact):
    """The mentor gave time and experience."""

    TOPIC: ClassVar[str] = "programme.mentoring-session-held.v1"
    minutes: Annotated[int, Field(ge=1, le=24 * 60)]
    milestones: tuple[MilestoneId, ...]
    note: Passage | None


class CelebrationRecorded(Fact):
    """The group celebrated: good for morale, and for being known (seed 002)."""

    TOPIC: ClassVar[str] = "programme.celebration-recorded.v1"
    milestone: MilestoneId | None
    note: Passage


class LessonRecorded(Fact):
    """Something the next group should know before it starts."""

    TOPIC: ClassVar[str] = "programme.lesson-recorded.v1"
    milestone: MilestoneId | None
    lesson: Passage
    context: Passage | None


class PeopleCounted(Fact):
    """How many different people took part, up to a day. A new count replaces the last; sessions are never summed."""

    TOPIC: ClassVar[str] = "programme.people-counted.v1"
    as_of: date
    engaged: Count
    trained: Count
    supported: Count
    different: Count


class FigureCorrected(Fact):
    """A figure in the record was wrong."""

    TOPIC: ClassVar[str] = "programme.figure-corrected.v1"
    figure: Figure
    was: Count
    correct: Count
    reason: Passage


class DecisionRecorded(Fact):
    """A meeting decided something that no other event says."""

    TOPIC: ClassVar[str] = "programme.decision-recorded.v1"
    decision: Passage
