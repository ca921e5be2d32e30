"""The words of the pages of sign-in: moments as people say them, and what somebody signs in with."""

from collections.abc import Callable, Mapping
from datetime import datetime

from domain.calendar import LONDON
from service.language.language import translated
from service.language.written import clock as written_clock
from service.language.written import day

FACTORS = {
    "passkey": "Passkey",
    "password": "Password",
    "one-time-code": "App that shows codes",
    "recovery-codes": "Recovery codes",
    "provider": "Account of your organisation",
}


def clock(at: datetime) -> str:
    """The time of day in London: 14:05."""
    return written_clock(at.astimezone(LONDON))


def moment(at: datetime) -> str:
    """A day and a time of day: 3 March 2026, 14:05."""
    return f"{london_day(at)}, {clock(at)}"


def london_day(at: datetime) -> str:
    """The day in London: 3 March 2026."""
    return day(at.astimezone(LONDON).date())


def in_fours(key: str) -> str:
    """A long key in groups of four, so that it can be read out and typed."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


FILTERS: Mapping[str, Callable[..., str]] = {
    "clock": clock,
    "moment": moment,
    "london_day": london_day,
    "in_fours": in_fours,
    "factor": lambda kind: translated(FACTORS[kind]),
}
