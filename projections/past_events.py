"""The events of a programme that count at a moment, one portion after the other."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from psycopg import Connection

from domain.calendar import day_in_london
from domain.event import Recorded
from domain.organisation_events import BoardMemberAppointed, BoardMemberStoodDown, BoardTally
from projections.facts import Happening, happenings
from projections.history_question import HistoryQuestion, Moment, Place, places
from projections.history_reading import Facts

_AT_ONCE = 2_000
BOARD_TOPICS = frozenset({BoardMemberAppointed.TOPIC, BoardMemberStoodDown.TOPIC})


def past_places(
    connection: Connection,
    programme: str,
    moment: Moment,
    *,
    topics: Collection[str] | None = None,
    milestone: str | None = None,
) -> list[Place]:
    """Where the events stand that count at a moment, without the messages that Waymark sent: they change nothing."""
    question = HistoryQuestion(
        milestone=milestone, known_at=moment.known_at, true_on=moment.true_on, reminders=topics is not None
    )
    return places(connection, programme, question, topics=topics)


def past_events(
    connection: Connection, programme: str, moment: Moment, found: Collection[Place], facts: Facts
) -> Iterator[Recorded[Happening]]:
    """These events, in order. On a past day the board is counted by when people joined and left."""
    tally = _tallies(connection, programme, moment, facts) if moment.true_on is not None else None
    wanted = list(found)
    for start in range(0, len(wanted), _AT_ONCE):
        for event in happenings(facts([place.position for place in wanted[start : start + _AT_ONCE]])):
            yield event if tally is None else tally.recounted(event)


def day_of(moment: Moment, today: date) -> date:
    """The day it was then."""
    known = day_in_london(moment.known_at) if moment.known_at is not None else today
    return min(day for day in (today, known, moment.true_on) if day is not None)


class _Tallies:
    """What each change of the board added to its tally. Their sum is the tally, whichever of them count."""

    def __init__(self, events: Collection[Recorded[Happening]]) -> None:
        self._added: dict[int, tuple[int, int]] = {}
        self._sum = (0, 0)
        before = (0, 0)
        for event in events:
            if isinstance(event.fact, BoardMemberAppointed | BoardMemberStoodDown):
                now = (event.fact.tally.voting, event.fact.tally.from_constituency)
                self._added[event.position] = (now[0] - before[0], now[1] - before[1])
                before = now

    def recounted(self, event: Recorded[Happening]) -> Recorded[Happening]:
        fact = event.fact
        if not isinstance(fact, BoardMemberAppointed | BoardMemberStoodDown):
            return event
        added = self._added[event.position]
        self._sum = (self._sum[0] + added[0], self._sum[1] + added[1])
        # Somebody's leaving may be told with a day before that of their joining.
        tally = BoardTally(voting=max(0, self._sum[0]), from_constituency=max(0, self._sum[1]))
        return replace(event, fact=fact.model_copy(update={"tally": tally}))


def _tallies(connection: Connection, programme: str, moment: Moment, facts: Facts) -> _Tallies:
    known = past_places(connection, programme, Moment(known_at=moment.known_at), topics=BOARD_TOPICS)
    return _Tallies(happenings(facts([place.position for place in known])))
