"""What a reader of progress is shown."""

from datetime import date, datetime

from pydantic import Field

from projections.opening import Person, View


class BlockedView(View):
    """Why and since when work cannot go on. The kind only: the words about it are in the history."""

    kind: str
    since: date


class MilestoneFacts(View):
    """One milestone and how far it is, without what the group may hide.

    `due` is a date in the programme's nation; `overdue` says whether it has passed while the milestone is open and the
    programme goes on.
    """

    id: str
    stage: str
    title: str
    easy_title: str | None
    status: str = Field(description="waiting, open, submitted, accepted or set-aside")
    round: int
    opened_on: date | None
    due: date | None
    submitted_on: date | None
    waiting_for_decision_since: date | None
    accepted_on: date | None
    assignee: Person | None
    overdue: bool
    who: tuple[str, ...]


class MilestoneView(MilestoneFacts):
    """One milestone and how far it is. `changed` is the version of the last change a person made (its ETag)."""

    changed: int
    blocked: BlockedView | None
    evidence: int = Field(description="How many pieces of evidence count; those taken back do not.")
    depends_on: tuple[str, ...]
    gates: tuple[str, ...]
    earliest_weeks: int
    typical_weeks: int
    latest_weeks: int


class GateView(View):
    """What must be true before a milestone is accepted. `met` is as of now; a waived gate holds nothing up."""

    id: str
    title: str
    why: str
    met: bool
    waived: bool


class MilestoneDetail(View):
    """One milestone with everything that helps to reach it. `waits_for` are the milestones to be settled first."""

    milestone: MilestoneView
    what: str
    easy_what: str | None
    evidence_wanted: tuple[str, ...]
    criteria: tuple[int, ...]
    basis: str | None
    gates: tuple[GateView, ...]
    waits_for: tuple[str, ...]


class StageView(View):
    """A group of milestones that belong together."""

    id: str
    title: str
    easy_title: str
    total: int
    accepted: int
    set_aside: int
    milestones: tuple[MilestoneView, ...]


class CriterionView(View):
    """One of the 21 quality criteria: which milestones give evidence for it, and how far these are."""

    criterion: int
    milestones: tuple[str, ...]
    total: int
    accepted: int
    evidence: int = Field(description="How many pieces of evidence its milestones have; those taken back do not count.")


class Counts(View):
    """How many milestones are where. `overdue` and `blocked` are counted among the open ones."""

    total: int
    waiting: int
    open: int
    submitted: int
    accepted: int
    set_aside: int
    overdue: int
    blocked: int


class PlanView(View):
    """The plan in force. `number` grows with each revision."""

    title: str
    summary: str
    template: str
    template_version: int
    number: int
    typical_weeks: int
    ends_typically_on: date
    floor_months: int
    floor_why: str


class MentorView(View):
    """The organisation at the group's side, and what it gave."""

    organisation: str
    coordinator: Person
    sessions: int
    minutes: int


class PeopleView(View):
    """How many different people took part, up to a day. Never summed from sessions."""

    engaged: int
    trained: int
    supported: int
    different: int
    as_of: date | None


class BoardView(View):
    """The board register in figures. `threshold` is the per cent that must come from the constituency."""

    voting: int
    from_constituency: int
    threshold: int
    meets_threshold: bool
    adopted_on: date | None


class EndingView(View):
    """How a programme ended: finished, merged or stopped-early. `still_running` is what was said a year later."""

    ending: str
    closed_on: date
    still_running: bool | None


class Point(View):
    """So many milestones in all by the end of a week, counted from the start of the programme."""

    week: int
    day: date
    total: int


class BaselineView(View):
    """A plan that progress was measured against from `since` on: draft, agreed or re-baseline."""

    kind: str
    plan_number: int
    since: date
    typical_weeks: int
    planned: tuple[Point, ...]


class BurnUp(View):
    """What was reached, week by week, beside every plan it was measured against. The last baseline is in force."""

    reached: tuple[Point, ...]
    baselines: tuple[BaselineView, ...]


class ProgrammeFacts(View):
    """What everybody sees whom a programme lets in. `phase` is draft, running, paused or closed."""

    programme: str
    organisation: str
    locality: str
    nation: str
    phase: str
    story: str | None
    part_way: bool
    start_on: date
    paused_on: date | None
    paused_until: date | None
    commissioner: str | None
    funders: tuple[str, ...]
    vocabulary: dict[str, str]
    handover_begun_on: date | None
    ending: EndingView | None


class ProgressView(ProgrammeFacts):
    """How far one programme is. `percent` is what is reached out of what is not set aside, rounded down."""

    agreed_on: date | None
    percent: int
    counts: Counts
    plan: PlanView
    mentor: MentorView
    next_review_on: date | None
    review_due: date | None = Field(description="The review that is called and not yet held.")
    reviews_held: int
    people: PeopleView
    celebrations: int
    lessons: int
    board: BoardView
    last_recorded_at: datetime
    last_occurred_on: date
    last_position: int
    version: int
    stages: tuple[StageView, ...]
    criteria: tuple[CriterionView, ...] = Field(description="Those that the plan speaks of, by number.")
    burn_up: BurnUp
