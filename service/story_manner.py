"""How the people of a story answer: early, in good time, late, blocked, or not at all. All of it from the seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from domain.milestone_events import BlockKind

Kind = Literal["early", "steady", "late", "blocked", "silent"]
SHARES: tuple[tuple[Kind, float, float, float], ...] = (
    ("early", 0.22, 0.40, 0.60),
    ("steady", 0.40, 0.60, 0.80),
    ("late", 0.20, 0.85, 1.15),
    ("blocked", 0.12, 0.50, 0.70),
    ("silent", 0.06, 0.00, 0.00),
)
"""Each manner, how common it is, and which share of the usual weeks the work then takes (from, to): our estimate."""

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
RETURNED, UNDECIDED, BY_MEETING = 0.10, 0.06, 0.15
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
    """How one milestone goes, in one round. `pace` is the share of the usual weeks that the work takes.

    `decision_days` is how long the decision lies; None when nobody decides until they are reminded.
    """

    kind: Kind
    pace: float
    blocked_by: BlockKind
    blocked_days: int
    returned: bool
    decision_days: int | None
    by_meeting: bool


def dice(*about: object) -> Dice:
    """A die of its own for everything, so that what happens to one milestone never depends on another's turn."""
    return Dice("/".join(str(part) for part in about))


def manner_of(seed: int, programme: str, milestone: str, attempt: int) -> Manner:
    """How the people answer this milestone, this time."""
    die = dice(seed, programme, milestone, attempt)
    kind, low, high = _kind(die.random())
    return Manner(
        kind=kind,
        pace=die.between(low, high),
        blocked_by=BLOCKED_BY_STAGE.get(milestone.partition("-")[0], "someone-outside"),
        blocked_days=die.days(5, 20),
        returned=die.falls(RETURNED),
        decision_days=None if die.falls(UNDECIDED) else die.days(1, 10),
        by_meeting=die.falls(BY_MEETING),
    )


def _kind(drawn: float) -> tuple[Kind, float, float]:
    for kind, share, low, high in SHARES:
        if drawn < share:
            return kind, low, high
        drawn -= share
    return SHARES[1][0], SHARES[1][2], SHARES[1][3]
