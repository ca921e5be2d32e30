"""The words of the pages: where a milestone is, who is waited for, and days as people write them."""

import re
from collections.abc import Callable, Iterable, Mapping

from domain.authority import PLAIN
from domain.field_groups import MEANINGS
from domain.plan import Party
from domain.programme import IN_WORDS, Status
from domain.roles import Role
from projections.agenda_reading import AgendaItem
from projections.progress_shown import ShownMilestone
from projections.telling import ROLES, day, listed

PHASES = {
    "draft": "The plan is being talked about",
    "running": "On its way",
    "paused": "Paused",
    "closed": "Ended",
}
ENDINGS = {"finished": "finished", "merged": "joined another group", "stopped-early": "stopped early"}
BLOCKS = {
    "someone-outside": "waits for someone outside",
    "money": "money",
    "people": "people",
    "access": "access",
    "policy": "a rule or policy",
}
OUTSIDE = "someone-outside"


def where(milestone: ShownMilestone) -> str:
    """Where a milestone is, as people say it, with the day that matters most."""
    if milestone.blocked is not None:
        return f"held up since {day(milestone.blocked.since)}: {BLOCKS[milestone.blocked.kind]}"
    words = IN_WORDS[Status(milestone.status)]
    match milestone.status:
        case "open" if milestone.due is not None:
            return f"{words}, {'was due' if milestone.overdue else 'due'} on {day(milestone.due)}"
        case "submitted" if milestone.waiting_for_decision_since is not None:
            return f"{words} since {day(milestone.waiting_for_decision_since)}"
        case "accepted" if milestone.accepted_on is not None:
            return f"{words} on {day(milestone.accepted_on)}"
        case "waiting" if not milestone.depends_on:
            return "not begun"
        case _:
            return words


def mark(milestone: ShownMilestone) -> str:
    """What the style sheet calls where a milestone is. Colour is never the only sign: the words say it too."""
    if milestone.blocked is not None or milestone.overdue:
        return "held-up"
    return {"accepted": "reached", "open": "open", "submitted": "open"}.get(milestone.status, "quiet")


def task(item: AgendaItem) -> str:
    """What somebody is waited for to do."""
    match item.kind:
        case "decision":
            return f"Decide about “{item.title}”"
        case "question":
            return f"Answer “{item.title}”"
        case _:
            return item.title


def waiting(item: AgendaItem) -> str:
    """Why something waits, or how late it is."""
    if item.blocked is not None:
        return f"Held up since {day(item.blocked.since)}: {BLOCKS[item.blocked.kind]}"
    if item.paused:
        return "The programme is paused"
    if item.late_days:
        return "1 day late" if item.late_days == 1 else f"{item.late_days} days late"
    return f"Since {day(item.since)}" if item.since is not None else ""


def parties(waits_for: Iterable[str]) -> str:
    """Who could move something on."""
    named = ["someone outside" if each == OUTSIDE else PLAIN[Role(each)] for each in waits_for]
    return listed(named) if named else "nobody"


def roles(held: Iterable[str]) -> str:
    """The parts somebody plays."""
    return listed([ROLES[Role(each)] for each in held])


PARTIES: Mapping[Party, str] = {
    "founders": "the founding group",
    "board": "the board",
    "mentor": "the mentor",
    "worker": "the worker",
    "members": "the members",
    "treasurer": "the treasurer",
    "commissioner": "the commissioner",
    "funder": "the funder",
    "adviser": "an adviser",
    "everyone": "everyone",
}


FILTERS: Mapping[str, Callable[..., object]] = {
    "day": day,
    "sentence_case": lambda text: text[:1].upper() + text[1:],
    "where": where,
    "mark": mark,
    "task": task,
    "waiting": waiting,
    "parties": parties,
    "roles": roles,
    "who": lambda who: listed([PARTIES[each] for each in who]),
    "sentences": lambda text: re.split(r"(?<=[.?!])\s+", text.strip()),
    "phase": lambda phase: PHASES[phase],
    "ending": lambda ending: ENDINGS[ending],
    "block": lambda kind: BLOCKS[kind],
    "groups": lambda hidden: "; ".join(MEANINGS[group] for group in hidden),
    "page": lambda programme: f"/programmes/{programme.removeprefix('programme:')}",
}


def day_or_none(written: object) -> object:
    """An empty field of a form means no day."""
    return None if written == "" else written
