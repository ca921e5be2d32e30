"""A change of the plan as it is put together: one change after the other, each said in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from pydantic import TypeAdapter, ValidationError

from domain.milestone_commands import AddMilestone, PlanChangeAsked
from domain.plan import Weeks
from domain.plan_events import DroppedMilestone, ReorderedMilestone, RetimedMilestone
from domain.programme import SETTLED, Programme
from service.forms.subject import opened
from service.language.language import gettext as _
from service.language.written import listed
from service.seals import Seals

MOST = 50
Changes = tuple[PlanChangeAsked, ...]
_CHANGES: TypeAdapter[Changes] = TypeAdapter(Changes)


@dataclass(frozen=True, slots=True)
class Planned:
    """A milestone of the plan as it would be after the changes so far."""

    title: str
    stage: str
    weeks: Weeks
    depends_on: tuple[str, ...]
    settled: bool


def read(written: str) -> Changes:
    """The changes that a form carries along. None of them when the form is not whole."""
    try:
        return _CHANGES.validate_json(written)[:MOST]
    except ValidationError:
        return ()


def written(changes: Changes) -> str:
    """The same, for a form to carry."""
    return _CHANGES.dump_json(changes).decode()


def plan_after(programme: Programme, changes: Sequence[PlanChangeAsked], seals: Seals) -> dict[str, Planned]:
    """Every milestone after these changes, in the order of the plan."""
    plan = {
        key: Planned(
            opened(each.step.title, seals),
            each.step.stage,
            each.step.weeks,
            each.step.depends_on,
            each.status in SETTLED,
        )
        for key, each in programme.milestones.items()
    }
    for change in changes:
        match change:
            case AddMilestone():
                plan[change.id] = Planned(change.title, change.stage, change.weeks, change.depends_on, settled=False)
            case DroppedMilestone():
                plan.pop(change.milestone, None)
            case RetimedMilestone() if change.milestone in plan:
                was = plan[change.milestone]
                plan[change.milestone] = Planned(was.title, was.stage, change.weeks, was.depends_on, was.settled)
            case ReorderedMilestone() if change.milestone in plan:
                was = plan[change.milestone]
                plan[change.milestone] = Planned(was.title, was.stage, was.weeks, change.depends_on, was.settled)
            case RetimedMilestone() | ReorderedMilestone():
                continue
            case _:
                assert_never(change)
    return plan


def left_out(plan: Mapping[str, Planned], milestone: str) -> Changes:
    """Leaving one out. What waited for it then waits for what it waited for itself."""
    gone = plan[milestone]
    waited = [(key, each) for key, each in plan.items() if milestone in each.depends_on]
    moved = (
        ReorderedMilestone(
            milestone=key,
            depends_on=tuple(
                dict.fromkeys([*(name for name in each.depends_on if name != milestone), *gone.depends_on])
            ),
        )
        for key, each in waited
    )
    return (*moved, DroppedMilestone(milestone=milestone))


def next_id(plan: Mapping[str, Planned], programme: Programme, stage: str) -> str:
    """The id of a new milestone: the next number of its stage, also after one that was left out."""
    numbers = [int(key.rpartition("-")[2]) for key in (*plan, *programme.milestones) if key.rpartition("-")[0] == stage]
    return f"{stage}-{max(numbers, default=0) + 1:02d}"


def in_words(change: PlanChangeAsked, before: Mapping[str, Planned]) -> str:
    """One change as people say it. `before` is the plan without it."""
    match change:
        case AddMilestone():
            return _(
                "%(id)s %(title)s is added: %(weeks)s",
                id=change.id,
                title=change.title,
                weeks=weeks_in_words(change.weeks),
            )
        case DroppedMilestone():
            return _("%(milestone)s is left out", milestone=_called(change.milestone, before))
        case RetimedMilestone():
            was = before.get(change.milestone)
            return _(
                "%(milestone)s: %(weeks)s. So far it was %(was)s",
                milestone=_called(change.milestone, before),
                weeks=weeks_in_words(change.weeks),
                was=weeks_in_words(was.weeks) if was else "…",
            )
        case ReorderedMilestone():
            return _(
                "%(milestone)s waits for %(others)s",
                milestone=_called(change.milestone, before),
                others=listed(change.depends_on) if change.depends_on else _("nothing"),
            )
        case _:
            assert_never(change)


def weeks_in_words(weeks: Weeks) -> str:
    """Three figures."""
    return _(
        "usually %(typical)s weeks, from %(earliest)s to %(latest)s",
        typical=weeks.typical,
        earliest=weeks.earliest,
        latest=weeks.latest,
    )


def _called(milestone: str, plan: Mapping[str, Planned]) -> str:
    found = plan.get(milestone)
    return f"{milestone} {found.title}" if found else milestone
