"""The tables of who may read what, as the documents print them: by asking the rules themselves."""

from datetime import date

from domain.access import authorize
from domain.asking import ADMINISTRATION, READINGS, Action, Actor, Resource
from domain.field_groups import GROUPS, MEANINGS, FieldGroup, Sharing
from domain.grants import Grant
from domain.presence import Presence
from domain.roles import READERS, Role

COLUMNS = (Role.FOUNDER, Role.BOARD, Role.MENTOR, Role.WORKER, Role.COMMISSIONER, Role.FUNDER, Role.OPERATOR)
HEADINGS = ("founding group", "board", "mentor", "worker", "commissioner", "funder", "operator let in")
YES, NO, SHOWN, HIDDEN = "yes", "", "when shown", "unless hidden"
_DAY = date(2026, 1, 1)
_HERE = "programme:here"
_ASKING, _OTHER = "person:asking", "person:other"
_ALL: Sharing = {(role, group): True for role in READERS for group in GROUPS}
_NONE: Sharing = {(role, group): False for role in READERS for group in GROUPS}

READING = """
## Who may read what

Whoever has a part in a programme reads it, from the day it begins until the day it ends; for everybody else it does not
exist. *Unless hidden* and *when shown*: the deciders decide it for funders and for commissioners, group by group.
People read what is about themselves in any case; the other readings about people are of those one shares a programme
with. An operator reads nothing until a second operator agrees, and then for 24 hours; the history tells of it.
"""
SHOWING = """
## What is shown

The parts of a programme that are shown or hidden as one. Every kind of event is in exactly one of them. Who may not
know a share's exact tally sees of the board who joined and left, and whether the share is met (decision 0007).
"""
RUNNING = """
## Running it

Operators do this without reading any programme, after signing in with a second factor, never with a token.
"""


def readings_as_markdown() -> str:
    """Readings by role, groups by role, and what operators do."""
    return "".join(
        (
            READING,
            _table("reading", [(f"`{each}`", _row(each, None)) for each in READINGS]),
            SHOWING,
            _table("group", [(f"{each}: {MEANINGS[each]}", _row("read-history", each)) for each in GROUPS]),
            RUNNING,
            "\n",
            *(f"* `{each}`\n" for each in ADMINISTRATION),
        )
    )


def _table(first: str, rows: list[tuple[str, tuple[str, ...]]]) -> str:
    head = (first, *HEADINGS)
    lines = [head, tuple("---" for _ in head), *((name, *cells) for name, cells in rows)]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(action: Action, group: FieldGroup | None) -> tuple[str, ...]:
    return tuple(_cell(action, group, role) for role in COLUMNS)


def _cell(action: Action, group: FieldGroup | None, role: Role) -> str:
    presence = Presence(second_factor=True, operator=role is Role.OPERATOR)
    actor = Actor(_ASKING, presence, (Grant(_HERE, role),))

    def allowed(sharing: Sharing) -> bool:
        resource = Resource(
            _DAY,
            programme=_HERE,
            sharing=sharing,
            group=group,
            audience="programme",
            subject=_OTHER,
            subject_in=frozenset({_HERE}),
        )
        return authorize(actor, action, resource).allowed

    if allowed({}):
        return YES if allowed(_NONE) else HIDDEN
    return SHOWN if allowed(_ALL) else NO
