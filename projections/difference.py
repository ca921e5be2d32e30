"""The difference between two moments: what was added in between, and what that changed, each with its events."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from psycopg import Connection

from projections.difference_changes import Both, Cause, Change, State
from projections.history_question import Moment, Place, known_until
from projections.history_reading import Facts, HistoryEntry, told
from projections.opening import Opening, View
from projections.past_events import day_of, past_places
from projections.past_thinned import add_thinned
from projections.progress_past import Past
from projections.seeing import EVERYTHING, Seeing
from projections.shown_parts import is_shown


class Difference(View):
    """What differs between two moments.

    `added` counts what is in the second and not in the first; `entries` is one page of it, `next` the next one's
    cursor. `taken` are entries of the first that are not in the second, such as what was known and not yet true.
    """

    before: Moment
    after: Moment
    began_before: bool
    began_after: bool
    added: int
    entries: tuple[HistoryEntry, ...]
    next: int | None
    taken: int
    taken_entries: tuple[HistoryEntry, ...]
    changes: tuple[Change, ...]


class DifferenceQuestion(View):
    """Which two moments, and which page of what was added."""

    before: Moment
    after: Moment = Moment()
    cursor: int = 0
    limit: int = 100


def difference(
    connection: Connection,
    programme: str,
    question: DifferenceQuestion,
    *,
    today: date,
    facts: Facts,
    opening: Opening,
    seeing: Seeing = EVERYTHING,
) -> Difference:
    """What differs between two moments of a programme, as far as the reader is shown it."""
    before, after = _both(connection, programme, question)
    folding = _Folding(connection, programme, today, facts, opening, seeing)
    first, second = folding.states(question, before, after)
    known, now = {place.position for place in before}, {place.position for place in after}
    changed = frozenset(known ^ now)
    if seeing.topics is not None:
        told_of = seeing.topics
        before, after = ([place for place in found if place.topic in told_of] for found in (before, after))
        known, now = {place.position for place in before}, {place.position for place in after}
    added = [place for place in after if place.position not in known]
    taken = [place for place in before if place.position not in now]
    page = [place for place in added if place.position > question.cursor]
    shown = page[: question.limit]
    moved = Both(first, second, changed, opening.speech).changes() if first.view and second.view else []
    causes = folding.causes([*added, *taken], {position for _, at in moved for position in at})
    return Difference(
        before=question.before,
        after=question.after,
        began_before=first.view is not None,
        began_after=second.view is not None,
        added=len(added),
        entries=folding.told(shown, question.after),
        next=shown[-1].position if len(page) > len(shown) else None,
        taken=len(taken),
        taken_entries=folding.told(taken[: question.limit], question.before),
        changes=tuple(
            change.model_copy(update={"causes": tuple(causes[position] for position in at if position in causes)})
            for change, at in moved
            if is_shown(change.name, seeing)
        ),
    )


def _both(
    connection: Connection, programme: str, question: DifferenceQuestion
) -> tuple[Sequence[Place], Sequence[Place]]:
    """What counts at each of the two moments. What was known earlier is the beginning of what was known later."""
    after, known_at = past_places(connection, programme, question.after), question.before.known_at
    later = question.after.known_at
    if question.before.true_on or question.after.true_on or known_at is None or (later and later < known_at):
        return past_places(connection, programme, question.before), after
    edge = known_until(connection, programme, known_at)
    return after[: bisect_right(after, edge, key=lambda place: place.position)], after


class _Folding:
    def __init__(
        self,
        connection: Connection,
        programme: str,
        today: date,
        facts: Facts,
        opening: Opening,
        seeing: Seeing,
    ) -> None:
        self._connection = connection
        self._programme = programme
        self._today = today
        self._facts = facts
        self._opening = opening
        self._seeing = seeing

    def states(
        self, question: DifferenceQuestion, before: Sequence[Place], after: Sequence[Place]
    ) -> tuple[State, State]:
        """How the programme stood at both moments."""
        if question.before.true_on or question.after.true_on or len(before) > len(after):
            return self._state(question.before, before), self._state(question.after, after)
        # What was known earlier is the beginning of what was known later: one pass is enough for both.
        past = Past(self._programme)
        self._add(past, question.after, after[: len(before)])
        first = past.view(today=day_of(question.before, self._today), opening=self._opening)
        self._add(past, question.after, after[len(before) :])
        second = past.view(today=day_of(question.after, self._today), opening=self._opening)
        return State(Past(self._programme), first), State(past, second)

    def told(self, places: Sequence[Place], moment: Moment) -> tuple[HistoryEntry, ...]:
        """These events in sentences."""
        return tuple(
            told(
                self._connection,
                self._programme,
                places,
                moment.known_at,
                facts=self._facts,
                opening=self._opening,
                seeing=self._seeing,
            )
        )

    def causes(self, places: Sequence[Place], wanted: set[int]) -> dict[int, Cause]:
        """Those of these events that are wanted, by position."""
        entries = self.told([place for place in places if place.position in wanted], Moment())
        return {
            each.position: Cause(
                position=each.position,
                occurred_on=each.occurred_on,
                recorded_at=each.recorded_at,
                sentence=each.sentence,
                source=each.source,
            )
            for each in entries
        }

    def _state(self, moment: Moment, places: Sequence[Place]) -> State:
        past = Past(self._programme)
        self._add(past, moment, places)
        return State(past, past.view(today=day_of(moment, self._today), opening=self._opening))

    def _add(self, past: Past, moment: Moment, places: Sequence[Place]) -> None:
        add_thinned(past, self._connection, self._programme, moment, places, self._facts)
