"""The words of the pages: where a milestone is, who is waited for, and days as people write them."""

import re
from collections.abc import Callable, Iterable, Mapping

from domain.authority import PLAIN
from domain.field_groups import MEANINGS
from domain.programme import IN_WORDS, Status
from domain.roles import Role
from projections.agenda_reading import AgendaItem
from projections.facts import BOARD_SHARE, PASSED
from projections.progress_shown import ShownMilestone
from projections.telling import ROLES
from service.language.language import gettext as _
from service.language.language import ngettext, translated
from service.language.written import day, listed

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
_PASSED = PASSED.removesuffix("%(duty)s")


def where(milestone: ShownMilestone) -> str:
    """Where a milestone is, as people say it, with the day that matters most."""
    if milestone.blocked is not None:
        why = translated(BLOCKS[milestone.blocked.kind])
        return _("held up since %(day)s: %(why)s", day=day(milestone.blocked.since), why=why)
    words = translated(IN_WORDS[Status(milestone.status)])
    match milestone.status:
        case "open" if milestone.due is not None:
            if milestone.overdue:
                return _("%(words)s, was due on %(day)s", words=words, day=day(milestone.due))
            return _("%(words)s, due on %(day)s", words=words, day=day(milestone.due))
        case "submitted" if milestone.waiting_for_decision_since is not None:
            return _("%(words)s since %(day)s", words=words, day=day(milestone.waiting_for_decision_since))
        case "accepted" if milestone.accepted_on is not None:
            return _("%(words)s on %(day)s", words=words, day=day(milestone.accepted_on))
        case "waiting" if not milestone.depends_on:
            return _("not begun")
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
            return _("Decide about “%(title)s”", title=item.title)
        case "question":
            return _("Answer “%(title)s”", title=item.title)
        case _:
            return called(item)


def called(item: AgendaItem) -> str:
    """What something that waits is called: what Waymark calls it is translated, what people call it stays."""
    match item.kind:
        case "plan" | "review" | "handover" | "still-running":
            return translated(item.title)
        case "duty" if item.title == BOARD_SHARE:
            return translated(BOARD_SHARE)
        case "duty" if item.title.startswith(_PASSED):
            return _(PASSED, duty=item.title.removeprefix(_PASSED))
        case _:
            return item.title


def waiting(item: AgendaItem) -> str:
    """Why something waits, or how late it is."""
    if item.blocked is not None:
        why = translated(BLOCKS[item.blocked.kind])
        return _("Held up since %(day)s: %(why)s", day=day(item.blocked.since), why=why)
    if item.paused:
        return _("The programme is paused")
    if item.late_days:
        return ngettext("%(num)s day late", "%(num)s days late", item.late_days)
    return _("Since %(day)s", day=day(item.since)) if item.since is not None else ""


def parties(waits_for: Iterable[str]) -> str:
    """Who could move something on."""
    named = [_("someone outside") if each == OUTSIDE else translated(PLAIN[Role(each)]) for each in waits_for]
    return listed(named) if named else _("nobody")


def roles(held: Iterable[str]) -> str:
    """The parts somebody plays."""
    return listed([translated(ROLES[Role(each)]) for each in held])


PARTIES: Mapping[str, str] = {
    "founders": "the founding group",
    "board": "the board",
    "mentor": "the mentor",
    "worker": "the worker",
    "members": "the %(members)s",
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
    "called": called,
    "waiting": waiting,
    "parties": parties,
    "roles": roles,
    "who": lambda who: listed([translated(PARTIES[each]) for each in who]),
    "sentences": lambda text: re.split(r"(?<=[.?!])\s+", text.strip()),
    "phase": lambda phase: translated(PHASES[phase]),
    "ending": lambda ending: translated(ENDINGS[ending]),
    "block": lambda kind: translated(BLOCKS[kind]),
    "groups": lambda hidden: "; ".join(translated(MEANINGS[group]) for group in hidden),
    "page": lambda programme: f"/programmes/{programme.removeprefix('programme:')}",
}


def day_or_none(written: object) -> object:
    """An empty field of a form means no day."""
    return None if written == "" else written
