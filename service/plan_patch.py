"""A plan with its broken places patched, never to be used: it lets plan check see all the rest at once."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.plan import Plan
from domain.plan_check import check_plan
from domain.plan_faults import FOUNDATIONS, Fault, FaultCode, Place
from service.plan_shape import PARTS

RESTS_ON: Mapping[FaultCode, str] = {
    "unknown-stage": "stages",
    "empty-stage": "stages",
    "unknown-draft-stage": "stages",
    "unknown-gate": "gates",
    "unknown-dependency": "milestones",
    "gate-cannot-be-met": "milestones",
    "unknown-duty-milestone": "milestones",
    "unknown-handover": "milestones",
}
"""Which ids a fault was found by: when one of those is patched, the fault may be false and is held back."""
STAND_INS: Mapping[str, Any] = {
    "weeks": {"earliest": 1, "typical": 1, "latest": 1},
    "floor": {"months": 1, "why": "patched"},
    "who": ["everyone"],
    "evidence": [],
    "stages": [],
    "milestones": [],
    "version": 1,
    "first_weeks": 1,
    "after": "ZZ-00",
    "template": "patched",
}
LOST = "an item lost"


def faults_beside(value: Mapping[str, Any], errors: Iterable[ErrorDetails]) -> tuple[Fault, ...]:
    """What plan check finds in the parts that the errors leave whole. Warnings wait until the shape is right."""
    patched = copy.deepcopy(dict(value))
    # From the last to the first, because taking an item out of a list moves those behind it.
    places = {_patch(patched, error) for error in sorted(errors, key=_from_the_end, reverse=True)}
    try:
        plan = Plan.model_validate(patched)
    except ValidationError:
        return ()
    doubt = _Doubt(frozenset(places))
    return tuple(fault for fault in check_plan(plan) if fault.severity == "fault" and not doubt.about(fault))


@dataclass(frozen=True, slots=True)
class _Doubt:
    """What cannot be trusted once these places were patched: a part, a field of it, or a list that lost an item."""

    places: frozenset[Place]

    def about(self, fault: Fault) -> bool:
        if any(fault.at[: len(place)] == place or (LOST in place and fault.at == place[:-1]) for place in self.places):
            return True
        if fault.code in {code for code, _ in FOUNDATIONS.values()}:
            return self._touched("milestones", "covers")
        kind = RESTS_ON.get(fault.code)
        return kind is not None and self._touched(kind, "id")

    def _touched(self, kind: str, field: str) -> bool:
        return any(place[:1] == (kind,) and place[2:3] in {(), (field,)} for place in self.places)


def _from_the_end(error: ErrorDetails) -> list[str]:
    return [str(step).zfill(6) for step in error["loc"]]


def _patch(plan: dict[str, Any], error: ErrorDetails) -> Place:
    """Put a stand-in where the error is, or take it out where nothing needs to be. Returns the place changed."""
    place = error["loc"]
    match place:
        case (str(kind), int(index)) if kind in PARTS:
            plan[kind][index] = _stand_in_part(kind, index)
            return place
        case (str(kind), int(index), str(name), *rest) if kind in PARTS:
            lost_an_item = _mend(plan[kind][index], name, tuple(rest), required=_stand_in_part(kind, index))
            return (kind, index, name, LOST) if lost_an_item else (kind, index, name)
        case (str(name), *rest):
            _mend(plan, name, tuple(rest), required={field: STAND_INS.get(field, "patched") for field in _needs(Plan)})
            return (name,)
        case _:
            return ()


def _mend(item: dict[str, Any], name: str, rest: Place, *, required: Mapping[str, Any]) -> bool:
    """Mend one field; whether that took an item out of a list and left the others."""
    match rest:
        case (int(index), *_) if isinstance(item.get(name), list):
            del item[name][index]
            return True
        case _ if name in required:
            item[name] = copy.deepcopy(required[name])
        case _:
            item.pop(name, None)
    return False


def _stand_in_part(kind: str, index: int) -> dict[str, Any]:
    part = {field: STAND_INS.get(field, "patched") for field in _needs(PARTS[kind][1])}
    ids = {"stages": f"ZZ{chr(65 + index % 26)}", "milestones": f"ZZ-{index % 1000:03}"}
    return {**part, "id": ids.get(kind, f"patched-{index}")}


def _needs(model: type[Any]) -> list[str]:
    return [name for name, field in model.model_fields.items() if field.is_required()]
