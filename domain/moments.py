"""The moments of a wait: on which days something is said about it."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.duty_events import PromptKind

FOLLOW_UP = timedelta(days=14)
AGAIN = timedelta(days=28)
ONE_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment at which something is said. `due` when it is about another date than the rest of the wait."""

    kind: PromptKind
    number: int
    day: date
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Timetable:
    """The moments of one wait; the last of them comes back every four weeks."""

    due: date
    moments: tuple[Moment, ...]
    round: int = 1
    repeats: bool = True

    def due_of(self, moment: Moment) -> date:
        """The date that a moment is about."""
        return self.due if moment.due is None else moment.due

    def still_says(self, kind: str, number: int, due: date) -> bool:
        """Whether something of this kind is still to be said, in this round and about this date."""
        return self.round == number and any(
            moment.kind == kind and self.due_of(moment) == due for moment in self.moments
        )


def asked_thrice(kind: PromptKind, first: date) -> tuple[Moment, ...]:
    """The same question three times, four weeks apart, and then no more."""
    return tuple(Moment(kind, n, first + (n - 1) * AGAIN, first) for n in (1, 2, 3))
