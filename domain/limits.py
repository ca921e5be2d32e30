"""Dates by which the plan must be ready: the end of the funding, the start of a lease, a funder's deadline.

A forecast that passes one raises a duty, so that the group hears in time to act. The forecast itself is made outside
(this room draws no chance where things are decided) and comes in with the occasion, once a week.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.calendar import day_in_london, morning
from domain.duty_events import DutyMet, DutyOpened
from domain.event import Fact
from domain.occasion import Occasion
from domain.programme import DutyState, Phase, Programme

FORECAST_DUTY = "forecast"
TIME_TO_ACT = 4
"""Weeks to decide what to do, one monthly meeting: raised for a date that is nearer, the duty is due on that date."""
REMIND_WEEKS, CURE_WEEKS = 2, 2
ASKED_AGAIN = timedelta(weeks=13)
"""What was decided about is asked again after a quarter, if the forecast still passes the date then."""
A_WEEK = timedelta(weeks=1)


def limits(programme: Programme) -> tuple[DutyState, ...]:
    """The duties whose dates the forecast watches."""
    if programme.phase is not Phase.RUNNING:
        return ()
    return tuple(duty for duty in programme.duties.values() if duty.limit is not None and duty.met_on is None)


def passing(programme: Programme, occasion: Occasion) -> Sequence[Fact]:
    """The duties that begin because a forecast passes a date, and those that end because it no longer does."""
    facts: list[Fact] = []
    raised = [duty for duty in programme.duties.values() if duty.kind == "forecast"]
    for limit in limits(programme):
        ready_on = occasion.outlook.get(limit.id)
        if ready_on is None:
            continue
        mine = [duty for duty in raised if duty.about == limit.id]
        unmet = next((duty for duty in mine if duty.met_on is None), None)
        lately = any(duty.met_on is not None and duty.met_on + ASKED_AGAIN > occasion.today for duty in mine)
        if ready_on <= limit.due:
            facts += [DutyMet(duty=unmet.id, met_on=occasion.today, note=None)] if unmet is not None else []
        elif unmet is None and not lately and limit.due >= occasion.today:
            number = len(raised) + sum(isinstance(fact, DutyOpened) for fact in facts) + 1
            due = occasion.calendar.after_weeks(occasion.today, TIME_TO_ACT)
            facts.append(
                DutyOpened(
                    duty=f"{FORECAST_DUTY}-{number}",
                    kind="forecast",
                    source=None,
                    title=None,
                    due=min(due, limit.due),
                    remind_weeks=REMIND_WEEKS,
                    cure_weeks=CURE_WEEKS,
                    legal=False,
                    who=("board", "mentor"),
                    about=limit.id,
                    expected=ready_on,
                )
            )
    return facts


def next_outlook(programme: Programme, now: datetime, minute: int) -> datetime | None:
    """The Monday morning on which the forecast is next compared with these dates, while there are any."""
    if not limits(programme):
        return None
    today = day_in_london(now)
    monday = today - timedelta(days=today.weekday())
    at = morning(monday, minute)
    return at if at > now else morning(monday + A_WEEK, minute)
