"""What kind of data each field of each event is: public, internal or personal. A field that nobody classed has none.

The type of a field says it where it can: sealed words and references to people are personal; numbers, dates, closed
lists and ids are internal. Free text that is stored plain says nothing by its type, so each has a line here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, StringConstraints

from domain.event import Fact
from domain.passage import Sealed, Words

FieldClass = Literal["public", "internal", "personal"]
"""public: may be read by anybody. internal: for those of the programme. personal: about a person, or could be."""

PUBLIC: Mapping[str, tuple[str, ...]] = {
    "programme.started.v1": (
        "organisation",
        "locality",
        "mentor.organisation",
        "commissioner",
        "funders[]",
        "vocabulary.organisation",
        "vocabulary.short",
        "vocabulary.member",
        "plan.title",
        "plan.summary",
        "plan.stages[].title",
        "plan.stages[].easy_title",
        "plan.milestones[].stage",
        "plan.milestones[].title",
        "plan.milestones[].easy_title",
        "plan.milestones[].what",
        "plan.milestones[].easy_what",
        "plan.milestones[].evidence[]",
        "plan.milestones[].basis",
        "plan.gates[].title",
        "plan.gates[].why",
        "plan.duties[].title",
        "plan.duties[].easy_title",
        "plan.duties[].basis",
        "plan.floor.why",
        "plan.draft_stage",
    ),
    "programme.mentor-replaced.v1": ("mentor.organisation",),
    "programme.plan-revised.v1": ("changes[].stage",),
    "programme.duty-opened.v1": ("source.title", "source.easy_title", "source.basis"),
    "programme.buddy-agreed.v1": ("organisation",),
    "resource.published.v1": (
        "title",
        "text",
        "easy_read",
        "link",
        "files[].name",
        "constituencies[]",
        "provenance.organisation",
        "provenance.stage",
    ),
    "resource.owner-named.v1": ("owner.organisation",),
    "resource.pack-imported.v1": ("organisation", "checkpoint"),
}
"""Free text that is stored plain: of plan templates, names of organisations, what was published. No one's own words."""

INTERNAL: Mapping[str, tuple[str, ...]] = {
    "programme.prompted.v1": ("about",),
    "person.erased.v1": ("keys[]",),
    "meta": ("ledger", "role", "command_id", "story"),
}
"""Text without a pattern that Waymark itself writes: ids and places."""

PERSONAL: Mapping[str, tuple[str, ...]] = {"meta": ("actor",), "programme.key-destroyed.v1": ("subject",)}
"""Text that says who, beside what its type says."""

_CODES = (bool, int, float, date, datetime, UUID, Enum, AwareDatetime)


class Unclassed(Exception):  # noqa: N818 - the field is unclassed
    """A field says by its type what it is neither, and has no line."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of one kind of event. `kept`: `sealed`, `by id`, or `plain`."""

    topic: str
    path: str
    field_class: FieldClass
    kept: Literal["sealed", "by id", "plain"]


def lines_of(fact: type[Fact]) -> tuple[FieldLine, ...]:
    """Every field of a kind of event, each once. Raises Unclassed."""
    return lines(fact.TOPIC, fact)


def lines(topic: str, model: type[BaseModel]) -> tuple[FieldLine, ...]:
    """Every field of a model that is stored under this name. Raises Unclassed."""
    found = {path: _line(topic, path, kind, limits) for path, kind, limits in _leaves(model)}
    return tuple(found.values())


def _line(topic: str, path: str, kind: Any, limits: tuple[Any, ...]) -> FieldLine:  # noqa: ANN401 - any annotation
    pattern = _pattern(limits)
    if kind is Sealed:
        return FieldLine(topic, path, "personal", "sealed")
    if pattern.startswith("^person:") or path in PERSONAL.get(topic, ()):
        return FieldLine(topic, path, "personal", "by id")
    if path in PUBLIC.get(topic, ()):
        return FieldLine(topic, path, "public", "plain")
    coded = get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, _CODES)) or bool(pattern)
    if coded or path in INTERNAL.get(topic, ()):
        return FieldLine(topic, path, "internal", "plain")
    raise Unclassed(
        f"{topic}: {path} is free text that is stored plain. Seal it as a Passage, or class it in field_classes.py."
    )


def _pattern(limits: tuple[Any, ...]) -> str:
    for limit in limits:
        pattern = getattr(limit, "pattern", None)
        if pattern and (isinstance(limit, StringConstraints) or hasattr(limit, "pattern")):
            return str(pattern)
        for inner in getattr(limit, "metadata", ()):
            if found := _pattern((inner,)):
                return found
    return ""


def _leaves(model: type[BaseModel], at: str = "") -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    for name, field in model.model_fields.items():
        yield from _leaf(field.annotation, tuple(field.metadata), f"{at}{name}")


def _leaf(kind: Any, limits: tuple[Any, ...], at: str) -> Iterator[tuple[str, Any, tuple[Any, ...]]]:  # noqa: ANN401
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _leaf(parts[0], (*parts[1:], *limits), at)
    elif origin in {Union, UnionType}:
        if Sealed in parts:
            yield at, Sealed, ()
        for part in parts:
            if part not in {NoneType, Sealed, Words}:
                yield from _leaf(part, limits, at)
    elif origin in {tuple, list, frozenset, set}:
        for part in parts:
            if part is not Ellipsis:
                yield from _leaf(part, (), f"{at}[]")
    elif origin is not None and origin is not Literal:
        yield from _leaf(parts[0], (), f"{at}{{name}}")
        yield from _leaf(parts[1], (), f"{at}{{}}")
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _leaves(kind, f"{at}.")
    else:
        yield at, kind, limits
