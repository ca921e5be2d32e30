"""From a total of the library to the events it comes from, and back: it is counted again from these alone."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from psycopg import Connection
from pydantic import Field

from domain.event import Recorded
from domain.learning_events import MentorTraced
from domain.programme_events import MentorReplaced, ProgrammeStarted
from projections.facts import Happening, happenings
from projections.history_question import Place
from projections.history_reading import Facts, HistoryEntry, told
from projections.legacy_totals import Totals, counted_programmes, totals
from projections.lineage import FigureView
from projections.opening import Opening, View
from projections.seeing import Seeing, SeeingOf
from projections.totals_tally import TOTALS, tally

_AT_ONCE = 1_000
_OF_MENTORS = frozenset({ProgrammeStarted.TOPIC, MentorReplaced.TOPIC})


class TotalsEntry(View):
    """An event that a total comes from, and whose record it stands in."""

    programme: str
    organisation: str
    entry: HistoryEntry


class TotalsLineage(View):
    """Where a total comes from. `counted_again` is the total as it comes out of these events and no others."""

    mentor: str | None
    name: str
    label: str
    value: int
    counted_again: int
    total: int = Field(description="How many events it comes from.")
    unseen: int = Field(description="How many of these you are not shown, as you have no part in their programmes.")
    events: tuple[TotalsEntry, ...]
    next: int | None


class TotalsQuestion(View):
    """Which total, of which mentor organisation (None for all), and which page of its events.

    `programmes` are the only ones that may be counted, None for all of them.
    """

    name: str
    mentor: str | None = None
    programmes: tuple[str, ...] | None = None
    after: int | None = None
    limit: int = 100


class _At(NamedTuple):
    programme: str
    place: Place


def total_views(found: Totals) -> tuple[FigureView, ...]:
    """Every total by name, without those that are not counted here."""
    said: dict[str, int | None] = found.model_dump(exclude={"mentor"})
    return tuple(
        FigureView(name=name, label=TOTALS[name].label, value=value)
        for name, value in said.items()
        if value is not None
    )


def totals_lineage(
    connection: Connection, question: TotalsQuestion, *, facts: Facts, opening: Opening, seeing_of: SeeingOf
) -> TotalsLineage | None:
    """Where a total comes from, or None when there is none of this name."""
    found = totals(connection, question.mentor, question.programmes)
    figure = next((each for each in total_views(found) if each.name == question.name), None)
    if figure is None:
        return None
    counted = counted_programmes(connection, question.mentor, question.programmes)
    everything = _places(connection, TOTALS[figure.name].topics)
    origin = tally(figure.name, _events(everything, facts), counted).origin
    listed = [each for each in everything if each.place.position in origin]
    seen = _seen(listed, seeing_of)
    page = [each for each in seen if each.place.position > (question.after or 0)]
    shown = page[: question.limit]
    return TotalsLineage(
        mentor=question.mentor,
        name=figure.name,
        label=figure.label,
        value=figure.value,
        counted_again=tally(figure.name, _events(listed, facts), counted).value,
        total=len(listed),
        unseen=len(listed) - len(seen),
        events=tuple(_told(connection, shown, facts, opening, seeing_of)),
        next=shown[-1].place.position if len(page) > len(shown) else None,
    )


def _places(connection: Connection, topics: Collection[str]) -> list[_At]:
    """Where all events of these kinds stand, in the order of the log."""
    rows = connection.execute(
        "SELECT programme, position, milestones, true_from, late, topic FROM views.history_entry"
        " WHERE topic = ANY(%s) ORDER BY position",
        (list(topics),),
        prepare=False,
    ).fetchall()
    found = [_At(programme, Place(*place)) for programme, *place in rows]
    if MentorTraced.TOPIC not in topics:
        return found
    # A start holds a whole plan. Only where a mentor was traced does it matter who the mentor was.
    traced = {each.programme for each in found if each.place.topic == MentorTraced.TOPIC}
    return [each for each in found if each.place.topic not in _OF_MENTORS or each.programme in traced]


def _events(found: Sequence[_At], facts: Facts) -> Iterator[Recorded[Happening]]:
    for start in range(0, len(found), _AT_ONCE):
        yield from happenings(facts([each.place.position for each in found[start : start + _AT_ONCE]]))


def _seen(listed: Sequence[_At], seeing_of: SeeingOf) -> list[_At]:
    seeing: dict[str, Seeing] = {}
    for each in listed:
        if each.programme not in seeing:
            seeing[each.programme] = seeing_of(each.programme)
    return [each for each in listed if seeing[each.programme].sees(each.place.topic)]


def _told(
    connection: Connection, shown: Sequence[_At], facts: Facts, opening: Opening, seeing_of: SeeingOf
) -> Iterator[TotalsEntry]:
    names = _organisations(connection, {each.programme for each in shown})
    for programme, each in groupby(shown, key=lambda at: at.programme):
        entries = told(
            connection,
            programme,
            [at.place for at in each],
            None,
            facts=facts,
            opening=opening,
            seeing=seeing_of(programme),
        )
        for entry in entries:
            yield TotalsEntry(programme=programme, organisation=names.get(programme, ""), entry=entry)


def _organisations(connection: Connection, programmes: Collection[str]) -> dict[str, str]:
    rows: list[Any] = connection.execute(
        "SELECT programme, organisation FROM views.legacy_programme WHERE programme = ANY(%s)", (list(programmes),)
    ).fetchall()
    return dict(rows)
