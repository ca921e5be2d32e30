"""What people may ask of a programme. One model each, for the form, the API and the decision alike."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, Field, model_validator

from domain.calendar import Day, Nation
from domain.event import Count, Meeting, PersonRef
from domain.grants import unsaid
from domain.passage import Name, Text, Words
from domain.plan import MilestoneId, Slug
from domain.programme_events import Ending, Mentor, Vocabulary
from domain.roles import Role


class MeetingNote(BaseModel, frozen=True, extra="forbid"):
    """A meeting decided this, and the person who asks only writes it down."""

    body: Literal["founding group", "board", "members"]
    held_on: Day
    present: Count
    votes_for: Count
    votes_against: Count = 0
    minute: Text

    @model_validator(mode="after")
    def _carried(self) -> "MeetingNote":
        if self.votes_for + self.votes_against > self.present:
            msg = "has more votes than people. Check how many were there"
            raise ValueError(msg)
        if self.votes_for <= self.votes_against:
            msg = "did not carry this: more people must vote for it than against. Only what was decided is recorded"
            raise ValueError(msg)
        return self

    def meeting(self, subject: str) -> Meeting:
        """The meeting as it is recorded. Its minute is the group's own words (`subject` is the programme)."""
        return Meeting(
            body=self.body,
            held_on=self.held_on,
            present=self.present,
            votes_for=self.votes_for,
            votes_against=self.votes_against,
            minute=Words(about=subject, text=self.minute),
        )


class Command(BaseModel, frozen=True, extra="forbid"):
    """A request. `occurred_on` is the day it was true, `on_behalf_of` the meeting that decided."""

    NAME: ClassVar[str]
    occurred_on: Day | None = None
    on_behalf_of: MeetingNote | None = None

    def day(self, today: date) -> date:
        """The day on which it was true: the one given, else the meeting's that decided it, else today."""
        if self.occurred_on is not None:
            return self.occurred_on
        return today if self.on_behalf_of is None else self.on_behalf_of.held_on


def in_order(starts_on: date | None, ends_on: date | None) -> None:
    """Raises ValueError unless a role that ends begins before that."""
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        msg = "ends before it begins. Give a later day, on which it gives nothing any more"
        raise ValueError(msg)


class Appointment(BaseModel, frozen=True, extra="forbid"):
    """A person and the role they take. `ends_on` is the first day on which it gives nothing any more."""

    person: PersonRef
    role: Role
    starts_on: Day | None = Field(default=None, exclude_if=unsaid)
    ends_on: Day | None = Field(default=None, exclude_if=unsaid)

    @model_validator(mode="after")
    def _some_days(self) -> Self:
        in_order(self.starts_on, self.ends_on)
        return self


class StartProgramme(Command):
    """Start a programme with a new group: a draft plan, and its first milestones open."""

    NAME: ClassVar[str] = "start-programme"
    organisation: Name
    locality: Name
    nation: Nation = "england"
    mentor: Mentor
    commissioner: Name | None = None
    funders: tuple[Name, ...] = ()
    template: Slug
    start_on: Day
    vocabulary: Vocabulary = Vocabulary()
    people: tuple[Appointment, ...] = ()


class DoneBefore(BaseModel, frozen=True, extra="forbid"):
    """A milestone that was reached before the programme was in Waymark."""

    milestone: MilestoneId
    opened_on: Day | None = None
    accepted_on: Day


class OpenBefore(BaseModel, frozen=True, extra="forbid"):
    """A milestone that was already being worked on."""

    milestone: MilestoneId
    opened_on: Day


class StartPartWay(StartProgramme):
    """Bring in a programme that is already under way, with its real dates. Nobody gets messages about the past."""

    NAME: ClassVar[str] = "start-part-way"
    agreed_on: Day | None = None
    done: tuple[DoneBefore, ...] = ()
    opened: tuple[OpenBefore, ...] = ()


class Appoint(Command):
    """Give a person a role: for good, or from one day until another. Asked again, it gives it for other days.

    `ends_on` is the first day on which it gives nothing any more.
    """

    NAME: ClassVar[str] = "appoint"
    person: PersonRef
    role: Role
    starts_on: Day | None = Field(default=None, exclude_if=unsaid)
    ends_on: Day | None = Field(default=None, exclude_if=unsaid)

    @model_validator(mode="after")
    def _some_days(self) -> Self:
        in_order(self.starts_on, self.ends_on)
        return self


class EndAppointment(Command):
    """A person gives up a role."""

    NAME: ClassVar[str] = "end-appointment"
    person: PersonRef
    role: Role


class ReplaceMentor(Command):
    """Another organisation takes over as mentor."""

    NAME: ClassVar[str] = "replace-mentor"
    mentor: Mentor
    reason: Text


class Pause(Command):
    """Stop our own clocks for a while."""

    NAME: ClassVar[str] = "pause"
    reason: Text
    until: Day | None = None


class Resume(Command):
    """Go on after a pause."""

    NAME: ClassVar[str] = "resume"
    note: Text | None = None


class CloseProgramme(Command):
    """End the programme, in one of three honest ways."""

    NAME: ClassVar[str] = "close-programme"
    ending: Ending
    reason: Text


class AnswerStillRunning(Command):
    """Say whether the organisation is still running, a year after the end."""

    NAME: ClassVar[str] = "answer-still-running"
    running: bool
    note: Text | None = None


class Advance(Command):
    """The engine's own: open what is ready, call the review, raise what the board register asks for."""

    NAME: ClassVar[str] = "advance"


class KeepPack(Command):
    """The engine's own: record that a legacy pack was made at the end. Does nothing when there is one already."""

    NAME: ClassVar[str] = "keep-pack"
    pack: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    resources: Count


class Prompt(Command):
    """The engine's own: record that a timer ran out. Does nothing when the wait is already over."""

    NAME: ClassVar[str] = "prompt"
    about: Annotated[
        str,
        Field(
            pattern=r"^(milestone/[A-Z]{2,5}-[0-9]{2,3}|(review|need|resource)/[0-9]{1,6}|duty/[a-z0-9-]+|handover)$"
        ),
    ]
