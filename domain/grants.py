"""Who was given which part, from when until when, and by whom."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.roles import Role


@dataclass(frozen=True, slots=True)
class Term:
    """The time for which somebody holds a role. `ends_on` is the first day on which it gives nothing any more."""

    granted_by: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    def gives(self, day: date) -> bool:
        """Whether the role is held on this day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


FOR_GOOD = Term()
"""Without a first or a last day."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of one person in one programme, as the rules read it."""

    programme: str
    role: Role
    term: Term = FOR_GOOD


@dataclass(frozen=True, slots=True)
class Glass:
    """An operator's look into a programme: asked for, and `opened` once a second operator agreed."""

    by: str
    lapses_at: datetime
    opened: bool = False

    def is_over(self, at: datetime) -> bool:
        """Whether its time has passed."""
        return self.lapses_at <= at

    def lets_in(self, person: str, at: datetime) -> bool:
        """Whether this person may look now."""
        return self.opened and self.by == person and not self.is_over(at)


def unsaid(value: object) -> bool:
    """Whether nothing was said. What nobody said is not stored, so facts and requests of before stay as they were."""
    return value is None
