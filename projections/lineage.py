"""Lineage: from a figure to the events it comes from, and back: it is counted again from these events alone."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from psycopg import Connection
from pydantic import AwareDatetime, Field

from domain.event import Recorded
from projections.facts import Happening
from projections.figure_families import Figure
from projections.figures import ADDED_UP, family_of, figures
from projections.history_question import HistoryQuestion, Moment, Place, places
from projections.history_reading import Facts, HistoryEntry, told
from projections.opening import Opening, View
from projections.past_events import day_of, past_events, past_places
from projections.past_thinned import add_thinned
from projections.progress_past import PLAN, Cell, Past
from projections.progress_views import ProgressView
from projections.seeing import EVERYTHING, Seeing
from projections.shown_parts import is_shown
from projections.speech import ENGLISH, Speech

NOBODY = Opening(names=lambda people: dict.fromkeys(people, ""), unseal=lambda _: "")
"""Opens nothing: for counting."""


class FigureView(View):
    """A figure: how it is called in addresses, what it says, and what it is now."""

    name: str
    label: str
    value: int


class LineageView(View):
    """Where a figure comes from. `counted_again` is the figure as it comes out of these events and no others."""

    programme: str
    name: str
    label: str
    value: int
    counted_again: int
    known_at: AwareDatetime | None
    true_on: date | None
    total: int = Field(description="How many events it comes from.")
    events: tuple[HistoryEntry, ...]
    next: int | None


def figure_views(view: ProgressView, seeing: Seeing = EVERYTHING, speech: Speech = ENGLISH) -> tuple[FigureView, ...]:
    """Every figure of a programme that the reader is shown."""
    return tuple(
        FigureView(name=each.name, label=each.label.said(speech), value=each.value)
        for each in figures(view).values()
        if is_shown(each.name, seeing)
    )


class LineageQuestion(View):
    """Which figure is asked about, as of when, and which page of its events."""

    name: str
    moment: Moment = Moment()
    after: int | None = None
    limit: int = 100


def lineage(
    connection: Connection,
    programme: str,
    question: LineageQuestion,
    *,
    today: date,
    facts: Facts,
    opening: Opening,
    seeing: Seeing = EVERYTHING,
) -> LineageView | None:
    """Where a figure comes from, or None when the programme has no figure of this name that the reader is shown."""
    if not is_shown(question.name, seeing):
        return None
    moment, day = question.moment, day_of(question.moment, today)
    found = _places(connection, programme, question.name, moment)
    past = Past(programme)
    add_thinned(past, connection, programme, moment, found, facts)
    view = past.view(today=day, opening=opening)
    figure = figures(view).get(question.name) if view is not None else None
    if figure is None:
        return None
    origin = sources(figure, past)
    listed = [place for place in found if place.position in origin] if figure.cells else found
    page = [place for place in listed if place.position > (question.after or 0)]
    shown = page[: question.limit]
    return LineageView(
        programme=programme,
        name=figure.name,
        label=figure.label.said(opening.speech),
        value=figure.value,
        counted_again=counted_from(
            programme, past_events(connection, programme, moment, listed, facts), question.name, day
        ),
        known_at=moment.known_at,
        true_on=moment.true_on,
        total=len(listed),
        events=tuple(told(connection, programme, shown, moment.known_at, facts=facts, opening=opening, seeing=seeing)),
        next=shown[-1].position if len(page) > len(shown) else None,
    )


def sources(figure: Figure, past: Past) -> set[int]:
    """The events a figure comes from, by position. The first is always the start, at which there was nothing."""
    return {*past.writes[PLAN][:1], *(position for cell in figure.cells for position in last_writes(cell, past))}


def last_writes(cell: Cell, past: Past) -> Sequence[int]:
    """The events that made a field what it is: the last that wrote it, or all that added to it.

    What a correction put right stands before it.
    """
    writes = past.writes.get(cell, [])
    if cell[1] in ADDED_UP:
        return writes
    first = len(writes) - 1
    while first > 0 and writes[first] in past.corrections:
        first -= 1
    return writes[max(first, 0) :]


def _places(connection: Connection, programme: str, name: str, moment: Moment) -> list[Place]:
    """The events among which the origin of a figure is."""
    family = family_of(name)
    if family is None:
        return []
    if family.newest:
        question = HistoryQuestion(known_at=moment.known_at, true_on=moment.true_on, newest_first=True)
        newest = places(connection, programme, question, topics=family.topics or None, limit=1)
        first = places(connection, programme, HistoryQuestion(), limit=1)
        return sorted({place.position: place for place in (*first, *newest)}.values())
    milestone = name.split(".")[1] if re.fullmatch(r"milestones\.[^.]+\.evidence", name) else None
    found = past_places(connection, programme, moment, topics=family.topics, milestone=milestone)
    if milestone is not None:
        plan = family_of("plan.number")
        found += past_places(connection, programme, moment, topics=plan.topics if plan else ())
    return sorted({place.position: place for place in found}.values())


def counted_from(programme: str, events: Iterable[Recorded[Happening]], name: str, day: date) -> int:
    """A figure as it comes out of these events and nothing else, 0 when they say nothing about it."""
    past = Past(programme)
    for event in events:
        past.add(event)
    view = past.view(today=day, opening=NOBODY)
    figure = figures(view).get(name) if view is not None else None
    return figure.value if figure is not None else 0
