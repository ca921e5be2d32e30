from datetime import UTC

from service.clock import system_clock


def test_the_clock_of_the_machine_says_utc() -> None:
    assert system_clock().tzinfo is UTC
