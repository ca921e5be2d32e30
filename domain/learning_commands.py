"""What people may ask so that groups learn from each other: questions, answers, thanks, buddies."""

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from domain.learning_events import Beside, ProgrammeRef
from domain.passage import Name, Text
from domain.plan import MilestoneId
from domain.programme_commands import Command
from domain.resource_events import ResourceRef

NeedNumber = Annotated[int, Field(ge=1, le=100_000)]


class RaiseInformationNeed(Command):
    """Say what nobody here knows how to do. The mentor is asked, and after 14 days without an answer the others."""

    NAME: ClassVar[str] = "raise-information-need"
    milestone: MilestoneId | None = None
    question: Text


class AnswerInformationNeed(Command):
    """Answer a question, in words or with what others left behind."""

    NAME: ClassVar[str] = "answer-information-need"
    need: NeedNumber
    answer: Text | None = None
    resources: Annotated[tuple[ResourceRef, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _answers(self) -> "AnswerInformationNeed":
        if self.answer is None and not self.resources:
            msg = "is empty. Give an answer in words, or name what others left behind"
            raise ValueError(msg)
        return self


class WithdrawInformationNeed(Command):
    """Say that a question no longer needs an answer."""

    NAME: ClassVar[str] = "withdraw-information-need"
    need: NeedNumber
    reason: Text | None = None


class SayItHelped(Command):
    """Say that something another group left behind helped."""

    NAME: ClassVar[str] = "say-it-helped"
    resource: ResourceRef
    milestone: MilestoneId | None = None
    note: Text | None = None


class TraceMentor(Command):
    """Say in which programme here the mentor organisation itself began."""

    NAME: ClassVar[str] = "trace-mentor"
    programme: ProgrammeRef


class AgreeBuddy(Command):
    """Write down that this group and another stand beside each other."""

    NAME: ClassVar[str] = "agree-buddy"
    organisation: Name
    programme: ProgrammeRef | None = None
    part: Beside = "buddy"
    gives: bool
