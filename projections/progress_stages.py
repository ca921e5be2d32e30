"""Milestones taken together: counted, in the stages of the plan, and by the criteria they serve."""

from collections.abc import Iterable, Iterator, Sequence

from projections.milestone_work import ACCEPTED, ACTIVE, OPEN, SET_ASIDE, SUBMITTED, WAITING
from projections.progress_rows import PlanRow, StepRow
from projections.progress_views import Counts, CriterionView, MilestoneView, StageView


def counts_of(views: Sequence[MilestoneView]) -> Counts:
    """How many of these milestones are at which point."""

    def of(status: str) -> int:
        return sum(view.status == status for view in views)

    return Counts(
        total=len(views),
        waiting=of(WAITING),
        open=of(OPEN),
        submitted=of(SUBMITTED),
        accepted=of(ACCEPTED),
        set_aside=of(SET_ASIDE),
        overdue=sum(view.overdue for view in views),
        blocked=sum(view.blocked is not None and view.status in ACTIVE for view in views),
    )


def stages_of(plan: PlanRow, views: Sequence[MilestoneView]) -> Iterable[StageView]:
    """The stages of a plan, each with its milestones."""
    for stage in plan.stages:
        inside = tuple(view for view in views if view.stage == stage["id"])
        yield StageView(
            id=str(stage["id"]),
            title=str(stage["title"]),
            easy_title=str(stage["easy_title"]),
            total=len(inside),
            accepted=sum(view.status == ACCEPTED for view in inside),
            set_aside=sum(view.status == SET_ASIDE for view in inside),
            milestones=inside,
        )


def criteria_of(steps: Sequence[StepRow], views: Sequence[MilestoneView]) -> Iterator[CriterionView]:
    """Each criterion that the plan serves, with how far its milestones are."""
    of_each: dict[int, list[MilestoneView]] = {}
    for step, view in zip(steps, views, strict=True):
        for criterion in step.criteria:
            of_each.setdefault(criterion, []).append(view)
    for criterion, mine in sorted(of_each.items()):
        yield CriterionView(
            criterion=criterion,
            milestones=tuple(each.id for each in mine),
            total=len(mine),
            accepted=sum(each.status == ACCEPTED for each in mine),
            evidence=sum(each.evidence for each in mine),
        )
