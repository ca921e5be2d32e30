"""The tables of progress."""

from dataclasses import dataclass, field
from datetime import date, datetime

from projections.facts import Json
from projections.table import Table


@dataclass(slots=True)
class ProgrammeRow:
    """One programme, without what never changes."""

    programme: str
    organisation: str
    locality: str
    start_on: date
    mentor_organisation: str
    mentor_coordinator: str
    review_weeks: int
    typical_weeks: int
    last_recorded_at: datetime
    last_occurred_on: date
    version: int = 0
    board_version: int = 0
    legacy_version: int = 0
    last_position: int = 0
    phase: str = "draft"
    part_way: bool = False
    story: str | None = None
    plan_number: int = 1
    agreed_on: date | None = None
    next_review_on: date | None = None
    review_number: int | None = None
    review_due: date | None = None
    reviews_held: int = 0
    paused_on: date | None = None
    paused_until: date | None = None
    people: Json | None = None
    celebrations: int = 0
    lessons: int = 0
    mentoring_sessions: int = 0
    mentoring_minutes: int = 0
    waived: list[Json] = field(default_factory=list)
    voting: int = 0
    from_constituency: int = 0
    threshold: int = 75
    adopted_on: date | None = None
    handover_begun_on: date | None = None
    closed_on: date | None = None
    ending: str | None = None
    still_running: bool | None = None
    assets: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class PlanRow:
    """What a programme was started with and keeps."""

    programme: str
    nation: str
    commissioner: str | None
    funders: list[str]
    vocabulary: Json
    template: str
    template_version: int
    title: str
    summary: str
    floor_months: int
    floor_why: str
    handover: str | None
    stages: list[Json]
    gates: list[Json]


@dataclass(slots=True)
class StepRow:
    """A milestone as it is planned. `place` is its place in the plan; titles of added ones are sealed."""

    programme: str
    milestone: str
    place: int
    stage: str
    title: object
    what: object
    who: list[str]
    depends_on: list[str]
    earliest: int
    typical: int
    latest: int
    gates: list[str]
    easy_title: str | None = None
    easy_what: str | None = None
    evidence: list[str] = field(default_factory=list)
    criteria: list[int] = field(default_factory=list)
    basis: str | None = None


@dataclass(slots=True)
class MilestoneRow:
    """How far a milestone is. `changed` is the version of the last change a person made: its ETag."""

    programme: str
    milestone: str
    status: str = "waiting"
    round: int = 0
    opened_on: date | None = None
    due: date | None = None
    asked_on: date | None = None
    submitted_on: date | None = None
    submitted_by: str | None = None
    accepted_on: date | None = None
    assignee: str | None = None
    blocked_kind: str | None = None
    blocked_since: date | None = None
    evidence: int = 0
    changed: int = 0


@dataclass(slots=True)
class BaselineRow:
    """A plan that progress was measured against from a day on. `planned` is how many end in which week: [week, n]."""

    programme: str
    number: int
    plan_number: int
    kind: str
    since: date
    typical_weeks: int
    planned: list[list[int]]


PROGRAMME = Table("progress_programme", ProgrammeRow, ("programme",))
PLAN = Table("progress_plan", PlanRow, ("programme",))
STEP = Table("progress_step", StepRow, ("programme", "milestone"))
MILESTONE = Table("progress_milestone", MilestoneRow, ("programme", "milestone"))
BASELINE = Table("progress_baseline", BaselineRow, ("programme", "number"))
