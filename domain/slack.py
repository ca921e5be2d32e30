"""How much later each milestone may end without a later end of everything: what workflows chase by.

The critical path alone, by the rule of domain/schedule.py and without any chance. It is stated together with a
milestone's date, and kept in that event: so a timer reads it and counts nothing, it rings nobody else, and what was
said keeps its id. Nothing here looks at today: what is open is taken to end on its date.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from domain.programme import Milestone, Programme, Status
from domain.schedule import find_loop, in_order

A_WEEK = 7
TIGHT_DAYS = A_WEEK
"""With less slack than a week a milestone is chased sooner."""


def is_tight(milestone: Milestone) -> bool:
    """Whether a milestone that ends a week late makes everything end late."""
    return milestone.slack_days is not None and milestone.slack_days < TIGHT_DAYS


def slack_when(programme: Programme, milestone: Milestone, due: date) -> int | None:
    """The slack, in days, of a milestone that is open until this date. None while the plan is not agreed."""
    if programme.agreed_on is None:
        return None
    until_then = milestone.model_copy(update={"status": Status.OPEN, "due": due, "accepted_on": None})
    name = milestone.step.id
    then = programme.model_copy(update={"milestones": {**programme.milestones, name: until_then}})
    return slack_days(then).get(name)


def slack_days(programme: Programme) -> Mapping[str, int]:
    """The slack of every milestone that is not settled, in days. Empty when what is left goes in circles."""
    kept = {key: each for key, each in programme.milestones.items() if each.status is not Status.SET_ASIDE}
    before = {key: tuple(d for d in each.step.depends_on if d in kept) for key, each in kept.items()}
    behind = {key: _behind_gates(programme, each, kept) for key, each in kept.items()}
    both = {key: (*before[key], *behind[key]) for key in kept}
    if find_loop(both):
        behind, both = dict.fromkeys(kept, ()), before
        if find_loop(both):
            return {}
    order = in_order({key: tuple(dict.fromkeys(each)) for key, each in both.items()})
    finish = _forward(programme.start_on, kept, order, before, behind)
    latest = dict.fromkeys(order, max(finish.values(), default=0))
    for key in reversed(order):
        if kept[key].status is Status.ACCEPTED:
            continue
        for gate in behind[key]:
            latest[gate] = min(latest[gate], latest[key])
        if kept[key].status is Status.WAITING:
            for earlier in before[key]:
                latest[earlier] = min(latest[earlier], latest[key] - _length(kept[key]))
    return {key: latest[key] - finish[key] for key in order if kept[key].status is not Status.ACCEPTED}


def _forward(
    first: date,
    kept: Mapping[str, Milestone],
    order: list[str],
    before: Mapping[str, tuple[str, ...]],
    behind: Mapping[str, tuple[str, ...]],
) -> dict[str, int]:
    """When each ends, in days from the first day."""
    finish: dict[str, int] = {}
    for key in order:
        milestone = kept[key]
        begins = max((finish[each] for each in before[key]), default=0)
        ends_on = milestone.accepted_on if milestone.status is Status.ACCEPTED else milestone.due
        if milestone.status is Status.WAITING or ends_on is None:
            finish[key] = begins + _length(milestone)
        else:
            finish[key] = (ends_on - first) // timedelta(days=1)
        if milestone.status is not Status.ACCEPTED:
            finish[key] = max((finish[key], *(finish[each] for each in behind[key])))
    return finish


def _behind_gates(programme: Programme, milestone: Milestone, kept: Mapping[str, Milestone]) -> tuple[str, ...]:
    step = milestone.step
    gates = (programme.gates[gate] for gate in step.gates if gate in programme.gates)
    return tuple(
        each for gate in gates if (gate.id, step.id) not in programme.waived for each in gate.met_by if each in kept
    )


def _length(milestone: Milestone) -> int:
    return milestone.step.weeks.typical * A_WEEK
