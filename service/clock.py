"""The one clock. Everything that needs the time is given it, so that a story can run in another year."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Says what time it is, as an aware UTC datetime."""


def system_clock() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)
