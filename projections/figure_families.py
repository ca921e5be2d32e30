"""What a figure of progress is, and the kinds of fact that figures come from."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import get_args

from domain.milestone_events import EvidenceAdded, EvidenceRetracted, MilestoneAssigned
from domain.milestone_evolution import OfOneMilestone
from domain.plan_events import PlanAgreed, PlanRevised
from domain.programme_events import ProgrammeClosed, ProgrammeEvent, ProgrammePaused, ProgrammeResumed, ProgrammeStarted
from projections.progress_past import Cell
from projections.progress_views import ProgressView
from projections.speech import Phrase


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that is shown. `cells` are the fields it is counted from."""

    name: str
    label: Phrase
    value: int
    cells: frozenset[Cell]


@dataclass(frozen=True, slots=True)
class Family:
    """Figures of one kind. `shape` is how their names are written; `topics` are all kinds of event they come from.

    `newest` says that only the newest of these events counts.
    """

    shape: str
    topics: frozenset[str]
    make: Callable[[ProgressView], Iterable[Figure]]
    newest: bool = False

    def has(self, name: str) -> bool:
        """Whether a name is written like this."""
        return re.fullmatch(re.sub(r"<\w+>", r"[^.]+", self.shape.replace(".", r"\.")), name) is not None


def topics_of(*kinds: type) -> frozenset[str]:
    """The names under which facts of these kinds are stored."""
    return frozenset(kind.TOPIC for kind in kinds)  # type: ignore[attr-defined] # each is a kind of fact


PLAN_TOPICS = topics_of(ProgrammeStarted, PlanRevised, PlanAgreed)
OF_ONE = topics_of(*get_args(OfOneMilestone))
EVIDENCE = topics_of(EvidenceAdded, EvidenceRetracted)
MOVES = (OF_ONE - EVIDENCE - topics_of(MilestoneAssigned)) | PLAN_TOPICS
PHASES = topics_of(ProgrammePaused, ProgrammeResumed, ProgrammeClosed)
EVERY = topics_of(*get_args(ProgrammeEvent))
