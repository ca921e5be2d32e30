"""Progress built in memory from events, as of any moment, with the events that wrote each part of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import get_args

from domain.event import Recorded
from domain.journal_events import FigureCorrected, PeopleCounted
from domain.milestone_events import DateCorrected, TasksHandedOver
from domain.milestone_evolution import OfOneMilestone
from domain.organisation_events import BoardMemberAppointed, BoardMemberStoodDown
from domain.plan_events import AddedMilestone, DroppedMilestone, GateWaived, PlanAgreed, PlanRevised
from domain.programme_events import ProgrammeResumed, ProgrammeStarted
from projections.facts import Happening, milestones_named
from projections.opening import Opening
from projections.progress import ProgressChange
from projections.progress_reading import progress_view
from projections.progress_rows import MilestoneRow, ProgrammeRow
from projections.progress_views import ProgressView

Cell = tuple[str, str]
"""One field of progress: of a milestone by its id, or of the programme itself (empty)."""

PLAN: Cell = ("", "plan")
BOARD: Cell = ("", "board")
BASELINES: Cell = ("", "baselines")

_PEOPLE = ("engaged", "trained", "supported", "different")
_OF_MILESTONES = (*get_args(OfOneMilestone), TasksHandedOver, GateWaived, ProgrammeResumed)
# These say how new a row is, and change with every event.
_PASSED_OVER = frozenset(
    {"version", "board_version", "legacy_version", "last_position", "last_recorded_at", "last_occurred_on"}
)
_OF_PROGRAMME = tuple(each.name for each in fields(ProgrammeRow) if each.name not in _PASSED_OVER | {"programme"})
_OF_MILESTONE = tuple(each.name for each in fields(MilestoneRow) if each.name not in {"programme", "milestone"})
# Every event is compared before and after, so this is asked twice for each of a hundred thousand.
_all_of_programme: Callable[[ProgrammeRow], "_Values"] = attrgetter(*_OF_PROGRAMME)
_all_of_milestone: Callable[[MilestoneRow], "_Values"] = attrgetter(*_OF_MILESTONE)

_Values = tuple[object, ...]


class Past:
    """One programme's progress after the events that were added, in the order of the log.

    Events may be left out: what stands on something that was left out is passed over. `writes` says which events wrote
    each field, by their positions, in order.
    """

    def __init__(self, programme: str) -> None:
        self._programme = programme
        self._change = ProgressChange()
        self.writes: defaultdict[Cell, list[int]] = defaultdict(list)
        self.corrections: set[int] = set()

    def add(self, event: Recorded[Happening]) -> None:
        """Let an event happen."""
        if not self._can_happen(event.fact):
            return
        named = milestones_named(event.fact) if isinstance(event.fact, (*_OF_MILESTONES, PlanRevised)) else ()
        programme, milestones = self._of_programme(), {each: self._of_milestone(each) for each in named}
        self._change.add(event)
        self._note(event, programme, milestones)

    def count(self, milestone: str, field: str, by: int, position: int) -> None:
        """Let an event happen that only adds to a number: of a milestone, or of the programme itself (empty)."""
        row = self._milestone(milestone) if milestone else self._row
        if row is not None:
            setattr(row, field, getattr(row, field) + by)
            self.writes[milestone, field].append(position)

    def view(self, *, today: date, opening: Opening) -> ProgressView | None:
        """How far the programme was, or None before it began."""
        row = self._row
        if row is None:
            return None
        steps = sorted(self._change.steps.rows.values(), key=lambda step: step.place)
        milestones = {each.milestone: each for each in self._change.milestones.rows.values()}
        return progress_view(
            (row, self._change.plans[0], steps, milestones), self._change.baselines, today=today, opening=opening
        )

    @property
    def _row(self) -> ProgrammeRow | None:
        return self._change.programmes.get((self._programme,))

    def _milestone(self, name: str) -> MilestoneRow | None:
        return self._change.milestones.get((self._programme, name))

    def _can_happen(self, fact: Happening) -> bool:
        if self._row is None:
            return isinstance(fact, ProgrammeStarted)
        match fact:
            case DateCorrected():
                row = self._milestone(fact.milestone)
                return row is not None and getattr(row, f"{fact.step}_on") is not None
            case PlanRevised():
                added = {each.id for each in fact.changes if isinstance(each, AddedMilestone)}
                return all(each in added or self._milestone(each) for each in milestones_named(fact))
            case _ if isinstance(fact, _OF_MILESTONES):
                return all(self._milestone(each) for each in milestones_named(fact))
            case _:
                return True

    def _of_programme(self) -> _Values:
        row = self._row
        return _all_of_programme(row) if row else ()

    def _of_milestone(self, name: str) -> _Values:
        row = self._milestone(name)
        return _all_of_milestone(row) if row else ()

    def _note(self, event: Recorded[Happening], programme: _Values, milestones: Mapping[str, _Values]) -> None:
        fact, at = event.fact, event.position
        if isinstance(fact, DateCorrected | FigureCorrected):
            self.corrections.add(at)
        for cell in self._special(fact):
            self.writes[cell].append(at)
        for name, before, now in zip(_OF_PROGRAMME, programme, self._of_programme(), strict=False):
            if before != now:
                self.writes["", name].append(at)
        for milestone, values in milestones.items():
            for name, before, now in zip(_OF_MILESTONE, values, self._of_milestone(milestone), strict=False):
                if before != now:
                    self.writes[milestone, name].append(at)

    def _special(self, fact: Happening) -> Iterator[Cell]:
        match fact:
            case ProgrammeStarted() | PlanRevised():
                yield PLAN
                if isinstance(fact, PlanRevised):
                    self._forget(fact)
                if isinstance(fact, ProgrammeStarted) or fact.rebaseline:
                    yield BASELINES
            case PlanAgreed():
                yield BASELINES
            case BoardMemberAppointed() | BoardMemberStoodDown():
                yield BOARD
            case PeopleCounted():
                row = self._row
                if row and row.people == fact.model_dump(mode="json"):
                    yield from (("", f"people.{each}") for each in _PEOPLE)
            case FigureCorrected():
                yield ("", f"people.{fact.figure}")
            case _:
                pass

    def _forget(self, fact: PlanRevised) -> None:
        """What was written about a milestone that is no longer in the plan counts no more."""
        gone = {change.milestone for change in fact.changes if isinstance(change, DroppedMilestone)}
        for cell in [cell for cell in self.writes if cell[0] in gone]:
            del self.writes[cell]
