"""A command's form as fields: each of the kind its model asks for, and what was typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from domain.event import PersonRef
from domain.passage import Name, Text
from domain.programme_commands import Command
from service.api_mistakes import Mistake
from service.forms.asking import MEETING, Asked, FormWords, Kind

_EMPTY: Mapping[Kind, str] = {
    "words": "Please write something here.",
    "line": "Please write something here.",
    "link": "Please give an address.",
    "day": "Please give a day.",
    "number": "Please give a number.",
    "choice": "Please choose one of these.",
    "person": "Please choose a person.",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, ready to be shown. `choices` are pairs of a value and its words."""

    name: str
    label: str
    hint: str
    kind: Kind
    required: bool
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Its name in the page."""
        return self.name.replace(".", "-").replace("_", "-")


def fields_of(words: FormWords, people: Mapping[str, str], *, meeting: bool) -> tuple[Field, ...]:
    """The fields of a form. `people` can be chosen, with their names; `meeting` asks about one as well."""
    return tuple(_field(words.command, each, people) for each in (*words.asked, *(MEETING if meeting else ())))


def body_of(fields: Sequence[Field], given: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, Any]:
    """The body of the command. A field that was left empty is left out."""
    body: dict[str, Any] = {name: text for name, text in given.items() if text}
    for field in fields:
        text, (*groups, name) = typed.get(field.name, "").strip(), field.name.split(".")
        place = body
        for group in groups:
            # There even when it is empty: a group that is asked for may not be left out.
            place = place.setdefault(group, {})
        if text:
            place[name] = text
    return body


def placed(mistakes: Sequence[Mistake], fields: Sequence[Field], typed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the name of the field where it can be mended. What fits no field is under the empty name."""
    found: dict[str, str] = {}
    for mistake in mistakes:
        at = next((each for each in fields if f"{each.name}.".startswith(f"{mistake.field}.")), None)
        if at is None:
            found.setdefault("", mistake.message)
        elif at.name == mistake.field and not typed.get(at.name, "").strip():
            found.setdefault(at.name, _EMPTY[at.kind])
        else:
            found.setdefault(at.name, mistake.message)
    return found


def _field(command: type[Command], asked: Asked, people: Mapping[str, str]) -> Field:
    hint, required = _hint(command, asked.name.split("."))
    kind, values = _kind(hint)
    kind = asked.kind or kind
    choices = tuple(people.items()) if kind == "person" else tuple((each, _said(asked, each)) for each in values)
    return Field(asked.name, asked.label, asked.hint, kind, required, choices)


def _said(asked: Asked, value: str) -> str:
    return asked.choices[value] if asked.choices else value


def _hint(model: type[BaseModel], path: Sequence[str]) -> tuple[Any, bool]:
    """What the model says of a field, and whether it must be given once its group is."""
    hint = get_type_hints(model, include_extras=True)[path[0]]
    if get_origin(hint) in {Union, UnionType}:
        hint = next(each for each in get_args(hint) if each is not type(None))
    if len(path) > 1:
        return _hint(hint, path[1:])
    return hint, model.model_fields[path[0]].is_required()


def _kind(hint: Any) -> tuple[Kind, tuple[str, ...]]:  # noqa: ANN401 - a type hint may be anything
    if hint == Text:
        return "words", ()
    if hint == Name:
        return "line", ()
    if hint == PersonRef:
        return "person", ()
    if get_origin(hint) is Annotated:
        return _kind(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return "choice", get_args(hint)
    return ("day", ()) if hint is date else ("number", ()) if hint is int else ("line", ())
