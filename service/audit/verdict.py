"""What came of checking a bundle: what is proven, what is not, and what is wrong, each in its own sentence."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "bundle",
    "key",
    "checkpoint",
    "programme",
    "tile",
    "entry",
    "missing",
    "order",
    "rolled-back",
    "rewritten",
    "global",
    "witness",
    "time-stamp",
]

NOT_TRUE = (
    "That what was recorded is true. It is proven that it was not changed since; not that it happened so.",
    "That everything was recorded. What nobody wrote down is not here.",
    "That this is the newest: ask for a new bundle when you want to know what was recorded since.",
    "That its README is ours: only the record is signed.",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold. `entry` is the number of the first bad entry, where one is to blame."""

    kind: Kind
    sentence: str
    entry: int | None = None


@dataclass(slots=True)
class Verdict:
    """Everything a check found. `shown` and `withheld` count entries."""

    ledger: str = ""
    log: str = ""
    size: int = 0
    root: str = ""
    shown: int = 0
    withheld: int = 0
    proven: list[str] = field(default_factory=list)
    not_proven: list[str] = field(default_factory=lambda: list(NOT_TRUE))
    problems: list[Problem] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything that was checked holds."""
        return bool(self.proven) and not self.problems

    def refuse(self, kind: Kind, sentence: str, entry: int | None = None) -> None:
        """Add a problem."""
        self.problems.append(Problem(kind, sentence, entry))

    @property
    def text(self) -> str:
        """The whole verdict, for a person."""
        parts = []
        if self.problems:
            parts += ["THIS DOES NOT HOLD:", *(f"  - {each.sentence}" for each in self.problems), ""]
        else:
            parts += ["Everything holds.", ""]
        if self.proven:
            parts += [
                "What is proven:" if self.holds else "What does hold:",
                *(f"  - {each}" for each in self.proven),
                "",
            ]
        parts += ["What is not proven:", *(f"  - {each}" for each in self.not_proven)]
        return "\n".join(parts)
