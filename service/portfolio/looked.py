"""When a reader last looked at each programme, kept in a cookie of their browser and nowhere else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from domain.event import PersonRef

COOKIE = "waymark_looked"
KEPT_FOR = 400 * 24 * 3600
"""Seconds. Browsers keep no cookie for longer."""
ONE_LOOK = timedelta(minutes=30)
"""Who looks again within this time is still at the same look: what was new to them stays marked as new."""
_MOST = 50
_WRITTEN = re.compile(r"([0-9a-f]{32})\.(\d{1,12})\.(\d{1,12})")


@dataclass(frozen=True, slots=True)
class LastLooks:
    """The looks of one person: for each programme the last, and the one before. Another person's are not theirs."""

    person: PersonRef
    seen: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)

    @classmethod
    def read(cls, person: PersonRef, written: str) -> "LastLooks":
        """What a cookie says. Whatever is not understood, or is somebody else's, was never looked at."""
        whose, _, rest = written.partition("~")
        if whose != _mark(person):
            return cls(person)
        found = (_WRITTEN.fullmatch(each) for each in rest.split("~")[:_MOST])
        return cls(
            person,
            {each[1]: (_moment(each[2]), _moment(each[3])) for each in found if each is not None},
        )

    @property
    def written(self) -> str:
        """The same as a cookie holds it."""
        newest = sorted(self.seen.items(), key=lambda each: each[1][1], reverse=True)[:_MOST]
        each = (f"{name}.{int(before.timestamp())}.{int(last.timestamp())}" for name, (before, last) in newest)
        return "~".join((_mark(self.person), *each))

    def before(self, programme: str, now: datetime) -> datetime | None:
        """The last look that was another than this one. None when this is the first."""
        known = self.seen.get(_name(programme))
        if known is None:
            return None
        before, last = known
        if now - last > ONE_LOOK:
            return last
        return before if before < last else None

    def after(self, programme: str, now: datetime) -> "LastLooks":
        """The looks after looking at a programme now."""
        before, last = self.seen.get(_name(programme), (now, now))
        if now - last > ONE_LOOK:
            before = last
        return LastLooks(self.person, {**self.seen, _name(programme): (before, now)})


def _mark(person: PersonRef) -> str:
    return sha256(person.encode()).hexdigest()[:12]


def _name(programme: str) -> str:
    return programme.removeprefix("programme:").replace("-", "")


def _moment(seconds: str) -> datetime:
    # Twelve digits may be a year that no calendar has.
    return datetime.fromtimestamp(min(int(seconds), 10**11), UTC)
