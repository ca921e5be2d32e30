"""Progress as one reader is shown it: what a group hides from them is left out, and so is what would tell of it."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import Field

from domain.field_groups import GROUPS, SHOWABLE, FieldGroup
from projections.opening import Person, View
from projections.progress_views import (
    BlockedView,
    BurnUp,
    GateView,
    MilestoneDetail,
    MilestoneFacts,
    MilestoneView,
    PeopleView,
    PlanView,
    ProgrammeFacts,
    ProgressView,
)

NOT_SHOWN = "None also when it is not shown to you."


class ShownMilestone(MilestoneFacts):
    """One milestone, as far as the reader is shown it. `changed` counts hidden changes too, so it goes with them."""

    changed: int | None = Field(description=NOT_SHOWN)
    blocked: BlockedView | None = Field(description=NOT_SHOWN)
    evidence: int | None = Field(description=NOT_SHOWN)
    depends_on: tuple[str, ...] | None = Field(description=NOT_SHOWN)
    gates: tuple[str, ...] | None = Field(description=NOT_SHOWN)
    earliest_weeks: int | None = Field(description=NOT_SHOWN)
    typical_weeks: int | None = Field(description=NOT_SHOWN)
    latest_weeks: int | None = Field(description=NOT_SHOWN)


class ShownStage(View):
    """A group of milestones that belong together."""

    id: str
    title: str
    easy_title: str
    total: int
    accepted: int
    set_aside: int
    milestones: tuple[ShownMilestone, ...]


class ShownCriterion(View):
    """One of the 21 quality criteria, and how far its milestones are."""

    criterion: int
    milestones: tuple[str, ...]
    total: int
    accepted: int
    evidence: int | None = Field(description=NOT_SHOWN)


class ShownCounts(View):
    """How many milestones are where."""

    total: int
    waiting: int
    open: int
    submitted: int
    accepted: int
    set_aside: int
    overdue: int
    blocked: int | None = Field(description=NOT_SHOWN)


class ShownMentor(View):
    """The organisation at the group's side, and what it gave."""

    organisation: str
    coordinator: Person | None = Field(description=NOT_SHOWN)
    sessions: int | None = Field(description=NOT_SHOWN)
    minutes: int | None = Field(description=NOT_SHOWN)


class ShownBoard(View):
    """The board register in figures. Who does not sit there or guide it sees no number from the constituency."""

    voting: int
    from_constituency: int | None = Field(description=NOT_SHOWN)
    threshold: int
    meets_threshold: bool
    adopted_on: date | None


class ShownProgress(ProgrammeFacts):
    """How far one programme is, as far as the reader is shown it. `not_shown` names what is left out."""

    agreed_on: date | None
    percent: int | None
    counts: ShownCounts | None
    plan: PlanView | None
    mentor: ShownMentor
    next_review_on: date | None
    review_due: date | None
    reviews_held: int | None
    people: PeopleView | None
    celebrations: int | None
    lessons: int | None
    board: ShownBoard | None
    last_recorded_at: datetime | None
    last_occurred_on: date | None
    last_position: int | None
    version: int | None
    stages: tuple[ShownStage, ...] | None
    criteria: tuple[ShownCriterion, ...] | None = Field(description=NOT_SHOWN)
    burn_up: BurnUp | None
    not_shown: tuple[str, ...] = Field(description="The visibility groups that you are not shown.")


class ShownDetail(View):
    """One milestone with everything that helps to reach it, as far as the reader is shown it."""

    milestone: ShownMilestone
    what: str | None
    easy_what: str | None
    evidence_wanted: tuple[str, ...] | None
    criteria: tuple[int, ...] | None
    basis: str | None
    gates: tuple[GateView, ...] | None
    waits_for: tuple[str, ...] | None
    not_shown: tuple[str, ...]


class Showing(View):
    """What one reader sees: `groups`, and the board in figures as they may know it."""

    groups: frozenset[FieldGroup]
    board: ShownBoard

    @property
    def hidden(self) -> tuple[FieldGroup, ...]:
        """The groups that are left out, in their usual order. Those nobody ever sees are not named."""
        return tuple(group for group in GROUPS if group in SHOWABLE - self.groups)

    def progress(self, view: ProgressView) -> ShownProgress:
        """How far a programme is, for this reader."""
        sees = self.groups.__contains__
        known = dict(view)
        # When something happened last, and how often, would tell of what is hidden.
        if self.hidden:
            known |= dict.fromkeys(("last_recorded_at", "last_occurred_on", "last_position", "version"))
        if not sees("plan"):
            known |= {"plan": None, "agreed_on": None}
        for name, group in _ONE_GROUP.items():
            if not sees(group):
                known[name] = None
        known |= {
            "mentor": self._mentor(view),
            "board": self.board if sees("board") else None,
            "counts": self._counts(view) if sees("milestones") else None,
            "percent": view.percent if sees("milestones") else None,
            "stages": self._stages(view) if sees("milestones") else None,
            "criteria": self._criteria(view) if sees("milestones") and sees("plan") else None,
            "burn_up": self._burn_up(view) if sees("milestones") else None,
            "not_shown": self.hidden,
        }
        return ShownProgress.model_validate(known)

    def detail(self, view: MilestoneDetail) -> ShownDetail:
        """One milestone, for this reader. The gate that asks the register says what the reader may know of it."""
        known: dict[str, object] = dict(view)
        if "plan" not in self.groups:
            known |= dict.fromkeys(("what", "easy_what", "evidence_wanted", "criteria", "basis", "waits_for"))
        if "gates" not in self.groups:
            known["gates"] = None
        return ShownDetail.model_validate(
            known | {"milestone": self._milestone(view.milestone), "not_shown": self.hidden}
        )

    def _mentor(self, view: ProgressView) -> ShownMentor:
        given = "mentoring" in self.groups
        return ShownMentor(
            organisation=view.mentor.organisation,
            coordinator=view.mentor.coordinator if "roles" in self.groups else None,
            sessions=view.mentor.sessions if given else None,
            minutes=view.mentor.minutes if given else None,
        )

    def _counts(self, view: ProgressView) -> ShownCounts:
        known: Mapping[str, int | None] = dict(view.counts)
        return ShownCounts.model_validate(
            {**known, "blocked": view.counts.blocked if "blocked" in self.groups else None}
        )

    def _burn_up(self, view: ProgressView) -> BurnUp:
        return view.burn_up if "plan" in self.groups else view.burn_up.model_copy(update={"baselines": ()})

    def _stages(self, view: ProgressView) -> tuple[ShownStage, ...]:
        return tuple(
            ShownStage.model_validate(
                {**dict(stage), "milestones": tuple(self._milestone(each) for each in stage.milestones)}
            )
            for stage in view.stages
        )

    def _criteria(self, view: ProgressView) -> tuple[ShownCriterion, ...]:
        hidden = {} if "evidence" in self.groups else {"evidence": None}
        return tuple(ShownCriterion.model_validate(dict(each) | hidden) for each in view.criteria)

    def _milestone(self, view: MilestoneView) -> ShownMilestone:
        known: dict[str, object] = dict(view)
        if self.board.adopted_on is not None:
            # A plan says "founders"; from its adoption on, the board decides in their place.
            known["who"] = tuple(dict.fromkeys("board" if each == "founders" else each for each in view.who))
        if self.hidden:
            known["changed"] = None
        for names, group in _OF_MILESTONE:
            if group not in self.groups:
                known |= dict.fromkeys(names)
        return ShownMilestone.model_validate(known)


_ONE_GROUP: Mapping[str, FieldGroup] = {
    "next_review_on": "reviews",
    "review_due": "reviews",
    "reviews_held": "reviews",
    "people": "people-counts",
    "celebrations": "celebrations",
    "lessons": "lessons",
}
_OF_MILESTONE: tuple[tuple[tuple[str, ...], FieldGroup], ...] = (
    (("blocked",), "blocked"),
    (("evidence",), "evidence"),
    (("gates",), "gates"),
    (("assignee",), "roles"),
    (("depends_on", "earliest_weeks", "typical_weeks", "latest_weeks"), "plan"),
)
