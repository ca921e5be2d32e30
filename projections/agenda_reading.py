"""Reading the agenda: what to do next, what is late, and what waits for someone else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psycopg import Connection, Cursor
from pydantic import Field

from domain.roles import Role
from projections.agenda import ITEM, MILESTONE, PERSON, PROGRAMME, AgendaItemRow
from projections.agenda_waits import Kind, Wait, waits
from projections.milestone_work import OPEN, SUBMITTED
from projections.opening import Opening, Person, View
from projections.progress_views import BlockedView
from projections.seeing import EVERYTHING, Seeing, SeeingOf, everything
from projections.standing import roles_of


class AgendaItem(View):
    """One thing somebody is waited for."""

    programme: str
    organisation: str
    kind: Kind
    key: str = Field(description="The milestone's id, the duty's short name or the review's number; else empty.")
    title: str
    due: date | None
    late_days: int
    waits_for: tuple[str, ...] = Field(description="The roles that may act; only the assignee, when there is one.")
    assignee: Person | None
    since: date | None = Field(description="Since when it waits for a decision, or the handover has begun.")
    blocked: BlockedView | None
    paused: bool = Field(description="The programme is paused, so this waits until it goes on.")


class AgendaView(View):
    """What to do next, what is late, and what waits for someone else; in each group the earliest date first."""

    to_do: tuple[AgendaItem, ...]
    late: tuple[AgendaItem, ...]
    waiting: tuple[AgendaItem, ...]


@dataclass
class _Groups:
    today: date
    to_do: list[Wait] = field(default_factory=list)
    late: list[Wait] = field(default_factory=list)
    waiting: list[Wait] = field(default_factory=list)
    free: list[Wait] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)

    def add(self, wait: Wait) -> None:
        """Put it where the one who should do it looks for it."""
        group = self.waiting if wait.stands_still else self.late if wait.late_days(self.today) else self.to_do
        group.append(wait)


@dataclass(frozen=True, slots=True)
class Tasks:
    """What one person is waited for, and `free`: what nobody looks after where they are a worker, so could take it.

    `programmes` are those in which they have a part.
    """

    agenda: AgendaView
    free: tuple[AgendaItem, ...]
    programmes: frozenset[str]


def personal_tasks(
    connection: Connection, person: str, *, today: date, opening: Opening, seeing: SeeingOf = everything
) -> Tasks:
    """One person's agenda over all programmes, by the roles they play in each, and what they could take besides.

    `seeing` is what they see of each. The earliest date comes first. Waiting for someone else: what they asked a
    decision about, and for a mentor whatever is blocked or late.
    """
    groups = _personal(connection, person, today, seeing)
    free = _Groups(today, to_do=groups.free)
    return Tasks(_view(groups, opening), _view(free, opening).to_do, frozenset(groups.programmes))


def _personal(connection: Connection, person: str, today: date, seeing: SeeingOf) -> _Groups:
    with connection.cursor() as cursor:
        near = PERSON.load_where(cursor, "person", [person]).rows.values()
        rows = PROGRAMME.load(cursor, [(each.programme,) for each in near]).rows.values()
        mine = {row.programme: row for row in rows if roles_of(row, person, today)}
        items = open_items(cursor, mine)
    groups = _Groups(today, programmes=list(mine))
    for row in mine.values():
        seen = seeing(row.programme)
        roles = roles_of(row, person, today) if seen.roles is None else seen.roles
        for wait in waits(row, items[row.programme], today):
            if wait.shown_from is not None and wait.shown_from > today:
                continue
            shown = seen.of_wait(wait)
            if shown is None:
                continue
            if _is_for(wait, person, roles):
                groups.add(shown)
            elif _concerns(wait, person, roles, today):
                groups.waiting.append(shown)
            if Role.WORKER.value in roles and shown.is_free:
                groups.free.append(shown)
    return groups


def programme_agenda(
    connection: Connection, programme: str, *, today: date, opening: Opening, seeing: Seeing = EVERYTHING
) -> AgendaView | None:
    """Everything one programme waits for, or None when there is none of this id (yet)."""
    with connection.cursor() as cursor:
        row = PROGRAMME.load(cursor, [(programme,)]).get((programme,))
        items = open_items(cursor, [programme])[programme]
    if row is None:
        return None
    groups = _Groups(today)
    for wait in waits(row, items, today):
        shown = seeing.of_wait(wait)
        if shown is not None:
            groups.add(shown)
    return _view(groups, opening)


def open_items(cursor: Cursor[Any], programmes: Iterable[str]) -> dict[str, list[AgendaItemRow]]:
    """What may be waited for, by programme. Most milestones are not begun, or done: those stay where they are."""
    columns = ", ".join(ITEM.columns)
    cursor.execute(
        f"SELECT {columns} FROM {ITEM.path}"  # noqa: S608 - names of our own tables
        " WHERE programme = ANY(%s) AND (kind <> %s OR status = ANY(%s))",
        (list(programmes), MILESTONE, [OPEN, SUBMITTED]),
        prepare=False,
    )
    items: dict[str, list[AgendaItemRow]] = defaultdict(list)
    for record in cursor:
        row = AgendaItemRow(*record)
        items[row.programme].append(row)
    return items


def _is_for(wait: Wait, person: str, roles: frozenset[str]) -> bool:
    if wait.assignee is not None:
        return wait.assignee == person
    # Nobody accepts their own work.
    return bool(roles & set(wait.roles)) and wait.submitted_by != person


def _concerns(wait: Wait, person: str, roles: frozenset[str], today: date) -> bool:
    if wait.kind == "decision":
        return wait.submitted_by == person or Role.WORKER.value in roles
    return Role.MENTOR.value in roles and (wait.blocked_kind is not None or wait.late_days(today) > 0)


def _view(groups: _Groups, opening: Opening) -> AgendaView:
    every = (*groups.to_do, *groups.late, *groups.waiting)
    named = opening.names(dict.fromkeys(wait.assignee for wait in every if wait.assignee))

    def shown(group: list[Wait]) -> tuple[AgendaItem, ...]:
        in_order = sorted(group, key=lambda wait: (wait.due or date.max, wait.programme, wait.kind, wait.key))
        return tuple(_item(wait, groups.today, opening, named.get(wait.assignee or "", "")) for wait in in_order)

    return AgendaView(to_do=shown(groups.to_do), late=shown(groups.late), waiting=shown(groups.waiting))


def _item(wait: Wait, today: date, opening: Opening, name: str) -> AgendaItem:
    blocked = None
    if wait.blocked_kind is not None and wait.blocked_since is not None:
        blocked = BlockedView(kind=wait.blocked_kind, since=wait.blocked_since)
    return AgendaItem(
        programme=wait.programme,
        organisation=wait.organisation,
        kind=wait.kind,
        key=wait.key,
        title=opening.title(wait.title),
        due=wait.due,
        late_days=wait.late_days(today),
        waits_for=wait.roles,
        assignee=Person(ref=wait.assignee, name=name) if wait.assignee else None,
        since=wait.since,
        blocked=blocked,
        paused=wait.paused,
    )
