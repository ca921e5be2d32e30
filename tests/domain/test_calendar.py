"""Working days, the coming of a day that comes back, and mornings in London."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import coming, day_in_london, morning
from tests.domain.programmes import CALENDAR

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_good_friday_the_weekend_and_easter_monday_are_no_working_days() -> None:
    assert CALENDAR.working_day(date(2026, 4, 3)) == date(2026, 4, 7)


@given(day=DAYS)
def test_a_working_day_is_the_first_on_which_people_work(day: date) -> None:
    found = CALENDAR.working_day(day)
    assert CALENDAR.is_working(found)
    assert not any(CALENDAR.is_working(day + timedelta(days=n)) for n in range((found - day).days))


@given(day=DAYS, weeks=st.integers(1, 60), after=DAYS)
def test_the_coming_day_is_the_first_of_its_series_after_the_day_asked(day: date, weeks: int, after: date) -> None:
    found = coming(day, weeks, after)
    assert found > after
    assert found >= day
    assert (found - day) % timedelta(weeks=weeks) == timedelta(0)
    assert found == day or found - timedelta(weeks=weeks) <= after


def test_a_morning_is_nine_in_london_also_in_summer() -> None:
    assert morning(date(2026, 1, 5)).astimezone(UTC).hour == 9
    assert morning(date(2026, 7, 6), 30).astimezone(UTC) == datetime(2026, 7, 6, 8, 30, tzinfo=UTC)


def test_late_in_the_evening_in_summer_it_is_already_tomorrow_in_london() -> None:
    assert day_in_london(datetime(2026, 7, 6, 23, 30, tzinfo=UTC)) == date(2026, 7, 7)
