"""How long others took: one organisation's length for one milestone, without saying whose."""

from typing import Annotated

from pydantic import BaseModel, Field

from domain.plan import Slug

ENOUGH = 5
"""From how many finished organisations on anything is said, so that nobody's own length can be told from it."""

WHOLE = "the whole"
"""Stands for a milestone where everything is meant: from the first day to the end of a finished programme."""


class Observed(BaseModel, frozen=True, extra="forbid"):
    """How long one organisation took for one milestone; it says neither who nor when.

    `weeks` are those from opening to acceptance, or until now when it is not `finished`; of these it was blocked for
    `blocked_weeks`. Each organisation is in the list once for each milestone.
    """

    milestone: str
    weeks: Annotated[float, Field(ge=0)]
    finished: bool
    blocked_weeks: Annotated[float, Field(ge=0)] = 0.0
    template: Slug
    version: Annotated[int, Field(ge=1)]
