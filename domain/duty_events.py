"""What falls due outside the milestones, and what a timer said."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from domain.event import Fact, PersonRef
from domain.grants import unsaid
from domain.passage import Passage
from domain.plan import Duty, MilestoneId, Party, Slug

PromptKind = Literal[
    "reminder",
    "due",
    "overdue",
    "escalation",
    "blocked-follow-up",
    "decision",
    "handover",
    "still-running",
    "question",
    "review-resource",
    "owner-wanted",
]


Limit = Literal["funding-end", "lease-start", "funder-deadline"]
"""What a date stands for when the plan must be ready by then. A forecast that passes it raises a duty in time."""


class DutyOpened(Fact):
    """Something must be done by a date, outside the milestones.

    `limit`: the plan, or one milestone of it (`reach`), must be ready by `due`. Waymark itself raises a duty of the
    kind `forecast` when that gets unlikely: `about` is then the duty with the limit, and four in five runs of the
    forecast are ready by `expected`.
    """

    TOPIC: ClassVar[str] = "programme.duty-opened.v1"
    duty: Slug
    kind: Literal["plan", "raised", "board-share", "forecast"]
    source: Duty | None
    title: Passage | None
    due: date
    remind_weeks: int
    cure_weeks: int
    legal: bool
    who: tuple[Party, ...]
    board_version: int | None = None
    limit: Limit | None = Field(default=None, exclude_if=unsaid)
    reach: MilestoneId | None = Field(default=None, exclude_if=unsaid)
    about: Slug | None = Field(default=None, exclude_if=unsaid)
    expected: date | None = Field(default=None, exclude_if=unsaid)


class DutyMet(Fact):
    """A duty was met."""

    TOPIC: ClassVar[str] = "programme.duty-met.v1"
    duty: Slug
    met_on: date
    note: Passage | None


class DutyMoved(Fact):
    """A duty has another date, such as a lease that now ends later."""

    TOPIC: ClassVar[str] = "programme.duty-moved.v1"
    duty: Slug
    was: date
    due: date
    reason: Passage


class Prompted(Fact):
    """A timer ran out and somebody should be told.

    `about` is the wait: `milestone/GOV-05`, `review/3`, `duty/annual-return-1`, `handover`, `need/2` or `resource/1`.
    """

    TOPIC: ClassVar[str] = "programme.prompted.v1"
    about: str
    kind: PromptKind
    number: int
    round: int
    due: date
    planned_for: AwareDatetime
    to: tuple[PersonRef, ...]
