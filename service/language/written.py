"""Days, numbers, money and lists, as the language of the reader writes them."""

from collections.abc import Iterable
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from domain.calendar import day_in_london
from service.language.language import ngettext, spoken


def day(when: date) -> str:
    """A day as people write it: 3 March 2026. Of a moment, the day that it is in London."""
    return format_date(_there(when), "long", locale=spoken().locale)


def weekday(when: date) -> str:
    """A day with the day of the week: Tuesday 3 March 2026."""
    return f"{format_date(_there(when), 'EEEE', locale=spoken().locale)} {day(when)}"


def month(when: date) -> str:
    """A month, short enough for a drawing: Mar 2026."""
    return format_date(when, "MMM y", locale=spoken().locale)


def clock(when: datetime) -> str:
    """A time of the day: 14:05."""
    return format_datetime(when, "HH:mm", locale=spoken().locale)


def number(count: float) -> str:
    """A number: 1,200."""
    return format_decimal(count, locale=spoken().locale)


def money(pence: int) -> str:
    """Pounds, with pence where there are any: £1,200 or £12.50."""
    pounds, rest = divmod(pence, 100)
    locale = spoken().locale
    if rest:
        return format_currency(pence / 100, "GBP", locale=locale)
    return format_currency(pounds, "GBP", locale=locale, format="¤#,##0", currency_digits=False)


def listed(parts: Iterable[str]) -> str:
    """Several things in one sentence: a, b and c."""
    return format_list(list(parts), locale=spoken().locale)


def count(many: int, one: str, more: str) -> str:
    """A number and its noun. Both forms of the noun are texts to translate."""
    return f"{number(many)} {ngettext(one, more, many)}"


def duration(minutes: int) -> str:
    """Minutes as people say them: 1 hour and 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [count(hours, "hour", "hours")] if hours else []
    return listed([*parts, *([count(rest, "minute", "minutes")] if rest else [])])


def _there(when: date) -> date:
    return day_in_london(when) if isinstance(when, datetime) else when
