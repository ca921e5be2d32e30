"""What might happen beside the plan: a worker away, more hands, a late grant. And which what-if a plan came from."""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from domain.calendar import Day
from domain.plan import MilestoneId, Party, PlanPart, Slug

QUARTER = 13
MORE_HANDS = 1.5
"""Our own estimate: with a second person the work of one goes half as fast again, not twice as fast."""

FromFirstDay = Annotated[float, Field(ge=0, le=1040)]
"""Weeks from the first day."""
AWhile = Annotated[float, Field(gt=0, le=520)]
"""Weeks."""
GROUPS_OWN_WORDS = frozenset({"title", "what"})


class Spelled(PlanPart):
    """Something that begins in a week of the programme or, where it has dates, on a day."""

    who: Party = "worker"
    begins: FromFirstDay | None = None
    begins_on: Day | None = None
    weeks: AWhile = QUARTER

    @model_validator(mode="after")
    def _begins_once(self) -> Self:
        if (self.begins is None) == (self.begins_on is None):
            msg = "must begin in a week or on a day. Give one of `begins` and `begins_on`"
            raise ValueError(msg)
        return self


class PartyAway(Spelled):
    """Everything this party does stands still for a while, such as three months without the worker."""

    change: Literal["away"] = "away"


class MoreHands(Spelled):
    """Everything this party does goes faster for a while, such as three months with a second worker."""

    change: Literal["more-hands"] = "more-hands"
    pace: Annotated[float, Field(ge=1, le=4)] = MORE_HANDS


class ComesLate(PlanPart):
    """A milestone ends later than its work takes, such as a grant that comes a quarter late."""

    change: Literal["late"] = "late"
    milestone: MilestoneId
    weeks: AWhile = QUARTER


class HeldBack(PlanPart):
    """A date or a wait holds a milestone back: a booked day, a funder's financial year, a lease, a notice period.

    It does not begin before `starts_from`, nor end before `ends_from`; `wait_weeks` pass before it begins.
    """

    change: Literal["held-back"] = "held-back"
    milestone: MilestoneId
    starts_from: Day | None = None
    ends_from: Day | None = None
    wait_weeks: Annotated[float, Field(ge=0, le=520)] = 0


BesidePlan = Annotated[PartyAway | MoreHands | ComesLate | HeldBack, Field(discriminator="change")]
"""What a group can fear or hope for and cannot plan."""


class FromWhatIf(PlanPart):
    """Which what-if a new plan was looked at in, before the group adopted it.

    `fork_on` is the day it forked from, and `beside_plan` what was supposed that no plan can say; the rest are the
    changes of the plan themselves. `digest` is the SHA-256 of all three, without words the group may want erased.
    """

    what_if: Slug = "what-if"
    fork_on: Day | None = None
    beside_plan: Annotated[tuple[BesidePlan, ...], Field(max_length=50)] = ()
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def digest_of(fork_on: date | None, beside_plan: Iterable[BaseModel], changes: Iterable[BaseModel]) -> str:
    """The SHA-256 of what was supposed, the same for what is asked and for what is stored of it."""
    content = {
        "fork_on": None if fork_on is None else fork_on.isoformat(),
        "beside_plan": [each.model_dump(mode="json") for each in beside_plan],
        "changes": [each.model_dump(mode="json", exclude=set(GROUPS_OWN_WORDS)) for each in changes],
    }
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
