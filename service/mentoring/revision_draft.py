"""A change of the plan before it counts: what is put together so far, and what is asked when it is made the plan."""

from dataclasses import dataclass
from datetime import datetime

from domain.milestone_commands import RevisePlan
from domain.programme import Programme
from service.forms.asking import Asked, FormWords, reason
from service.language.language import N_
from service.mentoring.revision import Changes
from service.mentoring.revision_rights import may_adopt
from service.outlook.questions import WhatIfAsked
from service.sign_in.door import SignedIn
from service.visibility import Sight

WORDS = FormWords(
    RevisePlan,
    N_("Change the plan"),
    N_("Make this the plan"),
    N_("The plan is changed."),
    asked=(
        reason(N_("Why does the plan change?")),
        Asked(
            "rebaseline",
            N_("Measure by this plan from now on, and no longer by the old one?"),
            N_("Say yes when the old dates can no longer be kept. They stay in the history."),
        ),
        Asked(
            "floor_override",
            N_("Does your group want to be faster than others were? Say why you can."),
            N_("Most groups leave this empty. You are told if a reason is needed."),
        ),
    ),
    given=(),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A change of one programme's plan, as far as it is put together. `attempt` makes sending it twice one change.

    `what_if` is the future it was looked at in first, if it was. `kept_at`: they began it before, and come back to it.
    """

    ref: str
    sight: Sight
    acting: SignedIn
    programme: Programme
    changes: Changes
    attempt: str
    what_if: WhatIfAsked | None = None
    kept_at: datetime | None = None

    @property
    def page(self) -> str:
        """The address of the programme."""
        return f"/programmes/{self.ref.removeprefix('programme:')}"

    @property
    def revising(self) -> str:
        """The address of the page on which it is put together."""
        return f"{self.page}/plan/revise"

    @property
    def alone(self) -> bool:
        """Whether the reader decides themselves; else they write down what a meeting decided."""
        return may_adopt(self.sight, meeting=False)
