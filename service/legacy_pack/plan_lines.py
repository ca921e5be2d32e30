"""The plan of a pack, as it was planned and as it went."""

from dataclasses import dataclass

from domain.plan import Milestone
from domain.resource_events import Lasted
from service.legacy_pack.contents import PackContents


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A milestone as it was planned, and as it went."""

    milestone: Milestone
    took: Lasted | None


def plan_lines(contents: PackContents) -> list[PlanLine]:
    """Each milestone of the plan, in its order."""
    took = {each.milestone: each for each in contents.course}
    return [PlanLine(each, took.get(each.id)) for each in contents.plan.milestones]
