"""How the people of a story answer: early, in good time, late, blocked, or not at all. All of it from the seed.

How long a milestone takes in all comes from its plan (service/story_pace.py); here it is told how that time is spent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from domain.milestone_events import BlockKind

Kind = Literal["early", "steady", "late", "blocked", "silent"]
EARLY, LATE = 0.75, 1.1
"""Of the usual weeks: who takes less is early, and who takes more is late."""

RETURNED, UNDECIDED, BY_MEETING = 0.15, 0.10, 0.15
BLOCKED, SILENT = 0.20, 0.40
"""How common it is, where the work takes long enough for it: our estimate."""

SHORTEST, LONG = 3, 45
"""In days: no milestone takes less, and so long must work take to be stopped in the middle, or to come back."""

ASKED_AFTER, ANSWERED_AFTER = 30, 17
"""In days: so long after its date somebody asks about a silent milestone and is answered, and so long does a decision
lie when those who decide must be asked for it (domain/prompts.py says when they are)."""

BLOCKED_BY_STAGE: dict[str, BlockKind] = {
    "PPL": "money",
    "FUN": "money",
    "SUS": "money",
    "PRM": "access",
    "MKT": "people",
    "SVC": "people",
    "VOI": "policy",
    "QA": "policy",
}
T = TypeVar("T")


class Dice(Random):
    """A die for one purpose. It uses nothing of Random but its 53-bit numbers, which are the same in every Python."""

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return low + (high - low) * self.random()

    def days(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def of(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[int(self.random() * len(choices))]

    def falls(self, share: float) -> bool:
        """Whether something happens that happens in this share of cases."""
        return self.random() < share


@dataclass(frozen=True, slots=True)
class Manner:
    """How one milestone goes. Everything is counted in days from the day it opens, and ends on the day it `ends`.

    It is `shown` first, and `decided` when the decision is made; None when nobody decides until they are asked. What
    comes back for more work is `shown_again`; None when it is accepted at once.
    """

    kind: Kind
    blocked_by: BlockKind
    blocked_days: int
    shown: int
    decided: int | None
    shown_again: int | None
    ends: int
    by_meeting: bool


def dice(*about: object) -> Dice:
    """A die of its own for everything, so that what happens to one milestone never depends on another's turn."""
    return Dice("/".join(str(part) for part in about))


def manner_of(seed: int, programme: str, milestone: str, days: float, usual_days: float) -> Manner:
    """How the people answer a milestone that takes so many days in all."""
    die = dice(seed, programme, milestone)
    ends = max(round(days), SHORTEST)
    kind = die.random()
    blocked_days, deciding, deciding_again = die.days(5, 20), die.days(1, 10), die.days(1, 10)
    again = die.days(5, 16) if die.falls(RETURNED) and ends >= LONG else None
    asked = die.falls(UNDECIDED) and ends >= LONG and again is None
    deciding, deciding_again = (min(each, ends // 4) for each in (deciding, deciding_again))
    shown_again = None if again is None else ends - deciding_again
    decided = ends if shown_again is None or again is None else shown_again - again
    shown = decided - (ANSWERED_AFTER if asked else deciding)
    return Manner(
        kind=_kind(kind, shown, ends, usual_days),
        blocked_by=BLOCKED_BY_STAGE.get(milestone.partition("-")[0], "someone-outside"),
        blocked_days=blocked_days,
        shown=shown,
        decided=None if asked else decided,
        shown_again=shown_again,
        ends=ends,
        by_meeting=die.falls(BY_MEETING),
    )


def _kind(drawn: float, shown: int, ends: int, usual_days: float) -> Kind:
    """What is told of work of this length. Only what takes long enough can be stopped, or be silent beyond its date."""
    if ends > usual_days and shown >= usual_days + ASKED_AFTER and drawn < SILENT:
        return "silent"
    if shown >= LONG and drawn > 1.0 - BLOCKED:
        return "blocked"
    if ends < EARLY * usual_days:
        return "early"
    return "late" if ends > LATE * usual_days else "steady"
