"""A story: a programme that could have happened, as data. Facts name their source; everything else is invented."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.event import Count
from domain.passage import Name, Text
from domain.plan import MilestoneId, Slug
from service.story_left import LeftBehind, Lesson, Question, StandsBeside, Thanks
from service.story_said import Said, StoryPart

Month = Annotated[float, Field(ge=1, le=60)]
"""Months since a programme of the story began."""

CastRole = Literal["mentor", "worker", "founder", "commissioner", "funder"]


class StoryPerson(StoryPart):
    """One person, always invented. `from_constituency` is their own word about themselves."""

    key: Slug
    name: Name
    role: CastRole
    from_constituency: bool = False
    joins_later: bool = False
    """A person who has no role until an event of the story gives them one."""

    @property
    def shown(self) -> str:
        """The name as people read it."""
        return f"{self.name} (invented)"


class ShortPlan(StoryPart):
    """A first plan that is squeezed to so many weeks, and why the group went under the floor."""

    weeks: Annotated[int, Field(ge=26, le=260)]
    override: Said


class Rebaseline(StoryPart):
    """The plan is stretched to the template's realistic lengths."""

    month: Month
    reason: Said


class Took(StoryPart):
    """How long the whole of it took, when a story knows."""

    from_months: Month
    to_months: Month
    source: Name | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_months > self.to_months:
            msg = "has more months at least than at most. Change one of them"
            raise ValueError(msg)
        return self


class Interruption(StoryPart):
    """The programme is paused for some weeks."""

    month: Month
    weeks: Annotated[int, Field(ge=1, le=26)]
    reason: Said


class Departure(StoryPart):
    """A worker leaves, and all their tasks go to another person, who takes the role."""

    month: Month
    who: Slug
    to: Slug
    reason: Said


class BoardChange(StoryPart):
    """People leave and join the board."""

    month: Month
    leaves: tuple[Slug, ...] = ()
    joins: tuple[Slug, ...] = ()


class LeftOut(StoryPart):
    """A milestone the group sets aside when its turn comes."""

    milestone: MilestoneId
    reason: Said


class Highlight(StoryPart):
    """What is special about one milestone of the story."""

    milestone: MilestoneId
    evidence: tuple[Said, ...] = ()
    celebration: Said | None = None
    lesson: Lesson | None = None


class Headcount(StoryPart):
    """How many different people took part so far."""

    month: Month
    engaged: Count
    trained: Count
    supported: Count
    different: Count


class Ending(StoryPart):
    """How the programme is closed, and what is known a year later, if anything is."""

    reason: Said
    still_running: bool | None = None


class TurningPoints(StoryPart):
    """Milestones at which something else happens too: plan agreed, board begun, worker in post, lessons collected."""

    plan: MilestoneId = "ENG-07"
    board: MilestoneId = "GOV-03"
    adoption: MilestoneId = "GOV-04"
    worker: MilestoneId = "PPL-02"
    lessons: MilestoneId = "LEG-02"


class ProgrammeStory(StoryPart):
    """One new organisation and everything that happens to it."""

    key: Slug
    organisation: Name
    short: Name
    locality: Name
    commissioner: Name | None = None
    funders: tuple[Name, ...] = ()
    starts: date
    template: Slug = "ulo-from-scratch"
    people: Annotated[tuple[StoryPerson, ...], Field(min_length=1)]
    turning_points: TurningPoints = TurningPoints()
    took: Took | None = None
    first_plan: ShortPlan | None = None
    rebaseline: Rebaseline | None = None
    pause: Interruption | None = None
    worker_leaves: Departure | None = None
    board_changes: tuple[BoardChange, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    counts: tuple[Headcount, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    questions: tuple[Question, ...] = ()
    thanks: tuple[Thanks, ...] = ()
    stands_beside: tuple[StandsBeside, ...] = ()
    ending: Ending

    def highlight(self, milestone: str) -> Highlight:
        """What is special about a milestone; an empty one when nothing is."""
        return next((each for each in self.highlights if each.milestone == milestone), Highlight(milestone=milestone))

    @property
    def titles(self) -> tuple[str, ...]:
        """What everything is called that it leaves behind for others."""
        lessons = (each.lesson.title for each in self.highlights if each.lesson is not None)
        return (*(title for title in lessons if title is not None), *(each.title for each in self.left_behind))

    def of_role(self, role: CastRole) -> tuple[StoryPerson, ...]:
        """The people who have this role from the beginning."""
        return tuple(person for person in self.people if person.role == role and not person.joins_later)


class Story(StoryPart):
    """A story of one or several programmes with one mentor organisation.

    `invented` says in sentences what no source gives; it is shown wherever the story is.
    """

    story: Slug
    title: Name
    summary: Text
    sources: Annotated[tuple[Name, ...], Field(min_length=1)]
    invented: Annotated[tuple[Text, ...], Field(min_length=1)]
    mentor: Name
    programmes: Annotated[tuple[ProgrammeStory, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        keys = [programme.key for programme in self.programmes]
        if len(set(keys)) < len(keys):
            msg = "has two programmes with one key. Give each a key of its own"
            raise ValueError(msg)
        return self
