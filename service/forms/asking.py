"""How a form asks for a command: its title, its button, and each field in plain English."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.programme_commands import Command

Kind = Literal["words", "line", "link", "day", "number", "choice", "person", "milestone", "several", "lines"]
"""`several`: each that fits is ticked. `lines`: a list, one in each line. Of both, what was typed is one text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `name` is its path in the command; `kind` is needed only where the model does not say enough.

    `choices` are the words for each value that may be chosen; without words for a value it is not offered.
    `sample` is something that could be typed, where not every text will do.
    """

    name: str
    label: str
    hint: str = ""
    kind: Kind | None = None
    choices: Mapping[str, str] | None = None
    sample: str = ""


@dataclass(frozen=True, slots=True)
class FormWords:
    """A command as people are asked for it.

    `link` is what a page offers ("Say that it is held up"), `done` is said when it was recorded. `given` are the fields
    that the page which leads here fills in; `made` ones follow from what is typed. `minor` ones stand further down.
    """

    command: type[Command]
    link: str
    button: str
    done: str
    lead: str = ""
    asked: tuple[Asked, ...] = ()
    given: tuple[str, ...] = ("milestone",)
    minor: bool = False
    made: Mapping[str, Callable[[Mapping[str, str]], str]] = field(default_factory=dict)


WHEN = Asked("occurred_on", "On which day was it?", "Leave this empty if it was today.")

YES_OR_NO = {"yes": "Yes", "no": "No"}
BODIES = {"founding group": "The founding group", "board": "The board", "members": "The %(members)s"}
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
