"""Slow months and the financial year, as data about the programme's nation."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from domain.calendar import Nation

NEW_YEAR_OF_MONEY = (4, 1)
"""Councils and most funders begin their year on 1 April; what they decided before is paid from then."""


@cache
def quiet_months_of(nation: Nation) -> Mapping[int, float]:
    """The months in which less gets done: the number of the month, and the share of a usual month's work."""
    told = yaml.safe_load((files("service") / "outlook" / "seasons.yaml").read_text(encoding="utf-8"))
    return {int(month): float(pace) for month, pace in told[nation].items()}


def next_financial_year(day: date) -> date:
    """The first day of the financial year that begins after this day."""
    month, first = NEW_YEAR_OF_MONEY
    this_year = date(day.year, month, first)
    return this_year if this_year > day else date(day.year + 1, month, first)
