"""Weeks from the first day as days, where there is a first day; and how far an end moves, in words."""

from datetime import date, timedelta

from domain.calendar import Calendar
from domain.calendar_days import day_after, weeks_between
from domain.forecast_schedule import Place, days_of
from service.forecast_subject import Subject
from service.language.language import gettext as _
from service.language.language import ngettext
from service.language.written import number

A_DAY = 0.15
"""Weeks: what moves by less has not moved."""


def moved_in_words(weeks: float) -> str:
    """How far something moves: to the week, since a forecast knows no days."""
    whole = round(abs(weeks))
    if abs(weeks) < A_DAY:
        return _("the same")
    if whole == 0:
        return _("less than a week later") if weeks > 0 else _("less than a week sooner")
    if weeks > 0:
        return ngettext("%(weeks)s week later", "%(weeks)s weeks later", whole, weeks=number(whole))
    return ngettext("%(weeks)s week sooner", "%(weeks)s weeks sooner", whole, weeks=number(whole))


class Days:
    """The days of one subject. A template without a first day has none."""

    def __init__(self, subject: Subject) -> None:
        self._first: date | None = subject.course.first_day
        self._calendar: Calendar | None = subject.calendar

    def after(self, weeks: float) -> date | None:
        """The working day by which so many weeks have passed."""
        if self._first is None or self._calendar is None:
            return None
        return day_after(self._first, weeks, self._calendar)

    def at(self, weeks: float) -> date | None:
        """The day itself, whether people work on it or not."""
        return None if self._first is None else self._first + timedelta(days=round(7 * weeks))

    def latest(self, place: Place) -> date | None:
        """The last day on which a milestone may end without harm."""
        if self._first is None or self._calendar is None or place.standing == "done":
            return None
        return days_of(place, self._first, self._calendar).latest_finish

    def until(self, day: date) -> float:
        """How many weeks from the first day to this one."""
        return 0.0 if self._first is None else weeks_between(self._first, day)
