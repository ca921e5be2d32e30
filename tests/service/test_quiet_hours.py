from datetime import UTC, datetime

import pytest

from service.post import QuietHours


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (datetime(2026, 1, 5, 19, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 5, 20, 0, tzinfo=UTC), True),
        (datetime(2026, 1, 6, 7, 59, tzinfo=UTC), True),
        (datetime(2026, 1, 6, 8, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 6, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 6, 19, 0, tzinfo=UTC), True),
    ],
)
def test_the_night_is_quiet_in_london_time(moment: datetime, *, quiet: bool) -> None:
    assert QuietHours().at(moment) is quiet
