"""How a form asks for a command: its title, its button, and each field in plain English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.programme_commands import Command

Kind = Literal["words", "line", "link", "day", "number", "choice", "person"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `name` is its path in the command; `kind` is needed only where the model does not say enough.

    `choices` are the words for each value that may be chosen.
    """

    name: str
    label: str
    hint: str = ""
    kind: Kind | None = None
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FormWords:
    """A command as people are asked for it.

    `link` is what a page offers ("Say that it is held up"), `done` is said when it was recorded. `given` are the fields
    that the page which leads here fills in. `minor` ones stand further down.
    """

    command: type[Command]
    link: str
    button: str
    done: str
    lead: str = ""
    asked: tuple[Asked, ...] = ()
    given: tuple[str, ...] = ("milestone",)
    minor: bool = False


WHEN = Asked("occurred_on", "On which day was it?", "Leave this empty if it was today.")

BODIES = {"founding group": "The founding group", "board": "The board", "members": "The members"}
MEETING = (
    Asked("on_behalf_of.body", "Who decided?", choices=BODIES),
    Asked("on_behalf_of.held_on", "On which day did they meet?"),
    Asked("on_behalf_of.present", "How many people were there?"),
    Asked("on_behalf_of.votes_for", "How many were for it?"),
    Asked("on_behalf_of.votes_against", "How many were against it?"),
    Asked("on_behalf_of.minute", "What do the minutes say about it?"),
)
"""The fields about a meeting that decided, when somebody with an account only writes it down."""


def reason(label: str, hint: str = "") -> Asked:
    """A field for a reason."""
    return Asked("reason", label, hint)


def note(label: str = "Do you want to say more?", hint: str = "You can leave this empty.") -> Asked:
    """A field for a note that may stay empty."""
    return Asked("note", label, hint)
