"""What the people of a story mean to do, and when."""

import heapq
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import datetime

from domain.programme_commands import Command
from domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Ask:
    """One command that one person gives."""

    command: Command
    actor: str


Acting = Generator[Ask, Refusal | None, None]
"""A person at work: gives commands one by one, and is told of each whether it was refused."""


@dataclass(frozen=True, slots=True, order=True)
class Task:
    """Something a person does at a moment. `about` is the milestone it is for, if it is for one.

    `regardless`: it is done while the programme is paused or closed, too.
    """

    at: datetime
    number: int
    act: Callable[[], Acting] = field(compare=False)
    about: str = field(default="", compare=False)
    regardless: bool = field(default=False, compare=False)


class Agenda:
    """Tasks in the order of their moments; those of one moment in the order they were written down."""

    def __init__(self) -> None:
        self._tasks: list[Task] = []
        self._about: Counter[str] = Counter()
        self._written = 0

    def add(self, at: datetime, act: Callable[[], Acting], *, about: str = "", regardless: bool = False) -> None:
        """Write a task down."""
        self._written += 1
        heapq.heappush(self._tasks, Task(at, self._written, act, about, regardless))
        self._about[about] += 1

    def has(self, about: str) -> bool:
        """Whether anything is planned for this milestone."""
        return self._about[about] > 0

    @property
    def next_moment(self) -> datetime | None:
        """When the next task is, if there is one."""
        return self._tasks[0].at if self._tasks else None

    def take(self, now: datetime) -> Task | None:
        """The next task, if its moment has come."""
        if not self._tasks or self._tasks[0].at > now:
            return None
        task = heapq.heappop(self._tasks)
        self._about[task.about] -= 1
        return task
