"""Weeks as days on a wall calendar, and back.

Forecasts count in steps of ten minutes, as whole numbers: a day is 144 of them and a week 1,008. So days come out
exactly, and adding never rounds, which is what lets the laws of the forecast hold in every single run.
"""

from datetime import date, timedelta

from domain.calendar import Calendar

STEPS_A_DAY = 144
STEPS_A_WEEK = 7 * STEPS_A_DAY
DAYS_A_WEEK = 7


def in_steps(weeks: float) -> int:
    """Weeks as steps of ten minutes, to the nearest."""
    return round(weeks * STEPS_A_WEEK)


def in_weeks(steps: float) -> float:
    """Steps of ten minutes as weeks."""
    return steps / STEPS_A_WEEK


def weeks_between(first: date, day: date) -> float:
    """How many weeks lie between two days; less than nothing when `day` is before `first`."""
    return (day - first).days / DAYS_A_WEEK


def day_at(first: date, weeks: float) -> date:
    """The day `weeks` weeks after `first`; a day that has begun counts as a whole one."""
    return first + timedelta(days=-(-in_steps(weeks) // STEPS_A_DAY))


def day_after(first: date, weeks: float, calendar: Calendar) -> date:
    """The same, or the next day on which people work in the programme's nation."""
    return calendar.working_day(day_at(first, weeks))
