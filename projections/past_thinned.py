"""A shorter way to the same state: what a later event of its kind wrote over is not loaded, what only adds is counted.

A kind in LAST_COUNTS writes the same fields of its milestone every time, so of many only the last shows.
"""

from collections.abc import Iterator, Sequence

from psycopg import Connection

from domain.journal_events import CelebrationRecorded, LessonRecorded, MentoringSessionHeld
from domain.milestone_events import (
    AcceptanceWithdrawn,
    EvidenceAdded,
    EvidenceRetracted,
    MilestoneAccepted,
    MilestoneAssigned,
    MilestoneBlocked,
    MilestoneOpened,
    MilestoneReopened,
    MilestoneRescheduled,
    MilestoneRestored,
    MilestoneReturned,
    MilestoneSetAside,
    MilestoneSubmitted,
    MilestoneUnblocked,
)
from projections.history_question import Moment, Place
from projections.history_reading import Facts
from projections.past_events import past_events
from projections.progress_past import Past

LAST_COUNTS = frozenset(
    kind.TOPIC
    for kind in (
        AcceptanceWithdrawn,
        MilestoneAccepted,
        MilestoneAssigned,
        MilestoneBlocked,
        MilestoneOpened,
        MilestoneReopened,
        MilestoneRescheduled,
        MilestoneRestored,
        MilestoneReturned,
        MilestoneSetAside,
        MilestoneSubmitted,
        MilestoneUnblocked,
    )
)
ADDED = {
    EvidenceAdded.TOPIC: ("evidence", 1),
    EvidenceRetracted.TOPIC: ("evidence", -1),
    LessonRecorded.TOPIC: ("lessons", 1),
    CelebrationRecorded.TOPIC: ("celebrations", 1),
}
"""Kinds of event that only add to one number, and how much."""

COUNTED = frozenset({*ADDED, MentoringSessionHeld.TOPIC})
"""Kinds that need not be loaded: what they add is in the index."""

_AT_ONCE = 5_000


def add_thinned(
    past: Past, connection: Connection, programme: str, moment: Moment, places: Sequence[Place], facts: Facts
) -> None:
    """Let these events happen, as far as it shows at their end. On a past day all of them count one by one."""
    if moment.true_on is not None:
        for event in past_events(connection, programme, moment, places, facts):
            past.add(event)
        return
    kept = list(_kept(places))
    for start in range(0, len(kept), _AT_ONCE):
        portion = kept[start : start + _AT_ONCE]
        loaded = [place for place in portion if place.topic not in COUNTED]
        events = {event.position: event for event in past_events(connection, programme, moment, loaded, facts)}
        for place in portion:
            if place.topic in ADDED:
                field, by = ADDED[place.topic]
                past.count(place.milestones[0] if field == "evidence" else "", field, by, place.position)
            elif place.topic == MentoringSessionHeld.TOPIC:
                past.count("", "mentoring_sessions", 1, place.position)
                past.count("", "mentoring_minutes", place.minutes, place.position)
            elif place.position in events:
                past.add(events[place.position])


def _kept(places: Sequence[Place]) -> Iterator[Place]:
    last = {(place.topic, *place.milestones): place.position for place in places if place.topic in LAST_COUNTS}
    for place in places:
        if place.topic not in LAST_COUNTS or last[place.topic, *place.milestones] == place.position:
            yield place
