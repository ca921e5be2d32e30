"""Clocks for tests that look at what was long ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.clock import Clock, system_clock


@dataclass(frozen=True, slots=True)
class OffsetClock:
    """Another clock, moved by `offset`."""

    offset: timedelta
    base: Clock = system_clock

    def __call__(self) -> datetime:
        return self.base() + self.offset
