"""What a story says about the legacy: what is left behind, who looks after it, what was asked, what helped whom."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.learning_events import Beside
from domain.passage import Name, Text
from domain.plan import MilestoneId, Slug
from domain.resource_commands import Link
from domain.resource_events import Format, Licence, ResourceKind
from service.story_said import Said, StoryPart

Days = Annotated[int, Field(ge=1, le=90)]


class Lesson(Said):
    """A lesson written down when a milestone was reached. One with a title is published for others as well.

    `at_once`: as soon as it is written down, and not only when the lessons are collected.
    """

    title: Name | None = None
    easy_read: Text | None = None
    at_once: bool = False


class LeftFile(StoryPart):
    """A file of something left behind, with what is in it."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9 -]{1,60}\.(txt|csv)$")]
    content: Text


class Keeper(StoryPart):
    """Who looks after something once the mentor is gone. `late`: nobody thought of it until the end was in the way."""

    organisation: Name
    late: bool = False


class LeftBehind(StoryPart):
    """A toolkit, a network link or a facility. `begins` is the milestone with which work on it begins.

    `still_running` is what its owner says a year after the end; None when the story does not go on so long.
    """

    kind: ResourceKind
    title: Name
    text: Said
    easy_read: Text | None = None
    begins: MilestoneId
    keeper: Keeper | None = None
    link: Link | None = None
    files: tuple[LeftFile, ...] = ()
    formats: tuple[Format, ...] = ("plain-text",)
    licence: Licence = "CC-BY-4.0"
    criteria: tuple[Annotated[int, Field(ge=1, le=21)], ...] = ()
    still_running: bool | None = None
    note: Said | None = None


class Elsewhere(StoryPart):
    """Something that another programme of the same story leaves behind, by its title."""

    programme: Slug
    title: Name


class Question(StoryPart):
    """What nobody knows how to do when a milestone opens.

    Without `answered_after` (in days) nobody answers until those who decide are told of it.
    """

    milestone: MilestoneId
    question: Said
    answer: Said
    answered_after: Days | None = None
    found_in: tuple[Elsewhere, ...] = ()


class Thanks(StoryPart):
    """On reaching a milestone a group says that something another left behind helped, if it was there by then."""

    milestone: MilestoneId
    what: Elsewhere
    note: Said | None = None


class StandsBeside(StoryPart):
    """After a milestone, this group and another stand beside each other. `programme` when it is in the same story."""

    after: MilestoneId
    programme: Slug | None = None
    organisation: Name | None = None
    part: Beside = "buddy"
    gives: bool = True

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.programme is None) == (self.organisation is None):
            msg = "needs either a programme of this story or the name of an organisation. Give one of them"
            raise ValueError(msg)
        return self
