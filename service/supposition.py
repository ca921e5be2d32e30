"""What somebody supposes on the command line, such as FUN-02=13, as the changes the domain compares."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from domain.plan import Weeks
from domain.plan_events import DroppedMilestone, RetimedMilestone
from domain.refusals import Refusal
from domain.suppositions import ComesLate, MoreHands, PartyAway
from domain.whatif import Supposition

NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,2})?"


class SuppositionUnclear(Refusal):
    """What was typed is not a change Waymark understands."""


def left_out(typed: Sequence[str]) -> list[Supposition]:
    """Milestones to leave out."""
    return [_made(DroppedMilestone, each, "ENG-03", milestone=each) for each in typed]


def retimed(typed: Sequence[str]) -> list[Supposition]:
    """Milestones with other weeks: GOV-05=4/8/16."""
    found: list[Supposition] = []
    for each in typed:
        name, low, middle, high = _parts(each, r"([^=]+)=([0-9]+)/([0-9]+)/([0-9]+)", "GOV-05=4/8/16")
        if not int(low) <= int(middle) <= int(high):
            msg = f"{each}: put the earliest, the typical and the latest weeks in this order, such as GOV-05=4/8/16."
            raise SuppositionUnclear(msg)
        weeks = _made(Weeks, each, "GOV-05=4/8/16", earliest=low, typical=middle, latest=high)
        found.append(_made(RetimedMilestone, each, "GOV-05=4/8/16", milestone=name, weeks=weeks))
    return found


def come_late(typed: Sequence[str]) -> list[Supposition]:
    """Milestones that end later than their work takes: FUN-02=13."""
    shape = "FUN-02=13"
    parts = [(each, *_parts(each, rf"([^=]+)=({NUMBER})", shape)) for each in typed]
    return [_made(ComesLate, each, shape, milestone=name, weeks=weeks) for each, name, weeks in parts]


def away(typed: Sequence[str]) -> list[Supposition]:
    """Parties whose work stands still: worker=65+13 is thirteen weeks from week 65 on."""
    return [_spell(PartyAway, each) for each in typed]


def more_hands(typed: Sequence[str]) -> list[Supposition]:
    """Parties that get help for a while: worker=65+13."""
    return [_spell(MoreHands, each) for each in typed]


def _spell(kind: type[PartyAway | MoreHands], typed: str) -> Supposition:
    shape = "worker=65+13"
    who, begins, weeks = _parts(typed, rf"([^=]+)=({NUMBER})\+({NUMBER})", shape)
    made: Supposition = _made(kind, typed, shape, who=who, begins=begins, weeks=weeks)
    return made


def _parts(typed: str, pattern: str, shape: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, typed.strip())
    if found is None:
        raise SuppositionUnclear(_unclear(typed, shape))
    return found.groups()


def _made(kind: type[Any], typed: str, shape: str, **fields: object) -> Any:  # noqa: ANN401 - one of several models
    try:
        return kind.model_validate(fields)
    except ValidationError as wrong:
        raise SuppositionUnclear(_unclear(typed, shape)) from wrong


def _unclear(typed: str, shape: str) -> str:
    return f"“{typed}” cannot be understood. Write it like this: {shape}."
