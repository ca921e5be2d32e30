from datetime import UTC, timedelta

from service.clock import OffsetClock, system_clock
from tests.service.story import MORNING


def test_a_moved_clock_keeps_its_distance() -> None:
    assert OffsetClock(timedelta(days=-730), lambda: MORNING)() == MORNING - timedelta(days=730)


def test_the_clock_of_the_machine_says_utc() -> None:
    assert system_clock().tzinfo is UTC
