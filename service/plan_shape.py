"""What is wrong with the shape of a plan: pydantic's errors, retold in plain English for people who write plans."""

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from domain.plan import Duty, Floor, Gate, Milestone, Plan, Stage, Weeks
from domain.plan_faults import Fault, Place

PARTS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "stages": ("stage", Stage),
    "milestones": ("milestone", Milestone),
    "gates": ("gate", Gate),
    "duties": ("duty", Duty),
}
GROUPS: Mapping[str, type[BaseModel]] = {"weeks": Weeks, "floor": Floor}
NOT_A_PLAN = Fault(
    code="not-a-plan",
    sentence="This file does not say a plan. A plan begins with names such as 'template:', 'title:' and "
    "'milestones:'. 'waymark plan show ulo-from-scratch' shows one.",
)


def shape_fault(value: Mapping[str, Any], error: ErrorDetails) -> Fault:
    """One pydantic error on a plan as a fault. `value` is the plan as it was written."""
    place = error["loc"]
    subject, words = _subject(value, place)
    return Fault(code="not-a-plan", subject=subject, at=place, sentence=f"{words} {_trouble(error)}")


def _subject(value: Mapping[str, Any], place: Place) -> tuple[str | None, str]:
    match place:
        case (str(kind), int(index), *_) if kind in PARTS:
            noun = PARTS[kind][0].capitalize()
            item = value[kind][index]
            given = item.get("id") if isinstance(item, dict) else None
            if isinstance(given, str) and given:
                return given, f"{noun} {given}:"
            return None, f"{noun} number {index + 1}:"
        case _:
            return None, "The plan:"


def _trouble(error: ErrorDetails) -> str:
    place, given, context = error["loc"], error["input"], error.get("ctx", {})
    field = _field(place)
    match error["type"]:
        case "missing":
            return f"{field} is missing. Add it."
        case "extra_forbidden":
            return f"{field} is not known here. {_nearest(place)}"
        case "string_pattern_mismatch":
            return f"{field} cannot be '{given}'. {_id_rule(place)}"
        case "literal_error":
            return f"{field} cannot be '{given}'. Use {context['expected']}."
        case "string_type":
            return f"{field} should be words. Put a number in quotes, and write a list out as a sentence."
        case "string_too_short":
            return f"{field} is empty. Write something there."
        case "string_too_long":
            return f"{field} is too long. Use at most {context['max_length']} letters."
        case "int_type" | "int_parsing" | "int_from_float":
            return f"{field} should be a whole number."
        case "greater_than_equal":
            return f"{field} should be {context['ge']} or more."
        case "less_than_equal":
            return f"{field} should be {context['le']} or less."
        case "bool_type" | "bool_parsing":
            return f"{field} should be true or false."
        case "tuple_type":
            return f"{field} should be a list, with '- ' before each line of it or in square brackets."
        case "model_type" | "model_attributes_type":
            return f"{field} should be a group of names and values, one a line."
        case "value_error":
            return f"{field} {context['error']}."
        case _:
            return f"{field} cannot be used: {error['msg']}."


def _field(place: Place) -> str:
    inside = place[2:] if place[0] in PARTS else place
    if not inside:
        return "it"
    words = [f"'{step}'" if isinstance(step, str) else f"(number {step + 1} of the list)" for step in inside]
    return " ".join(words).replace("' '", ": ")


def _nearest(place: Place) -> str:
    known = sorted(_model_at(place[:-1]).model_fields)
    near = difflib.get_close_matches(str(place[-1]), known, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Take it out, or use one of: {', '.join(known)}."


def _model_at(place: Place) -> type[BaseModel]:
    if place and place[-1] in GROUPS:
        return GROUPS[str(place[-1])]
    return PARTS[str(place[0])][1] if place else Plan


def _id_rule(place: Place) -> str:
    match place:
        case ("stages", *_):
            return "A stage's id is two to five capital letters, such as GOV."
        case ("gates" | "duties", _, "id") | ("milestones", _, "gates", *_) | ("template",):
            return "Use small letters, figures and hyphens, such as bank-account."
        case _:
            return "A milestone's id is two to five capital letters, a hyphen and a number, such as GOV-05."
