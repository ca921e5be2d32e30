"""The one clock. Everything that needs the time is given it, so that a story can run in another year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Says what time it is, as an aware UTC datetime."""


def system_clock() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class OffsetClock:
    """Another clock, moved by `offset`. A story that lasts three years begins three years ago."""

    offset: timedelta
    base: Clock = system_clock

    def __call__(self) -> datetime:
        """Say the moved time."""
        return self.base() + self.offset
