"""One programme of a story at play: what its people plan, and when its waits want something next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import uuid5

from domain.calendar import LONDON
from domain.event import ENGINE, Fact, Recorded
from domain.occasion import Occasion
from domain.programme import Phase
from domain.roles import Role
from domain.waits import open_waits
from service.front_door import PROGRAMMES
from service.group import Group
from service.plan_file import load_plan
from service.story_agenda import Task
from service.story_cast import Cast
from service.story_course import Course
from service.story_learning import Learning
from service.story_legacy import Leaving
from service.story_pace import StoryPace
from service.story_turning import Turning
from service.story_work import Work
from workflows.look import Wait, look

FIRST_HOUR = time(10)


@dataclass(slots=True)
class Player:
    """One programme: its people, and the moments at which its waits have something to record."""

    cast: Cast
    command_id: str
    """Of the command that starts the programme; from it comes the programme's id."""
    course: Course = field(init=False)
    work: Work = field(init=False)
    leaving: Leaving = field(init=False)
    learning: Learning = field(init=False)
    asked: int = 0
    _wanted: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give the people their parts."""
        plan = load_plan(self.cast.part.template)
        turning = Turning(self.cast, plan)
        self.leaving, self.learning = Leaving(self.cast), Learning(self.cast)
        self.course = Course(self.cast, turning, self.leaving)
        self.work = Work(self.cast, turning, self.leaving, StoryPace(plan, self.cast))

    @property
    def programme(self) -> str:
        """The id of the programme."""
        return f"programme:{uuid5(PROGRAMMES, self.command_id)}"

    @property
    def finished(self) -> bool:
        """Whether this programme's story is told."""
        return self.course.finished

    @property
    def milestones(self) -> int:
        """How many milestones the plan has."""
        return len(load_plan(self.cast.part.template).milestones)

    @property
    def starts(self) -> datetime:
        """When the programme begins."""
        day = self.cast.calendar.working_day(self.cast.part.starts)
        return datetime.combine(day, FIRST_HOUR, LONDON).astimezone(UTC)

    def starts_now(self, now: datetime) -> bool:
        """Whether the programme has still to begin, and its moment has come."""
        return self.cast.group.programme is None and self.starts <= now

    @property
    def next_moment(self) -> datetime | None:
        """When something happens next: a person does something, or a wait's time has come."""
        if self.cast.group.programme is None:
            return self.starts
        moments = [*self._wanted.values(), self.cast.agenda.next_moment]
        return min((moment for moment in moments if moment is not None), default=None)

    def due(self, now: datetime) -> list[tuple[str, str]]:
        """The waits whose time has come, in the order in which they record it."""
        return [(self.programme, about) for about, at in sorted(self._wanted.items()) if at <= now]

    def seen(self, group: Group, events: Sequence[Recorded[Fact]], now: datetime) -> None:
        """Something happened in this programme: the people react, and its waits want something else."""
        self.cast.group = group
        for event in events:
            self.course.heard(event.fact)
            self.work.heard(event.fact)
            self.leaving.heard(event.fact)
            self.learning.heard(event.fact)
        self._wanted = self._moments(group, now)

    def take(self, now: datetime) -> Task | None:
        """The next task that can be done now. What falls into a pause is done when the pause is over."""
        while (task := self.cast.agenda.take(now)) is not None:
            phase = self.cast.group.programme.phase if self.cast.group.programme else Phase.DRAFT
            if task.regardless or phase in {Phase.DRAFT, Phase.RUNNING}:
                return task
            if phase is Phase.PAUSED and self.cast.part.pause is not None:
                self.cast.later(7 * self.cast.part.pause.weeks, task.act, about=task.about)
        return None

    def next_command_id(self) -> str:
        """An id for the next command."""
        self.asked += 1
        return f"{self.command_id}/{self.asked}"

    def _moments(self, group: Group, now: datetime) -> dict[str, datetime]:
        programme = group.programme
        if programme is None:
            return {}
        occasion = Occasion(
            at=now,
            actor=ENGINE,
            role=Role.ENGINE,
            calendar=self.cast.calendar,
            subject=self.programme,
            board=group.board,
            legacy=group.assets,
        )
        wanted = {}
        for about in open_waits(programme, occasion.legacy):
            seen = look(programme, Wait(programme=self.programme, about=about), occasion)
            if seen.step == "record":
                wanted[about] = now
            elif seen.seconds is not None:
                wanted[about] = now + timedelta(seconds=seen.seconds)
        return wanted
