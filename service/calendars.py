"""Bank holidays of each nation, from the `holidays` library, as the data the domain asks for.

Of the libraries measured, `holidays` alone knew Scotland's one-off day in June 2026.
"""

from functools import cache

import holidays

from domain.calendar import FIRST_YEAR, LAST_YEAR, Calendar, Nation

SUBDIVISIONS: dict[Nation, str] = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
YEARS = range(FIRST_YEAR, LAST_YEAR + 3)


@cache
def calendar_of(nation: Nation) -> Calendar:
    """Working days of a nation, for every year a plan may reach."""
    days = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=YEARS)
    return Calendar(nation=nation, holidays=frozenset(days))
