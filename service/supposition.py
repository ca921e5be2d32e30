"""What somebody supposes on the command line, such as FUN-02=13, as the changes the domain compares."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from domain.milestone_commands import AddMilestone
from domain.plan import Weeks
from domain.plan_events import DroppedMilestone, ReorderedMilestone, RetimedMilestone
from domain.refusals import Refusal
from domain.suppositions import ComesLate, HeldBack, MoreHands, PartyAway
from domain.whatif import Supposition
from service.outlook.seasons import next_financial_year

NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,2})?"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


ADDED = "Supposed on the command line."
"""What a milestone is about that nobody has described yet. Change it before you adopt the plan."""


class SuppositionUnclear(Refusal):
    """What was typed is not a change Waymark understands."""


def added(typed: Sequence[str]) -> list[Supposition]:
    """Milestones of the group's own, after others or from the first day: GOV-12=2/4/8+GOV-04 or GOV-12=2/4/8."""
    shape = "GOV-12=2/4/8+GOV-04"
    found: list[Supposition] = []
    for each in typed:
        name, weeks, after = _parts(each, r"([^=]+)=([0-9]+/[0-9]+/[0-9]+)((?:\+[^=+]+)*)", shape)
        (retimed_,) = retimed([f"{name}={weeks}"])
        known = {"id": name, "stage": name.partition("-")[0], "title": name, "what": ADDED}
        before = tuple(part for part in after.split("+") if part)
        found.append(_made(AddMilestone, each, shape, **known, weeks=retimed_.weeks, depends_on=before))
    return found


def reordered(typed: Sequence[str]) -> list[Supposition]:
    """Milestones that wait for others than the plan says: MKT-01=PPL-02+GOV-12."""
    shape = "MKT-01=PPL-02+GOV-12"
    parts = [(each, *_parts(each, r"([^=]+)=([^=]+)", shape)) for each in typed]
    return [
        _made(ReorderedMilestone, each, shape, milestone=name, depends_on=tuple(after.split("+")))
        for each, name, after in parts
    ]


def left_out(typed: Sequence[str]) -> list[Supposition]:
    """Milestones to leave out."""
    return [_made(DroppedMilestone, each, "ENG-03", milestone=each) for each in typed]


def retimed(typed: Sequence[str]) -> list[RetimedMilestone]:
    """Milestones with other weeks: GOV-05=4/8/16."""
    found: list[RetimedMilestone] = []
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


def held_back(not_before: Sequence[str], waits: Sequence[str], today: date) -> list[Supposition]:
    """Milestones that begin on a day at the soonest, FUN-02=2027-04-01 or FUN-02=financial-year; or wait: PPL-02=8."""
    shape = "FUN-02=2027-04-01 or FUN-02=financial-year"
    found: list[Supposition] = []
    for each in not_before:
        name, day = _parts(each, rf"([^=]+)=({DATE}|financial-year)", shape)
        from_day = next_financial_year(today).isoformat() if day == "financial-year" else day
        found.append(_made(HeldBack, each, shape, milestone=name, starts_from=from_day))
    for each in waits:
        name, weeks = _parts(each, rf"([^=]+)=({NUMBER})", "PPL-02=8")
        found.append(_made(HeldBack, each, "PPL-02=8", milestone=name, wait_weeks=weeks))
    return found


def _spell(kind: type[PartyAway | MoreHands], typed: str) -> Supposition:
    shape = "worker=65+13 or worker=2027-06-01+13"
    who, begins, weeks = _parts(typed, rf"([^=]+)=({DATE}|{NUMBER})\+({NUMBER})", shape)
    when = {"begins_on": begins} if re.fullmatch(DATE, begins) else {"begins": begins}
    made: Supposition = _made(kind, typed, shape, who=who, weeks=weeks, **when)
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
