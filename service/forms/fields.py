"""A command's form as fields: each of the kind its model asks for, and what was typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from domain.event import PersonRef
from domain.passage import Name, Text
from domain.plan import MilestoneId
from domain.programme_commands import Command
from service.api_mistakes import WHOLE, Mistake
from service.forms.asking import MEETING, YES_OR_NO, Asked, FormWords, Kind
from service.language.language import N_, translated
from service.language.retelling import retold

LISTS: frozenset[Kind] = frozenset({"several", "lines"})
"""Kinds whose text is a list, one in each line."""

_EMPTY: Mapping[Kind, str] = {
    "words": N_("Please write something here."),
    "line": N_("Please write something here."),
    "link": N_("Please give an address."),
    "day": N_("Please give a day."),
    "number": N_("Please give a number."),
    "choice": N_("Please choose one of these."),
    "person": N_("Please choose a person."),
    "milestone": N_("Please choose a milestone."),
    "several": N_("Please choose at least one of these."),
    "lines": N_("Please write something here, one in each line."),
}

Lists = Mapping[Kind, Mapping[str, str]]
"""What can be chosen in one programme, with its names: a `person`, a `milestone`, or `several` that are open."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, ready to be shown. `choices` are pairs of a value and its words; `usual` is there first.

    `written` are the choices that are our own words, and not what a group called something. Where there are many of
    them, `parts` says under which headings they stand, each shut until somebody opens it.
    """

    name: str
    label: str
    hint: str
    kind: Kind
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    usual: str = ""
    sample: str = ""
    written: bool = True
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def id(self) -> str:
        """Its name in the page."""
        return self.name.replace(".", "-").replace("_", "-")


def fields_of(
    words: FormWords, people: Mapping[str, str], *, meeting: bool, lists: Lists | None = None
) -> tuple[Field, ...]:
    """The fields of a form. `people` can be chosen, with their names; `meeting` asks about one as well."""
    known: Lists = {**(lists or {}), "person": people}
    own = [each for each in words.asked if not meeting or not each.name.startswith("on_behalf_of.")]
    return tuple(_field(words.command, each, known) for each in (*own, *(MEETING if meeting else ())))


def body_of(
    fields: Sequence[Field], given: Mapping[str, str], typed: Mapping[str, str], words: FormWords | None = None
) -> dict[str, Any]:
    """The body of the command. A field that was left empty is left out."""
    body: dict[str, Any] = {name: text for name, text in given.items() if text}
    for field in fields:
        text, (*groups, name) = typed.get(field.name, "").strip(), field.name.split(".")
        place = body
        for group in groups:
            # There even when it is empty: a group that is asked for may not be left out.
            place = place.setdefault(group, {})
        if text:
            place[name] = _listed(text) if field.kind in LISTS else text
    made = words.made if words else {}
    return body | {name: make(typed) for name, make in made.items()}


def placed(mistakes: Sequence[Mistake], fields: Sequence[Field], typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the name of the field where it can be mended. What fits no field is under the empty name.

    What is wrong with the whole is mended from its first field on.
    """
    found: dict[str, str] = {}
    for mistake in mistakes:
        at = next((each for each in fields if _concerns(each.name, mistake.field)), None)
        if at is None and mistake.field == WHOLE and fields:
            found.setdefault(fields[0].name, retold(mistake.message))
        elif at is None:
            found.setdefault("", retold(mistake.message))
        elif not typed.get(at.name, "").strip():
            empty = at.name == mistake.field
            found.setdefault(at.name, translated(_EMPTY[at.kind]) if empty else retold(mistake.message))
        elif at.choices and f"{mistake.field}.".startswith(f"{at.name}."):
            # What the model would list are the values, and not their words.
            found.setdefault(at.name, translated(_EMPTY[at.kind]))
        else:
            found.setdefault(at.name, retold(mistake.message))
    return found


def _concerns(name: str, mistake: str) -> bool:
    """Whether a mistake is about this field: about itself, one of its lines, or the group it stands in."""
    return f"{name}.".startswith(f"{mistake}.") or f"{mistake}.".startswith(f"{name}.")


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _field(command: type[Command], asked: Asked, lists: Lists) -> Field:
    hint, required, usual = _hint(command, asked.name.split("."))
    kind, values, source = _kind(hint)
    kind = asked.kind or kind
    if source is not None:
        choices = tuple(lists.get(source, {}).items())
    elif asked.choices is not None:
        kind = "several" if kind == "several" else "choice"
        choices = tuple(asked.choices.items())
    else:
        choices = tuple((each, YES_OR_NO.get(each, each)) for each in values)
    return Field(
        asked.name, asked.label, asked.hint, kind, required, choices, usual, asked.sample, written=source is None
    )


def _hint(model: type[BaseModel], path: Sequence[str]) -> tuple[Any, bool, str]:
    """What the model says of a field, whether it must be given once its group is, and what it is when it is not."""
    hint = get_type_hints(model, include_extras=True)[path[0]]
    if get_origin(hint) in {Union, UnionType}:
        hint = next(each for each in get_args(hint) if each is not type(None))
    if len(path) > 1:
        return _hint(hint, path[1:])
    field = model.model_fields[path[0]]
    return hint, field.is_required(), "" if field.is_required() else _usual(field.default)


def _usual(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str() | int():
            return str(value)
        case tuple():
            return "\n".join(str(each) for each in value)
        case _:
            return ""


def _kind(hint: Any) -> tuple[Kind, tuple[str, ...], Kind | None]:  # noqa: ANN401 - a type hint may be anything
    """The kind of a field, the values it may have, and the list of the programme that they come from."""
    if hint == Text:
        return "words", (), None
    if hint == Name:
        return "line", (), None
    if hint == PersonRef:
        return "person", (), "person"
    if hint == MilestoneId:
        return "milestone", (), "milestone"
    if get_origin(hint) is Annotated:
        return _kind(get_args(hint)[0])
    if get_origin(hint) is tuple:
        _, values, source = _kind(get_args(hint)[0])
        return ("several" if values or source else "lines"), values, "several" if source else None
    if get_origin(hint) is Literal:
        return "choice", tuple(str(each) for each in get_args(hint)), None
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "choice", tuple(str(each.value) for each in hint), None
    if hint is bool:
        return "choice", ("yes", "no"), None
    return ("day" if hint is date else "number" if hint is int else "line"), (), None
