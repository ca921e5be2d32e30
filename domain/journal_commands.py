"""What people may ask to have written down: reviews, mentoring, celebrations, lessons, people reached, duties."""

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from domain.calendar import Day
from domain.duty_events import Limit
from domain.event import Count
from domain.grants import unsaid
from domain.journal_events import Figure
from domain.passage import Name, Text
from domain.plan import MilestoneId, Party, Slug
from domain.programme_commands import Command, MeetingNote


class HoldReview(Command):
    """Write down what the quarterly review agreed, and when the next one is."""

    NAME: ClassVar[str] = "hold-review"
    agreed: Text
    next_review_on: Day | None = None


class RecordMentoringSession(Command):
    """Write down time the mentor gave, in minutes."""

    NAME: ClassVar[str] = "record-mentoring-session"
    minutes: Annotated[int, Field(ge=1, le=24 * 60)]
    milestones: tuple[MilestoneId, ...] = ()
    note: Text | None = None


class RecordCelebration(Command):
    """Write down how the group celebrated."""

    NAME: ClassVar[str] = "record-celebration"
    milestone: MilestoneId | None = None
    note: Text


class RecordLesson(Command):
    """Write down what the next group should know."""

    NAME: ClassVar[str] = "record-lesson"
    milestone: MilestoneId | None = None
    lesson: Text
    context: Text | None = None


class CountPeople(Command):
    """Say how many different people took part so far. Never names, never a sum of sessions."""

    NAME: ClassVar[str] = "count-people"
    engaged: Count = 0
    trained: Count = 0
    supported: Count = 0
    different: Count

    @model_validator(mode="after")
    def _adds_up(self) -> "CountPeople":
        if self.different < max(self.engaged, self.trained, self.supported):
            msg = "is too small. The number of different people cannot be less than the engaged, trained or supported"
            raise ValueError(msg)
        if self.different > self.engaged + self.trained + self.supported:
            msg = "is too large. Each person counted must be engaged, trained or supported"
            raise ValueError(msg)
        return self


class CorrectFigure(Command):
    """Say that a recorded figure was wrong, and what is right."""

    NAME: ClassVar[str] = "correct-figure"
    figure: Figure
    correct: Count
    reason: Text


class RecordDecision(Command):
    """Write down what a meeting decided."""

    NAME: ClassVar[str] = "record-decision"
    on_behalf_of: MeetingNote
    decision: Text


class RaiseDuty(Command):
    """Ask to be reminded of something that must be done by a date, such as the end of a lease.

    With a `limit` the forecast watches it: the whole plan, or the milestone to `reach`, must be ready by then.
    """

    NAME: ClassVar[str] = "raise-duty"
    duty: Slug
    title: Name
    due: Day
    remind_weeks: Annotated[int, Field(ge=0, le=52)] = 4
    cure_weeks: Annotated[int, Field(ge=0, le=52)] = 4
    legal: bool = False
    who: tuple[Party, ...] = ("worker",)
    limit: Limit | None = Field(default=None, exclude_if=unsaid)
    reach: MilestoneId | None = Field(default=None, exclude_if=unsaid)

    @model_validator(mode="after")
    def _reaches_something(self) -> "RaiseDuty":
        if self.limit is None and self.reach is not None:
            msg = "names a milestone to reach without a limit. Say which kind of limit it is"
            raise ValueError(msg)
        if self.limit in {"lease-start", "funder-deadline"} and self.reach is None:
            msg = "needs the milestone that must be reached by then. Give it as `reach`"
            raise ValueError(msg)
        return self


class MeetDuty(Command):
    """Say that a duty was met."""

    NAME: ClassVar[str] = "meet-duty"
    duty: Slug
    note: Text | None = None


class MoveDuty(Command):
    """Give a duty another date."""

    NAME: ClassVar[str] = "move-duty"
    duty: Slug
    due: Day
    reason: Text
