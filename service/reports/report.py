"""A report as facts: what each of its forms is made of. It names no person, so that it may be passed on."""

from datetime import date
from typing import Literal

from pydantic import Field

from projections.opening import View
from projections.progress_views import PeopleView
from service.reports.question import Detail, ReportKind

NOT_SHOWN = "None when it is not shown to you."


class Spoken(View):
    """What the group calls itself and its people."""

    organisation: str
    short: str
    member: str


class Reached(View):
    """A milestone that was reached in the period."""

    milestone: str
    title: str
    easy_title: str | None
    stage: str
    reached_on: date


class Coming(View):
    """What comes next. `who` are the parts people play, never their names."""

    what: Literal["milestone", "decision", "review"]
    milestone: str | None
    title: str
    easy_title: str | None
    due: date | None
    late: bool
    who: tuple[str, ...]


class HeldUp(View):
    """What cannot go on: the kind of hindrance, never the words about it."""

    milestone: str
    title: str
    easy_title: str | None
    kind: str
    since: date


class StageSoFar(View):
    """How far one part of the plan is."""

    title: str
    easy_title: str
    reached: int
    of: int


class Mentoring(View):
    """What the mentor gave."""

    sessions: int
    minutes: int


class BoardSoFar(View):
    """The board in figures."""

    voting: int
    from_constituency: int | None = Field(description=NOT_SHOWN)
    threshold: int
    adopted_on: date | None


class Lesson(View):
    """Something published for others in the period, and where it is."""

    title: str
    kind: str
    published_on: date
    address: str


class Foreseen(View):
    """When the plan ends, by a forecast: half, and four in five, of its runs end by these days."""

    p50_on: date
    p80_on: date
    warnings: tuple[str, ...]


class Report(View):
    """A report of one programme for one reader: what is in it is what that reader is shown."""

    kind: ReportKind
    detail: Detail
    programme: str
    organisation: str
    locality: str
    mentor: str
    commissioner: str | None
    funders: tuple[str, ...]
    spoken: Spoken
    story: bool
    phase: str
    start_on: date
    agreed_on: date | None
    ends_typically_on: date | None
    closed_on: date | None
    ending: str | None
    paused_on: date | None
    first: date
    last: date
    made_on: date
    percent: int | None = Field(description=NOT_SHOWN)
    reached_in_all: int | None = Field(description=NOT_SHOWN)
    milestones: int | None = Field(description=NOT_SHOWN)
    percent_before: int | None = Field(description="How far it was the day before the period. " + NOT_SHOWN)
    late: int | None = Field(description=NOT_SHOWN)
    stages: tuple[StageSoFar, ...] | None = Field(description=NOT_SHOWN)
    reached: tuple[Reached, ...] | None = Field(description=NOT_SHOWN)
    coming: tuple[Coming, ...] | None = Field(description=NOT_SHOWN)
    held_up: tuple[HeldUp, ...] | None = Field(description=NOT_SHOWN)
    people: PeopleView | None = Field(description=NOT_SHOWN)
    mentoring: Mentoring | None = Field(description=NOT_SHOWN)
    board: BoardSoFar | None = Field(description=NOT_SHOWN)
    celebrations: int | None = Field(description=NOT_SHOWN)
    lessons: tuple[Lesson, ...] | None = Field(description=NOT_SHOWN)
    foreseen: Foreseen | None = Field(description="None when there is no forecast, or the reader sees none.")
    proof: str = Field(description="Where to check that nobody rewrote the record that this report is made of.")
    not_shown: tuple[str, ...] = Field(description="The visibility groups that are left out.")
