"""What a group was told about the future when it decided: kept inside the event of the decision.

A forecast warns and never refuses. Who decided is in the event already; this says what they knew, so that nobody has to
ask later whether they could have known. Codes and dates only: the sentences are made again from them.
"""

from datetime import date
from typing import Literal

from domain.plan import MilestoneId, PlanPart

Concern = Literal[
    "cannot-be-done",
    "against-the-odds",
    "date-unlikely",
    "under-floor",
    "faster-than-before",
    "shorter-than-usual",
    "ends-meet",
    "one-person",
    "nothing-follows",
]
"""What there is to look at before deciding (domain/realism.py says each in words)."""


class Warned(PlanPart):
    """One thing the group was told, and which milestones it is about."""

    concern: Concern
    milestones: tuple[MilestoneId, ...] = ()


class Foreseen(PlanPart):
    """The forecast at that moment, with the plan as it became: half of the runs ended by P50, four in five by P80."""

    p50_on: date
    p80_on: date
    warned: tuple[Warned, ...]
