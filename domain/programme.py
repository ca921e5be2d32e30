"""A programme as its events leave it: what decisions look at. No rules here; see the decision modules."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from domain.calendar import Nation
from domain.duty_events import Limit
from domain.event import PersonRef
from domain.field_groups import FieldGroup
from domain.grants import FOR_GOOD, Glass, Term
from domain.milestone_events import BlockKind
from domain.neighbours import Buddy, Need, State
from domain.passage import Passage
from domain.plan import Duty, Gate, Party, Stage, Weeks
from domain.programme_events import Mentor
from domain.roles import Role


class Phase(StrEnum):
    """Where a programme is in its life."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


class Status(StrEnum):
    """Where a milestone is in its life."""

    WAITING = "waiting"
    OPEN = "open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SET_ASIDE = "set-aside"


ACTIVE = frozenset({Status.OPEN, Status.SUBMITTED})
IN_WORDS = {
    Status.WAITING: "waiting for other milestones",
    Status.OPEN: "open",
    Status.SUBMITTED: "waiting for a decision",
    Status.ACCEPTED: "reached",
    Status.SET_ASIDE: "set aside",
}
SETTLED = frozenset({Status.ACCEPTED, Status.SET_ASIDE})


class Step(State):
    """The part of a milestone that the rules need: what it waits for, how long it takes, who does it."""

    id: str
    stage: str
    title: str | Passage
    who: tuple[Party, ...]
    depends_on: tuple[str, ...]
    weeks: Weeks
    gates: tuple[str, ...]


class Blocked(State):
    """Why and since when work cannot go on."""

    kind: BlockKind
    since: date


class Line(State):
    """The timers of one wait: nothing planned up to `since` or `last` is said any more."""

    since: datetime
    last: datetime | None = None


class Milestone(State):
    """Where one milestone is. `changed` is the version of the last change a person made: its ETag."""

    step: Step
    status: Status = Status.WAITING
    round: int = 0
    opened_on: date | None = None
    due: date | None = None
    due_stated_on: date | None = None
    """The day on which `due` was stated: a pause gives back only the time lost since then."""
    slack_days: int | None = None
    """How much later than `due` it could end without a later end of everything, as stated with `due`."""
    asked_on: date | None = None
    """The day since which it waits for a decision."""
    submitted_on: date | None = None
    accepted_on: date | None = None
    submitted_by: str | None = None
    assignee: str | None = None
    evidence: Mapping[int, str | None] = {}
    """Evidence number -> who added it, None once it is retracted."""
    blocked: Blocked | None = None
    blocked_days: int = 0
    """How many days it was blocked before, since it was first opened."""
    changed: int = 0

    @property
    def worked_by(self) -> frozenset[str | None]:
        """Whose work waits for a decision: they do not accept it themselves. Empty while nothing waits."""
        return frozenset({self.submitted_by, self.assignee} if self.status is Status.SUBMITTED else ())

    @property
    def in_words(self) -> str:
        """Where it is, as the end of a sentence."""
        return IN_WORDS[self.status]


class DutyState(State):
    """A duty and its dates. `series` is the plan's duty it comes from, when it does."""

    id: str
    kind: Literal["plan", "raised", "board-share", "forecast"]
    series: Duty | None
    due: date
    remind_weeks: int
    cure_weeks: int
    legal: bool
    who: tuple[Party, ...]
    met_on: date | None = None
    limit: Limit | None = None
    reach: str | None = None
    about: str | None = None
    """The duty whose date a forecast passes."""


class Review(State):
    """The quarterly review that is coming up."""

    number: int
    due: date


class Tally(State):
    """How many different people took part so far."""

    engaged: int = 0
    trained: int = 0
    supported: int = 0
    different: int = 0
    as_of: date | None = None


class Programme(State):
    """One programme: its plan as it is now, its milestones, its people's roles, and what it waits for."""

    id: str
    version: int
    phase: Phase
    organisation: str
    nation: Nation
    mentor: Mentor
    template: str
    start_on: date
    part_way: bool
    floor_weeks: int
    floor_why: str
    draft_stage: str
    handover: str | None
    review_weeks: int
    stages: tuple[Stage, ...]
    gates: Mapping[str, Gate]
    duty_series: tuple[Duty, ...]
    milestones: Mapping[str, Milestone]
    roles: Mapping[PersonRef, frozenset[Role]]
    recorded_at: datetime
    story: str | None = None
    plan_number: int = 1
    agreed_on: date | None = None
    waived: frozenset[tuple[str, str]] = frozenset()
    paused_on: date | None = None
    next_review_on: date | None = None
    review: Review | None = None
    reviews_held: int = 0
    duties: Mapping[str, DutyState] = {}
    lines: Mapping[str, Line] = {}
    people: Tally = Tally()
    celebrations: int = 0
    lessons: int = 0
    lessons_from: Mapping[int, str | None] = {}
    """The version of each recorded lesson -> the milestone it was learned at."""
    handover_begun: bool = False
    closed_on: date | None = None
    ending: str | None = None
    still_running: bool | None = None
    packed: bool = False
    """Whether a legacy pack was made when it closed."""
    needs: Mapping[int, Need] = {}
    helped: frozenset[tuple[str, str | None]] = frozenset()
    """What others left behind that helped here, each with the milestone it helped with."""
    buddies: tuple[Buddy, ...] = ()
    mentor_programme: str | None = None
    """The programme here in which the mentor organisation itself began."""
    terms: Mapping[tuple[PersonRef, Role], Term] = {}
    """From when until when a role is held, and who gave it. What is not in it is held for good."""
    sharing: Mapping[tuple[Role, FieldGroup], bool] = {}
    """What was decided about what funders and commissioners see; the rest is as at first."""
    taken_out: frozenset[tuple[str, int, str]] = frozenset()
    """Passages that nobody reads any more: stream, version and place."""
    glasses: Mapping[int, Glass] = {}

    def term(self, person: str, role: Role) -> Term:
        """The time for which a person holds a role."""
        return self.terms.get((person, role), FOR_GOOD)

    def held_on(self, person: str, day: date) -> frozenset[Role]:
        """The roles a person holds on this day. `roles` has all that was given and not given up, in force or not."""
        held = self.roles.get(person, frozenset())
        return held if not self.terms else frozenset(role for role in held if self.term(person, role).gives(day))

    @property
    def pack_is_due(self) -> bool:
        """Whether it has closed, and nobody packed up what it leaves behind. A story's end is long past."""
        return self.phase is Phase.CLOSED and not self.packed and self.story is None

    def holders(self, *roles: Role) -> tuple[PersonRef, ...]:
        """Everybody who has one of these roles, in the order they took it."""
        return tuple(person for person, held in self.roles.items() if held & set(roles))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The plan as the schedule reads it."""
        return tuple(milestone.step for milestone in self.milestones.values())
