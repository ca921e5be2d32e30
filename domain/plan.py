"""A development plan: stages, milestones, gates and duties, as data a template or a group writes."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field, StringConstraints

from domain.passage import Name, Text

MilestoneId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}-[0-9]{2,3}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Party = Literal[
    "founders", "board", "mentor", "worker", "members", "treasurer", "commissioner", "funder", "adviser", "everyone"
]
"""Who does a milestone. Commissioners and funders may add evidence where they are named, and steer nothing."""
Foundation = Literal[
    "governance",
    "policies",
    "quality",
    "worker",
    "worker-support",
    "premises",
    "funding",
    "bid-training",
    "networking",
    "marketing-budget",
    "launch",
]
"""What a new organisation stands on. A milestone says which of these it lays; a plan that leaves one out is faulty."""


LIVING_OWNERS: Final = "living-owners"
"""The gate before a mentor leaves: somebody looks after each thing left behind. Its rule has the same name."""


class PlanPart(BaseModel, frozen=True, extra="forbid"):
    """A part of a plan, which never changes in place."""


class Weeks(PlanPart):
    """How long a milestone takes, in weeks: at the earliest, typically, and at the latest."""

    earliest: Annotated[int, Field(ge=0, le=520)]
    typical: Annotated[int, Field(ge=0, le=520)]
    latest: Annotated[int, Field(ge=0, le=520)]


class Stage(PlanPart):
    """A group of milestones that belong together, such as Govern."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}$")]
    title: Name
    easy_title: Name


class Milestone(PlanPart):
    """One thing to reach. `gates` block its acceptance, never the work on it.

    `criteria` are those of the 21 (Department of Health, 2007) it gives evidence for. `covers` names the foundations it
    lays: plan check looks there, never at the title, so that a group may word its plan as it likes. `basis` is the
    source: S: a source document, G: a source outside them, "our estimate" where there is none.
    """

    id: MilestoneId
    stage: str
    title: Name
    easy_title: Name
    what: Text
    easy_what: Text
    who: tuple[Party, ...]
    evidence: tuple[Name, ...]
    depends_on: tuple[MilestoneId, ...] = ()
    weeks: Weeks
    gates: tuple[Slug, ...] = ()
    criteria: tuple[Annotated[int, Field(ge=1, le=21)], ...] = ()
    covers: tuple[Foundation, ...] = ()
    basis: Name


class Gate(PlanPart):
    """What must be true before a milestone that names it is accepted.

    Met when every milestone in `met_by` is accepted (set aside does not count), or by a `rule` computed from the
    board register or from what the group leaves behind. The founding group or board may waive it with a reason.
    """

    id: Slug
    title: Name
    why: Text
    met_by: tuple[MilestoneId, ...] = ()
    rule: Literal["constituency-share", "plan-agreed", "living-owners"] | None = None


class Duty(PlanPart):
    """Something that comes back, or falls due on a date: a policy review, supervision, an annual return.

    It opens when `after` is accepted, is due `first_weeks` later, and again every `every_weeks` (None: once).
    `legal` duties keep their date while a programme is paused.
    """

    id: Slug
    title: Name
    easy_title: Name
    after: MilestoneId
    first_weeks: Annotated[int, Field(ge=0, le=520)]
    every_weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    remind_weeks: Annotated[int, Field(ge=0, le=52)] = 4
    cure_weeks: Annotated[int, Field(ge=0, le=52)] = 4
    who: tuple[Party, ...]
    legal: bool = False
    basis: Name


class Floor(PlanPart):
    """The shortest honest length of a plan, in months, and the sentence that says why."""

    months: Annotated[int, Field(ge=1, le=120)]
    why: Text


class Plan(PlanPart):
    """A whole plan. A programme keeps its own copy, so that editing a template never touches what is running."""

    template: Slug
    version: Annotated[int, Field(ge=1)]
    title: Name
    summary: Text
    stages: tuple[Stage, ...]
    milestones: tuple[Milestone, ...]
    gates: tuple[Gate, ...] = ()
    duties: tuple[Duty, ...] = ()
    floor: Floor
    draft_stage: str
    """The stage whose milestones open before the plan is agreed."""
    handover: MilestoneId | None = None
    """The milestone with which the mentor leaves; opening it begins the handover."""
    review_weeks: Annotated[int, Field(ge=4, le=52)] = 13

    def milestone(self, milestone: str) -> Milestone | None:
        """The milestone with this id, or None."""
        return next((m for m in self.milestones if m.id == milestone), None)

    def gate(self, gate: str) -> Gate | None:
        """The gate with this id, or None."""
        return next((g for g in self.gates if g.id == gate), None)
