"""Reading the portfolio: the programmes somebody may see, one line each."""

from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from psycopg import Connection
from pydantic import Field

from projections.milestone_work import ACCEPTED, OPEN, SET_ASIDE, SUBMITTED
from projections.opening import Opening, Person, View
from projections.portfolio import PROGRAMME, OpenWork, PortfolioRow, open_work
from projections.portfolio_waits import Waited, who_is_waited_for
from projections.progress_reading import percent
from projections.progress_shown import NOT_SHOWN
from projections.seeing import Seeing, SeeingOf, everything
from projections.standing import roles_of

MOST = 500


class NextDate(View):
    """The next date that something is due on. It may have passed."""

    day: date
    what: Literal["milestone", "review", "duty"]
    key: str = Field(description="The milestone's id or the duty's short name; empty for a review.")


class Stuck(View):
    """What cannot go on: how many milestones, and the one that waits longest. The kind only, never the words."""

    milestones: int
    since: date
    kind: str
    milestone: str


class PortfolioLine(View):
    """One programme at a glance. `waits_for` is who could move it on now, as its agenda says."""

    programme: str
    organisation: str
    locality: str
    nation: str
    phase: str
    story: str | None
    mentor_organisation: str
    mentor: Person | None = Field(description=NOT_SHOWN)
    start_on: date
    percent: int | None = Field(description=NOT_SHOWN)
    milestones: int | None = Field(description=NOT_SHOWN)
    accepted: int | None = Field(description=NOT_SHOWN)
    set_aside: int | None = Field(description=NOT_SHOWN)
    open: int | None = Field(description=NOT_SHOWN)
    waiting_for_decision: int | None = Field(description=NOT_SHOWN)
    late: int = Field(description="Open milestones and duties whose date has passed. None while paused or closed.")
    next_date: NextDate | None
    stuck: Stuck | None
    waits_for: tuple[str, ...] = Field(description="The parts of people, the most urgent first; or someone-outside.")
    closed_on: date | None
    ending: str | None
    last_recorded_at: datetime | None = Field(description=NOT_SHOWN)
    last_occurred_on: date | None = Field(description=NOT_SHOWN)
    my_roles: tuple[str, ...] = Field(description="The parts the reader plays in it; none for the operator.")


class PortfolioPage(View):
    """A page of programmes, by name. `next` is the cursor of the next page, None on the last."""

    programmes: tuple[PortfolioLine, ...]
    next: str | None


def portfolio(
    connection: Connection,
    *,
    reader: str | None,
    today: date,
    opening: Opening,
    after: str | None = None,
    limit: int = 100,
    seeing: SeeingOf = everything,
) -> PortfolioPage:
    """The programmes in which `reader` plays a part; all of them for the operator (None).

    `seeing` is what they see of each; there is no line of a programme of which they see nothing. `after` is the `next`
    of the page before. `limit` is at most 500.
    """
    rows = _rows(connection, reader, after, min(limit, MOST) + 1)
    page = rows[: min(limit, MOST)]
    names = opening.names(dict.fromkeys(row.mentor for row in page))
    shown = [(row, seeing(row.programme)) for row in page]
    waited = who_is_waited_for(connection, [row.programme for row in page], today=today, seeing=seeing)
    return PortfolioPage(
        programmes=tuple(
            _line(row, reader, today, Person(ref=row.mentor, name=names[row.mentor]), seen, waited)
            for row, seen in shown
            if seen.groups
        ),
        next=page[-1].programme if len(rows) > len(page) else None,
    )


def _rows(connection: Connection, reader: str | None, after: str | None, limit: int) -> list[PortfolioRow]:
    columns = ", ".join(f"row.{name}" for name in PROGRAMME.columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {PROGRAMME.path} AS row"  # noqa: S608 - names of our own tables
            " WHERE (%(reader)s::text IS NULL OR row.roles ? %(reader)s OR %(reader)s = ANY(row.board))"
            " AND (%(reader)s::text IS NULL OR row.programme IN"
            " (SELECT programme FROM views.portfolio_person WHERE person = %(reader)s))"
            ' AND (%(after)s::text IS NULL OR (lower(row.organisation) COLLATE "C", row.programme) >'
            ' (SELECT lower(organisation) COLLATE "C", programme FROM views.portfolio_programme'
            " WHERE programme = %(after)s))"
            ' ORDER BY lower(row.organisation) COLLATE "C", row.programme LIMIT %(limit)s',
            {"reader": reader, "after": after, "limit": limit},
        )
        return [PortfolioRow(*record) for record in cursor]


def _line(
    row: PortfolioRow, reader: str | None, today: date, mentor: Person, seen: Seeing, waited: Waited
) -> PortfolioLine:
    row, counted = _as_seen(row, seen), "milestones" in seen.groups
    work = {key: _work_as_seen(open_work(stored), seen) for key, stored in row.work.items()}
    goes_on = row.phase not in {"paused", "closed"}
    dues = [each.due for each in work.values() if each.status == OPEN and each.due is not None]
    duties = [date.fromisoformat(due) for due in row.duties.values()]
    settled = [each["status"] for each in row.settled.values()]
    return PortfolioLine(
        programme=row.programme,
        organisation=row.organisation,
        locality=row.locality,
        nation=row.nation,
        phase=row.phase,
        story=row.story,
        mentor_organisation=row.mentor_organisation,
        mentor=mentor if "roles" in seen.groups else None,
        start_on=row.start_on,
        percent=percent(settled.count(ACCEPTED), row.milestones - settled.count(SET_ASIDE)) if counted else None,
        milestones=row.milestones if counted else None,
        accepted=settled.count(ACCEPTED) if counted else None,
        set_aside=settled.count(SET_ASIDE) if counted else None,
        open=sum(each.status == OPEN for each in work.values()) if counted else None,
        waiting_for_decision=sum(each.status == SUBMITTED for each in work.values()) if counted else None,
        late=sum(due < today for due in (*dues, *duties)) if goes_on else 0,
        next_date=_next_date(row, work) if goes_on else None,
        stuck=_stuck(work) if row.phase != "closed" else None,
        waits_for=waited.get(row.programme, ()) if goes_on else (),
        closed_on=row.closed_on,
        ending=row.ending,
        last_recorded_at=row.last_recorded_at if seen.all_of_it else None,
        last_occurred_on=row.last_occurred_on if seen.all_of_it else None,
        my_roles=tuple(sorted(_roles(row, reader, today, seen))),
    )


def _roles(row: PortfolioRow, reader: str | None, today: date, seen: Seeing) -> frozenset[str]:
    if reader is None:
        return frozenset()
    return roles_of(row, reader, today) if seen.roles is None else seen.roles


def _as_seen(row: PortfolioRow, seen: Seeing) -> PortfolioRow:
    """The row without what the reader is not shown, so that nothing made of it tells of that."""
    hidden: dict[str, object] = {"duties": {key: due for key, due in row.duties.items() if seen.sees_duty(key)}}
    if "milestones" not in seen.groups:
        hidden |= {"work": {}, "settled": {}}
    if "reviews" not in seen.groups:
        hidden |= {"review_due": None, "next_review_on": None}
    if "plan" not in seen.groups:
        hidden["agreed"] = True
    return replace(row, **hidden)  # type: ignore[arg-type]  # each is a field of the row


def _work_as_seen(work: OpenWork, seen: Seeing) -> OpenWork:
    return work if "blocked" in seen.groups else replace(work, blocked_kind=None, blocked_since=None)


def _next_date(row: PortfolioRow, work: dict[str, OpenWork]) -> NextDate | None:
    dates = [
        NextDate(day=each.due, what="milestone", key=key)
        for key, each in work.items()
        if each.status == OPEN and each.due is not None
    ]
    dates += [NextDate(day=date.fromisoformat(due), what="duty", key=key) for key, due in row.duties.items()]
    review = row.review_due or row.next_review_on
    if review is not None:
        dates.append(NextDate(day=review, what="review", key=""))
    return min(dates, key=lambda each: (each.day, each.what, each.key), default=None)


def _stuck(work: dict[str, OpenWork]) -> Stuck | None:
    blocked = [
        (each.blocked_since, key, each.blocked_kind)
        for key, each in work.items()
        if each.blocked_since is not None and each.blocked_kind is not None
    ]
    if not blocked:
        return None
    since, key, kind = min(blocked)
    return Stuck(milestones=len(blocked), since=since, kind=kind, milestone=key)
