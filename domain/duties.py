"""Decisions about duties: what must be done by a date, once or again and again."""

from collections.abc import Sequence
from typing import assert_never

from domain.duty_events import DutyMet, DutyMoved, DutyOpened
from domain.event import Fact
from domain.journal_commands import MeetDuty, MoveDuty, RaiseDuty
from domain.limits import FORECAST_DUTY
from domain.occasion import Occasion
from domain.programme import DutyState, Programme
from domain.readiness import PAUSE_DUTY, SHARE_DUTY, plan_duty
from domain.refusals import AlreadyDone, DayNotPossible, NotNow, UnknownMilestone, UnknownPart


def decide_duty(programme: Programme, command: RaiseDuty | MeetDuty | MoveDuty, occasion: Occasion) -> Sequence[Fact]:
    """Raise, meet or move a duty. A recurring duty that is met opens again for its next date."""
    match command:
        case RaiseDuty():
            return [_raised(programme, command, occasion)]
        case MeetDuty():
            return _met(programme, command, occasion)
        case MoveDuty():
            duty = _unmet(programme, command.duty)
            _not_past(command.due < occasion.today)
            return [DutyMoved(duty=duty.id, was=duty.due, due=command.due, reason=occasion.words(command.reason))]
        case _:
            assert_never(command)


def _raised(programme: Programme, command: RaiseDuty, occasion: Occasion) -> Fact:
    ours = {SHARE_DUTY, PAUSE_DUTY, *(series.id for series in programme.duty_series)}
    if command.duty in programme.duties or command.duty.rpartition("-")[0] in {*ours, FORECAST_DUTY}:
        msg = f"There is a duty called {command.duty} already. Choose another short name."
        raise AlreadyDone(msg)
    _not_past(command.due < occasion.today)
    if command.reach is not None and command.reach not in programme.milestones:
        msg = f"The plan has no milestone {command.reach}. Check its id."
        raise UnknownMilestone(msg)
    return DutyOpened(
        duty=command.duty,
        kind="raised",
        source=None,
        title=occasion.words(command.title),
        due=command.due,
        remind_weeks=command.remind_weeks,
        cure_weeks=command.cure_weeks,
        legal=command.legal,
        who=command.who,
        limit=command.limit,
        reach=command.reach,
    )


def _met(programme: Programme, command: MeetDuty, occasion: Occasion) -> Sequence[Fact]:
    duty = _unmet(programme, command.duty)
    if duty.kind == "board-share":
        msg = "This duty ends by itself, when enough of the board's voting members come from the constituency."
        raise NotNow(msg)
    met_on = command.day(occasion.today)
    facts: list[Fact] = [DutyMet(duty=duty.id, met_on=met_on, note=occasion.maybe_words(command.note))]
    series = duty.series
    if series is not None and series.every_weeks is not None:
        number = int(duty.id.rpartition("-")[2]) + 1
        # The law does not wait because the last one was late; what we set ourselves does.
        counted_from = duty.due if series.legal else max(met_on, duty.due)
        facts.append(plan_duty(series, occasion.calendar.after_weeks(counted_from, series.every_weeks), number))
    return facts


def _unmet(programme: Programme, name: str) -> DutyState:
    duty = programme.duties.get(name)
    if duty is None:
        msg = f"There is no duty called {name}. Look at the programme for its duties."
        raise UnknownPart(msg)
    if duty.met_on is not None:
        msg = f"This duty was met on {duty.met_on:%d %B %Y}. Nothing needs doing."
        raise AlreadyDone(msg)
    return duty


def _not_past(past: bool) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    if past:
        msg = "That day has passed. Choose today or a later day."
        raise DayNotPossible(msg)
