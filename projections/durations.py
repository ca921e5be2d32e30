"""How long every milestone really took, in every programme: what the next plan is measured against.

The rule is that of domain/as_it_went.py. Packs of other Waymarks count too. Nothing in here names anybody, and nothing
of it is said before five organisations finished the same milestone (domain/observed.py); see durations_reading.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, cast, get_args

from psycopg import Cursor

from domain.as_it_went import OfStretch, Stretch, stretched
from domain.calendar import day_in_london
from domain.event import Fact, Recorded
from domain.milestone_events import MilestoneAccepted, MilestoneOpened
from domain.plan_events import AddedMilestone, DroppedMilestone, GateWaived, PlanRevised, ReorderedMilestone
from domain.programme_events import Ending, ProgrammeClosed, ProgrammeStarted
from domain.resource_events import PackImported
from projections.table import Sheet, Table

_OF_STRETCH = frozenset(get_args(OfStretch))
_OF_PROGRAMME = _OF_STRETCH | {ProgrammeStarted, ProgrammeClosed, PlanRevised, GateWaived}


@dataclass(slots=True)
class DurationProgrammeRow:
    """A programme as a whole. `story` is the name of the story it was played from, if it was."""

    programme: str
    template: str
    template_version: int
    start_on: date
    version: int
    story: str | None = None
    closed_on: date | None = None
    ending: Ending | None = None


@dataclass(slots=True)
class DurationRow:
    """One milestone of one programme: when it was begun and reached, and under which conditions.

    It could begin once `after` were reached, unless it was opened `early`; it could be reached once its `gates` were
    met, unless they were `waived`. `own` is one the group added: nobody else has it. `guessed`: reached before the
    programme came into Waymark, with a first day nobody wrote down at the time.
    """

    programme: str
    milestone: str
    after: list[str]
    gates: list[str]
    own: bool = False
    guessed: bool = False
    early: bool = False
    waived: list[str] = field(default_factory=list)
    rounds: int = 0
    opened_on: date | None = None
    accepted_on: date | None = None
    blocked_since: date | None = None
    blocked_days: int = 0

    @property
    def stretch(self) -> Stretch | None:
        """What the rule of the lengths asks for."""
        if self.opened_on is None:
            return None
        return Stretch(self.opened_on, self.accepted_on, self.blocked_since, self.blocked_days)


@dataclass(slots=True)
class DurationPackRow:
    """The course of a programme of another Waymark: `[milestone, weeks, blocked weeks, finished]` each."""

    stream: str
    version: int
    template: str
    template_version: int
    imported_on: date
    course: list[Any]
    story: str | None = None


PROGRAMME = Table("durations_programme", DurationProgrammeRow, ("programme",), indexes=("template",))
MILESTONE = Table("durations_milestone", DurationRow, ("programme", "milestone"))
PACK = Table("durations_pack", DurationPackRow, ("stream",), indexes=("template",))


class Durations:
    """The lengths of every milestone, each programme's from its own stream alone."""

    name: ClassVar[str] = "durations"
    shape: ClassVar[int] = 1
    kept: ClassVar[tuple[Table[Any], ...]] = (PROGRAMME, MILESTONE, PACK)
    tables: ClassVar[tuple[str, ...]] = tuple(table.name for table in kept)
    schema: ClassVar[str] = "\n".join(table.ddl for table in kept)

    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        """Write what these events change."""
        _packs(cursor, [event for event in events if isinstance(event.fact, PackImported)])
        happened = [event for event in events if type(event.fact) in _OF_PROGRAMME]
        if not happened:
            return
        programmes = PROGRAMME.load(cursor, dict.fromkeys((event.stream,) for event in happened))
        milestones = MILESTONE.load(cursor, (key for event in happened for key in _keys(event)))
        for event in happened:
            _add(programmes, milestones, event)
        programmes.save(cursor)
        milestones.save(cursor)


_Kept = Sheet[DurationRow]


def _add(programmes: Sheet[DurationProgrammeRow], milestones: _Kept, event: Recorded[Fact]) -> None:
    fact, row = event.fact, programmes.get((event.stream,))
    if isinstance(fact, ProgrammeStarted):
        if row is None:
            programmes.put(_started(event, fact))
            for each in fact.plan.milestones:
                milestones.put(DurationRow(event.stream, each.id, list(each.depends_on), list(each.gates)))
        return
    if row is None:
        raise KeyError(event.stream)
    if event.version <= row.version:
        return
    row.version = event.version
    match fact:
        case ProgrammeClosed():
            row.closed_on, row.ending = event.meta.occurred_on, fact.ending
        case PlanRevised():
            _revised(milestones, event.stream, fact)
        case GateWaived():
            milestones[event.stream, fact.milestone].waived.append(fact.gate)
        case _ if isinstance(fact, OfStretch):
            _worked(milestones[event.stream, fact.milestone], fact, event.meta.occurred_on)
        case _:
            pass


def _started(event: Recorded[Fact], fact: ProgrammeStarted) -> DurationProgrammeRow:
    plan = fact.plan
    return DurationProgrammeRow(
        event.stream, plan.template, plan.version, fact.start_on, event.version, story=event.meta.story
    )


def _revised(milestones: _Kept, programme: str, fact: PlanRevised) -> None:
    for change in fact.changes:
        match change:
            case AddedMilestone():
                added = DurationRow(programme, change.id, list(change.depends_on), list(change.gates), own=True)
                milestones.put(added)
            case DroppedMilestone():
                milestones.drop((programme, change.milestone))
            case ReorderedMilestone():
                milestones[programme, change.milestone].after = list(change.depends_on)
            case _:
                pass


def _worked(row: DurationRow, fact: OfStretch, on: date) -> None:
    begun = row.opened_on is not None
    after = stretched(row.stretch, fact, on)
    if isinstance(fact, MilestoneOpened):
        row.early = fact.early if not begun else row.early
        row.rounds = fact.round
    elif isinstance(fact, MilestoneAccepted):
        row.guessed = fact.before_waymark
    row.opened_on = None if after is None else after.opened
    row.accepted_on = None if after is None else after.accepted
    row.blocked_since = None if after is None else after.blocked_since
    row.blocked_days = 0 if after is None else after.blocked_days


def _keys(event: Recorded[Fact]) -> Iterable[tuple[str, str]]:
    fact = event.fact
    if isinstance(fact, PlanRevised):
        return [(event.stream, change.milestone) for change in fact.changes if not isinstance(change, AddedMilestone)]
    milestone: str | None = getattr(fact, "milestone", None)
    return [] if milestone is None else [(event.stream, milestone)]


def _packs(cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
    if not events:
        return
    kept = PACK.load(cursor, dict.fromkeys((event.stream,) for event in events))
    for event in events:
        known, fact = kept.get((event.stream,)), cast("PackImported", event.fact)
        if known is None or known.version < event.version:
            kept.put(
                DurationPackRow(
                    stream=event.stream,
                    version=event.version,
                    template=fact.template,
                    template_version=fact.template_version,
                    imported_on=day_in_london(event.meta.recorded_at),
                    course=[
                        [each.milestone, each.exact_weeks, each.exact_blocked_weeks, each.finished]
                        for each in fact.course
                    ],
                    story=event.meta.story,
                )
            )
    kept.save(cursor)
