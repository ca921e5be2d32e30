"""What falls due outside the milestones, and what a timer said."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from domain.event import Fact, PersonRef
from domain.passage import Passage
from domain.plan import Duty, Party, Slug

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
]


class DutyOpened(Fact):
    """Something must be done by a date, outside the milestones."""

    TOPIC: ClassVar[str] = "programme.duty-opened.v1"
    duty: Slug
    kind: Literal["plan", "raised", "board-share"]
    source: Duty | None
    title: Passage | None
    due: date
    remind_weeks: int
    cure_weeks: int
    legal: bool
    who: tuple[Party, ...]
    board_version: int | None = None


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
