"""Working days in the programme's nation. Holidays come in as data: the domain reads no file and no clock."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel

Nation = Literal["england", "wales", "scotland", "northern-ireland"]

FIRST_YEAR, LAST_YEAR = 1990, 2099


def _plannable(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        msg = f"is not a day Waymark can work with. Give a day between {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(msg)
    return day


Day = Annotated[date, AfterValidator(_plannable)]
"""A day a person gave. Bounded, because plans count weeks from it."""

LONDON = ZoneInfo("Europe/London")
MORNING = time(9, 0)
SATURDAY = 5


class Calendar(BaseModel, frozen=True):
    """A nation's bank holidays. Weekends need no list."""

    nation: Nation
    holidays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether people can be expected to work on this day."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def working_day(self, day: date) -> date:
        """The same day if people work on it, or the next day on which they do."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def after_weeks(self, day: date, weeks: int) -> date:
        """The working day on which something that takes `weeks` weeks from `day` is due."""
        return self.working_day(day + timedelta(weeks=weeks))


def coming(day: date, weeks: int, after: date) -> date:
    """Of the days that come back every `weeks` weeks from `day`, the first one later than `after`."""
    missed = max((after - day).days // (7 * weeks) + 1, 0)
    return day + missed * timedelta(weeks=weeks)


def morning(day: date, minute: int = 0) -> datetime:
    """Nine o'clock in London, or some minutes past it, so that not every programme speaks at once."""
    return datetime.combine(day, MORNING, LONDON) + timedelta(minutes=minute)


def day_in_london(moment: datetime) -> date:
    """The date on a wall calendar in London at this moment."""
    return moment.astimezone(LONDON).date()
