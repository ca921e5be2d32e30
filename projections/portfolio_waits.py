"""Who could move each of many programmes on now: the same parts of people as their agendas name."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from psycopg import Connection

from domain.roles import Role
from projections.agenda import PROGRAMME, AgendaProgrammeRow
from projections.agenda_reading import open_items
from projections.agenda_waits import Wait, waits
from projections.seeing import SeeingOf
from projections.standing import roles_of

Waited: TypeAlias = dict[str, tuple[str, ...]]
"""The parts of people who could go on, by programme."""
OUTSIDE = "someone-outside"


def who_is_waited_for(connection: Connection, programmes: Sequence[str], *, today: date, seeing: SeeingOf) -> Waited:
    """For each programme the parts that people play who could go on, most urgent first; of what the reader sees."""
    with connection.cursor() as cursor:
        rows = PROGRAMME.load(cursor, [(programme,) for programme in programmes]).rows.values()
        items = open_items(cursor, programmes)
    found: Waited = {}
    for row in rows:
        seen = seeing(row.programme)
        shown = [seen.of_wait(wait) for wait in waits(row, items[row.programme], today) if _is_on(wait, today)]
        parts = [part for wait in shown if wait is not None for part in _who(row, wait, today)]
        found[row.programme] = tuple(dict.fromkeys(parts))
    return found


def _is_on(wait: Wait, today: date) -> bool:
    return wait.shown_from is None or wait.shown_from <= today


def _who(row: AgendaProgrammeRow, wait: Wait, today: date) -> tuple[str, ...]:
    if wait.blocked_kind is not None:
        return (OUTSIDE,) if wait.blocked_kind == OUTSIDE else (Role.MENTOR.value,)
    if wait.assignee is not None:
        return tuple(sorted(roles_of(row, wait.assignee, today)))
    return wait.roles
