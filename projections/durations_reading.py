"""Reading what others took. It leaves this room for the learning rule alone, which says nothing below five of them."""

from collections.abc import Iterable, Iterator
from datetime import date

from psycopg import Connection

from domain.calendar_days import weeks_between
from domain.observed import WHOLE, Observed
from projections.durations import (
    MILESTONE,
    PACK,
    PROGRAMME,
    DurationPackRow,
    DurationProgrammeRow,
    DurationRow,
)

A_WEEK = 7


def observed(
    connection: Connection, template: str, on: date, *, besides: str | None = None, stories: bool = False
) -> tuple[Observed, ...]:
    """How long everybody else took with this template, as it stood on a day; what was still open then counts as such.

    `besides` is the programme that asks: it is no evidence for itself. Stories are made up, so they count only when
    they are asked for. Milestones that one group added are left out, and so are those reached before Waymark.
    """
    with connection.cursor() as cursor:
        programmes = {
            row.programme: row
            for row in PROGRAMME.load_where(cursor, "template", [template]).rows.values()
            if row.programme != besides and (stories or row.story is None)
        }
        milestones = list(MILESTONE.load_where(cursor, "programme", programmes).rows.values())
        packs = [
            row
            for row in PACK.load_where(cursor, "template", [template]).rows.values()
            if row.imported_on <= on and _elsewhere(row, besides) and (stories or row.story is None)
        ]
    here = (found for row in milestones if (found := _of_milestone(programmes[row.programme], row, on)))
    wholes = (found for row in programmes.values() if (found := _of_whole(row, on)))
    return (*here, *wholes, *_of_packs(packs))


def _of_milestone(programme: DurationProgrammeRow, row: DurationRow, on: date) -> Observed | None:
    stretch = row.stretch
    if stretch is None or row.own or row.guessed or stretch.opened > on:
        return None
    finished = stretch.accepted is not None and stretch.accepted <= on
    until = on if programme.closed_on is None else min(on, programme.closed_on)
    days, blocked = stretch.days(until)
    if not finished:
        days = min(days, max((until - stretch.opened).days, 0))
    return Observed(
        milestone=row.milestone,
        weeks=days / A_WEEK,
        finished=finished,
        blocked_weeks=min(blocked, days) / A_WEEK,
        template=programme.template,
        version=programme.template_version,
    )


def _of_whole(row: DurationProgrammeRow, on: date) -> Observed | None:
    if row.start_on > on:
        return None
    ended = row.closed_on is not None and row.closed_on <= on
    until = row.closed_on if ended and row.closed_on is not None else on
    return Observed(
        milestone=WHOLE,
        weeks=max(weeks_between(row.start_on, until), 0.0),
        finished=ended and row.ending == "finished",
        template=row.template,
        version=row.template_version,
    )


def _of_packs(packs: Iterable[DurationPackRow]) -> Iterator[Observed]:
    for pack in packs:
        for milestone, weeks, blocked, finished in pack.course:
            yield Observed(
                milestone=milestone,
                weeks=weeks,
                finished=finished,
                blocked_weeks=blocked,
                template=pack.template,
                version=pack.template_version,
            )


def _elsewhere(pack: DurationPackRow, besides: str | None) -> bool:
    """A pack of the programme that asks is no evidence for it either."""
    return besides is None or pack.stream.partition(":")[2] != besides.partition(":")[2]
