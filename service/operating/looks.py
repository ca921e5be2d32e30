"""Looks of operators into programmes: who asked, why, who agreed, and until when, as it was recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.event import Fact, PersonRef, Recorded
from domain.passage import Passage
from domain.sharing import A_LOOK
from domain.sharing_events import BreakGlassClosed, BreakGlassOpened, BreakGlassRequested
from service.history import LoggedFacts

TOPICS = (BreakGlassRequested.TOPIC, BreakGlassOpened.TOPIC, BreakGlassClosed.TOPIC)
MOST = 300
"""So many of the newest events about looks are read: what is older is in each programme's own history."""

_NEWEST = "SELECT notification_id FROM store.events WHERE topic = ANY(%s) ORDER BY notification_id DESC LIMIT %s"


@dataclass(frozen=True, slots=True)
class Look:
    """One look. It waits until a second operator agrees, is open from then on, and over when its time has passed."""

    programme: str
    number: int
    by: PersonRef
    reason: Passage
    asked_at: datetime
    until: datetime
    agreed_by: PersonRef | None = None
    ended_by: PersonRef | None = None

    def stands(self, now: datetime) -> Literal["waits", "open", "over"]:
        """How it stands at a moment."""
        if self.ended_by is not None or self.until <= now:
            return "over"
        return "waits" if self.agreed_by is None else "open"

    @property
    def people(self) -> frozenset[PersonRef]:
        """Everybody in it."""
        return frozenset(each for each in (self.by, self.agreed_by, self.ended_by) if each is not None)


def looks_in(events: Iterable[Recorded[Fact]]) -> tuple[Look, ...]:
    """The looks that these events, oldest first, tell of; the newest first."""
    found: dict[tuple[str, int], Look] = {}
    for event in events:
        meta, fact = event.meta, event.fact
        match fact:
            case BreakGlassRequested():
                found[event.stream, fact.request] = Look(
                    programme=event.stream,
                    number=fact.request,
                    by=meta.actor,
                    reason=fact.reason,
                    asked_at=meta.recorded_at,
                    until=meta.recorded_at + A_LOOK,
                )
            case BreakGlassOpened() if known := found.get((event.stream, fact.request)):
                found[event.stream, fact.request] = replace(known, agreed_by=meta.actor, until=fact.until)
            case BreakGlassClosed() if known := found.get((event.stream, fact.request)):
                found[event.stream, fact.request] = replace(known, ended_by=meta.actor, until=meta.recorded_at)
            case _:
                pass
    return tuple(sorted(found.values(), key=lambda look: look.asked_at, reverse=True))


def every_look(pool: ConnectionPool[Connection], facts: LoggedFacts) -> tuple[Look, ...]:
    """The newest looks into any programme, from the log itself: an operator does not wait for a view."""
    with pool.connection() as connection:
        positions = [row[0] for row in connection.execute(_NEWEST, (list(TOPICS), MOST))]
    return looks_in(facts(sorted(positions)))
