"""What can be asked of a forecast."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from domain.calendar import Day
from domain.forecast import RUNS, SHARED, Assumptions
from domain.milestone_commands import PlanChangeAsked
from domain.plan import MilestoneId, PlanPart, Slug
from domain.suppositions import FromWhatIf
from domain.whatif import Supposition

Changes = Annotated[tuple[Supposition, ...], Field(max_length=50)]


class ForecastQuestion(BaseModel, frozen=True):
    """How a forecast is asked for. `on` is a past day: as it stood then, from what was recorded by then."""

    runs: Annotated[int, Field(ge=100, le=100_000)] = RUNS
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    distribution: Literal["triangular", "pert"] = "triangular"
    independent: bool = False
    quiet: bool = False
    on: Day | None = None
    by: Day | None = None

    @property
    def assumptions(self) -> Assumptions:
        """The same, as the domain asks for it."""
        shared = 0.0 if self.independent else SHARED
        return Assumptions(runs=self.runs, seed=self.seed, distribution=self.distribution, shared=shared)


class WhatIfAsked(PlanPart):
    """A future somebody wants to look at. `fork_on`: from the programme as it stood on a day; without it, from now.

    `against`: a second future to compare the first with, instead of things as they are.
    """

    what_if: Slug = "what-if"
    fork_on: Day | None = None
    changes: Annotated[Changes, Field(min_length=1)]
    against: Changes = ()


class Revision(PlanPart):
    """What `revise-plan` takes, with a reason added, to make this future the plan."""

    changes: tuple[PlanChangeAsked, ...]
    from_what_if: FromWhatIf


class NewDate(PlanPart):
    """A milestone and the date somebody thinks of giving it."""

    milestone: MilestoneId
    due: Day


class PlanCheck(PlanPart):
    """A plan somebody thinks of deciding: changes of it, new dates of open milestones, and by when it should end."""

    changes: Annotated[tuple[PlanChangeAsked, ...], Field(max_length=200)] = ()
    new_dates: Annotated[tuple[NewDate, ...], Field(max_length=200)] = ()
    by: Day | None = None
