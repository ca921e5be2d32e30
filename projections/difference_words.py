"""What each part of progress is called when it changed, and the fields it is made of. A closed list."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from domain.programme import IN_WORDS, Status
from projections.progress_past import BASELINES, PLAN, Cell
from projections.telling import day

Leaf = str | int | bool | None

PHASES = {"draft": "being planned", "running": "on its way", "paused": "paused", "closed": "ended"}
ENDINGS = {"finished": "finished", "merged": "joined another group", "stopped-early": "stopped early"}
BLOCKS = {
    "someone-outside": "someone outside",
    "money": "money",
    "people": "people",
    "access": "access",
    "policy": "a rule or policy",
}


class Called(NamedTuple):
    """A part of progress: its name in a sentence, and the fields it comes from. Details only follow from others."""

    label: str
    cells: tuple[Cell, ...]
    detail: bool = False


_MILESTONE: Mapping[str, tuple[str, tuple[str, ...], bool]] = {
    "in_plan": ("whether {} is in the plan", ("plan",), False),
    "status": ("the state of {}", ("status",), False),
    "round": ("how many times work began on {}", ("round",), True),
    "opened_on": ("the day work began on {}", ("opened_on",), False),
    "due": ("the date by which {} is due", ("due",), False),
    "submitted_on": ("the day a decision was asked for on {}", ("submitted_on",), False),
    "waiting_for_decision_since": ("since when {} waits for a decision", ("status", "asked_on"), True),
    "accepted_on": ("the day {} was reached", ("accepted_on",), False),
    "blocked.kind": ("what holds up {}", ("blocked_kind",), False),
    "blocked.since": ("since when {} is held up", ("blocked_since",), True),
    "assignee": ("who looks after {}", ("assignee",), False),
    "evidence": ("the pieces of evidence for {}", ("evidence",), False),
    "overdue": ("whether {} is late", ("status", "due"), False),
    "depends_on": ("what {} waits for", ("plan",), False),
    "earliest_weeks": ("the weeks {} takes at the earliest", ("plan",), True),
    "typical_weeks": ("the weeks {} takes, typically", ("plan",), False),
    "latest_weeks": ("the weeks {} takes at the latest", ("plan",), True),
    **{name: (f"the {name.replace('_', ' ')} of {{}}", ("plan",), True) for name in ("stage", "title", "easy_title")},
    "who": ("whose work {} is", ("plan",), True),
    "gates": ("the conditions of {}", ("plan",), True),
}

_PROGRAMME: Mapping[str, tuple[str, tuple[str, ...], bool]] = {
    "phase": ("how the programme stands", ("phase",), False),
    "agreed_on": ("the day the plan was agreed", ("agreed_on",), False),
    "paused_on": ("the day the programme was paused", ("paused_on",), False),
    "paused_until": ("the day until which the programme is paused", ("paused_until",), False),
    "next_review_on": ("the day of the next review", ("next_review_on",), False),
    "review_due": ("the day of the review that is called", ("review_due",), False),
    "handover_begun_on": ("the day the handover began", ("handover_begun_on",), False),
    "ending.ending": ("how the programme ended", ("ending",), False),
    "ending.closed_on": ("the day the programme ended", ("closed_on",), False),
    "ending.still_running": ("whether the organisation is still running", ("still_running",), False),
    "mentor.organisation": ("the mentor", ("mentor_organisation",), False),
    "mentor.coordinator": ("the mentor’s coordinator", ("mentor_coordinator",), False),
    "people.as_of": ("the day up to which people were counted", ("people.different",), False),
    "plan.ends_typically_on": ("the day the plan typically ends", ("typical_weeks",), False),
    "board.adopted_on": ("the day the governing document was adopted", ("adopted_on",), False),
}

_SHAPED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Called]], ...] = (
    (
        re.compile(r"burn_up\.baselines\.(\d+)\.(?:kind|since)"),
        lambda found: Called(f"plan {found[1]} that progress is measured against", (BASELINES,), detail=True),
    ),
)

LEFT_OUT = re.compile(
    r"programme|last_position|last_recorded_at|last_occurred_on|version|milestones\.[^.]+\.(changed|id)"
    # Beside who joined and left the board, these would say who is disabled.
    r"|board\.(from_constituency|meets_threshold)"
)
"""What a difference does not speak of: how new a view is, and what would tell on one person."""

DETAILS = re.compile(r"burn_up\..*|plan\.(template_version|floor_months)|milestones\.[^.]+\.round")
"""Figures that only follow from others."""


def called(path: str, titles: Mapping[str, str]) -> Called | None:
    """What a part is called, or None when it is a figure or never changes."""
    what, _, rest = path.partition(".")
    milestone, _, field = rest.partition(".")
    if what == "milestones" and field in _MILESTONE:
        label, fields, detail = _MILESTONE[field]
        title = f"“{titles[milestone]}”" if titles.get(milestone) else "a milestone"
        return Called(label.format(title), tuple(_cell(milestone, each) for each in fields), detail)
    if path in _PROGRAMME:
        label, fields, detail = _PROGRAMME[path]
        return Called(label, tuple(("", each) for each in fields), detail)
    return next((make(found) for shape, make in _SHAPED if (found := shape.fullmatch(path))), None)


def in_words(path: str, value: Leaf, names: Mapping[str, str]) -> str:
    """A value as people say it."""
    field = path.rpartition(".")[2]
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case str() if value in names:
            return names[value]
        case _ if field == "status":
            return IN_WORDS[Status(value)]
        case _ if path in {"phase", "ending.ending"}:
            return (PHASES | ENDINGS)[value]
        case _ if path.endswith("blocked.kind"):
            return BLOCKS[value]
        case _:
            return _day_or_text(value)


def changed_sentence(label: str, before: str | None, after: str | None) -> str:
    """What a part was, and is."""
    name = label[0].upper() + label[1:]
    if before is None:
        return f"{name}: {after}. Before, there was nothing."
    if after is None:
        return f"{name}: nothing any more. Before, it was {before}."
    return f"{name}: {after}. Before, it was {before}."


def _cell(milestone: str, field: str) -> Cell:
    return PLAN if field == "plan" else (milestone, field)


def _day_or_text(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value
