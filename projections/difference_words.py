"""What each part of progress is called when it changed, and the fields it is made of. A closed list."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from domain.programme import IN_WORDS, Status
from projections.progress_past import BASELINES, PLAN, Cell
from projections.speech import ENGLISH, N_, Speech

Leaf = str | int | bool | None

PHASES = {
    "draft": N_("being planned"),
    "running": N_("on its way"),
    "paused": N_("paused"),
    "closed": N_("ended"),
}
ENDINGS = {
    "finished": N_("finished"),
    "merged": N_("joined another group"),
    "stopped-early": N_("stopped early"),
}
BLOCKS = {
    "someone-outside": N_("someone outside"),
    "money": N_("money"),
    "people": N_("people"),
    "access": N_("access"),
    "policy": N_("a rule or policy"),
}


class Called(NamedTuple):
    """A part of progress: its name in a sentence, and the fields it comes from. Details only follow from others."""

    label: str
    cells: tuple[Cell, ...]
    detail: bool = False


_MILESTONE: Mapping[str, tuple[str, tuple[str, ...], bool]] = {
    "in_plan": (N_("whether %(milestone)s is in the plan"), ("plan",), False),
    "status": (N_("the state of %(milestone)s"), ("status",), False),
    "round": (N_("how many times work began on %(milestone)s"), ("round",), True),
    "opened_on": (N_("the day work began on %(milestone)s"), ("opened_on",), False),
    "due": (N_("the date by which %(milestone)s is due"), ("due",), False),
    "submitted_on": (N_("the day a decision was asked for on %(milestone)s"), ("submitted_on",), False),
    "waiting_for_decision_since": (N_("since when %(milestone)s waits for a decision"), ("status", "asked_on"), True),
    "accepted_on": (N_("the day %(milestone)s was reached"), ("accepted_on",), False),
    "blocked.kind": (N_("what holds up %(milestone)s"), ("blocked_kind",), False),
    "blocked.since": (N_("since when %(milestone)s is held up"), ("blocked_since",), True),
    "assignee": (N_("who looks after %(milestone)s"), ("assignee",), False),
    "evidence": (N_("the pieces of evidence for %(milestone)s"), ("evidence",), False),
    "overdue": (N_("whether %(milestone)s is late"), ("status", "due"), False),
    "depends_on": (N_("what %(milestone)s waits for"), ("plan",), False),
    "earliest_weeks": (N_("the weeks %(milestone)s takes at the earliest"), ("plan",), True),
    "typical_weeks": (N_("the weeks %(milestone)s takes, typically"), ("plan",), False),
    "latest_weeks": (N_("the weeks %(milestone)s takes at the latest"), ("plan",), True),
    "stage": (N_("the stage of %(milestone)s"), ("plan",), True),
    "title": (N_("the title of %(milestone)s"), ("plan",), True),
    "easy_title": (N_("the easy title of %(milestone)s"), ("plan",), True),
    "who": (N_("whose work %(milestone)s is"), ("plan",), True),
    "gates": (N_("the conditions of %(milestone)s"), ("plan",), True),
}

_PROGRAMME: Mapping[str, tuple[str, tuple[str, ...], bool]] = {
    "phase": (N_("how the programme stands"), ("phase",), False),
    "agreed_on": (N_("the day the plan was agreed"), ("agreed_on",), False),
    "paused_on": (N_("the day the programme was paused"), ("paused_on",), False),
    "paused_until": (N_("the day until which the programme is paused"), ("paused_until",), False),
    "next_review_on": (N_("the day of the next review"), ("next_review_on",), False),
    "review_due": (N_("the day of the review that is called"), ("review_due",), False),
    "handover_begun_on": (N_("the day the handover began"), ("handover_begun_on",), False),
    "ending.ending": (N_("how the programme ended"), ("ending",), False),
    "ending.closed_on": (N_("the day the programme ended"), ("closed_on",), False),
    "ending.still_running": (N_("whether the organisation is still running"), ("still_running",), False),
    "mentor.organisation": (N_("the mentor"), ("mentor_organisation",), False),
    "mentor.coordinator": (N_("the mentor’s coordinator"), ("mentor_coordinator",), False),
    "people.as_of": (N_("the day up to which people were counted"), ("people.different",), False),
    "plan.ends_typically_on": (N_("the day the plan typically ends"), ("typical_weeks",), False),
    "board.adopted_on": (N_("the day the governing document was adopted"), ("adopted_on",), False),
}

_SHAPED: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Speech], Called]], ...] = (
    (
        re.compile(r"burn_up\.baselines\.(\d+)\.(?:kind|since)"),
        lambda found, speech: Called(
            speech.say("plan %(number)s that progress is measured against", number=found[1]), (BASELINES,), detail=True
        ),
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


def called(path: str, titles: Mapping[str, str], speech: Speech = ENGLISH) -> Called | None:
    """What a part is called, or None when it is a figure or never changes."""
    what, _, rest = path.partition(".")
    milestone, _, field = rest.partition(".")
    if what == "milestones" and field in _MILESTONE:
        label, fields, detail = _MILESTONE[field]
        title = titles.get(milestone)
        named = speech.say("“%(title)s”", title=title) if title else speech.say("a milestone")
        return Called(speech.say(label, milestone=named), tuple(_cell(milestone, each) for each in fields), detail)
    if path in _PROGRAMME:
        label, fields, detail = _PROGRAMME[path]
        return Called(speech.word(label), tuple(("", each) for each in fields), detail)
    return next((make(found, speech) for shape, make in _SHAPED if (found := shape.fullmatch(path))), None)


def in_words(path: str, value: Leaf, names: Mapping[str, str], speech: Speech = ENGLISH) -> str:
    """A value as people say it."""
    field = path.rpartition(".")[2]
    match value:
        case None:
            return speech.say("nothing")
        case bool():
            return speech.say("yes") if value else speech.say("no")
        case int():
            return speech.number(value)
        case str() if value in names:
            return names[value]
        case _ if field == "status":
            return speech.word(IN_WORDS[Status(value)])
        case _ if path in {"phase", "ending.ending"}:
            return speech.word((PHASES | ENDINGS)[value])
        case _ if path.endswith("blocked.kind"):
            return speech.word(BLOCKS[value])
        case _:
            return _day_or_text(value, speech)


def changed_sentence(label: str, before: str | None, after: str | None, speech: Speech = ENGLISH) -> str:
    """What a part was, and is."""
    say, what = speech.say, label[0].upper() + label[1:]
    if before is None:
        return say("%(what)s: %(now)s. Before, there was nothing.", what=what, now=after)
    if after is None:
        return say("%(what)s: nothing any more. Before, it was %(then)s.", what=what, then=before)
    return say("%(what)s: %(now)s. Before, it was %(then)s.", what=what, now=after, then=before)


def _cell(milestone: str, field: str) -> Cell:
    return PLAN if field == "plan" else (milestone, field)


def _day_or_text(value: str, speech: Speech) -> str:
    try:
        return speech.day(date.fromisoformat(value))
    except ValueError:
        return value
