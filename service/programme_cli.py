"""`waymark programme`: the operator's look at programmes from the command line, the newest state of the views."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from psycopg import Connection

from domain.calendar import day_in_london
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from projections.history_reading import HistoryPage, HistoryQuestion
from projections.opening import Opening
from projections.portfolio_reading import PortfolioLine
from projections.progress_views import ProgressView, StageView
from service.assembly import Waymark, build
from service.options import AsJson, InHome
from service.settings import read_settings

programme_commands = typer.Typer(
    name="programme", help="Look at programmes: how far each is, and what happened.", no_args_is_help=True
)
Programme = Annotated[str, typer.Argument(help="The programme's id, with or without “programme:”.")]

STATUS = {
    "waiting": "waiting",
    "open": "open",
    "submitted": "waits for a decision",
    "accepted": "reached",
    "set-aside": "set aside",
}


@programme_commands.command("list")
def list_(home: InHome = None, *, as_json: AsJson = False) -> None:
    """List every programme here, with how far it is."""
    from projections.portfolio_reading import portfolio

    with _reading(home) as (waymark, connection, opening):
        today, after = day_in_london(waymark.clock()), None
        while True:
            page = portfolio(connection, reader=None, today=today, opening=opening, after=after)
            for line in page.programmes:
                typer.echo(line.model_dump_json() if as_json else _line(line))
            after = page.next
            if after is None:
                break


@programme_commands.command()
def show(programme: Programme, home: InHome = None, *, as_json: AsJson = False) -> None:
    """Show how far a programme is, stage by stage."""
    from projections.progress_reading import progress

    with _reading(home) as (waymark, connection, opening):
        found = progress(connection, _id(programme), today=day_in_london(waymark.clock()), opening=opening)
    if found is None:
        raise UnknownProgramme(NO_SUCH_PROGRAMME)
    typer.echo(found.model_dump_json() if as_json else "\n".join(_progress(found)))


@programme_commands.command()
def history(
    programme: Programme,
    home: InHome = None,
    *,
    milestone: Annotated[str | None, typer.Option(help="Only what happened to this milestone.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="True on this day or later.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="True on this day or before.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Only what was known by then (UTC)."),
    ] = None,
    reminders: Annotated[bool, typer.Option(help="With the messages Waymark sent.")] = True,
    as_json: AsJson = False,
) -> None:
    """Tell what happened in a programme, in the order in which it was recorded."""
    from projections.history_reading import history as read
    from service.history import LoggedFacts

    question = HistoryQuestion(
        milestone=milestone,
        since=_day(since),
        until=_day(until),
        as_of=None if as_of is None else as_of.replace(tzinfo=UTC),
        reminders=reminders,
        limit=500,
    )
    with _reading(home) as (waymark, connection, opening):
        facts = LoggedFacts(waymark.pool, waymark.seals)
        waymark.front_door.programme(_id(programme))
        while True:
            page = read(connection, _id(programme), question, facts=facts, opening=opening)
            for line in _told(page, as_json=as_json):
                typer.echo(line)
            if page.next is None:
                break
            question = question.model_copy(update={"after": page.next})


@contextmanager
def _reading(home: InHome) -> Iterator[tuple[Waymark, Connection, Opening]]:
    from service.history import opening

    with build(read_settings(home)) as waymark, waymark.pool.connection() as connection:
        yield waymark, connection, opening(waymark.people, waymark.seals)


def _id(programme: str) -> str:
    return programme.lower() if programme.startswith("programme:") else f"programme:{programme.lower()}"


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _line(line: PortfolioLine) -> str:
    return f"{line.programme}  {line.organisation}, {line.locality}: {line.phase}, {line.percent}% settled"


def _progress(view: ProgressView) -> Iterator[str]:
    counts = view.counts
    yield f"{view.organisation}, {view.locality}: {view.phase}"
    yield (
        f"{counts.accepted} of {counts.total} milestones reached, {counts.set_aside} set aside, {counts.open} open, "
        f"{counts.submitted} waiting for a decision, {counts.overdue} late, {counts.blocked} blocked."
    )
    if view.next_review_on is not None:
        yield f"The next quarterly review is on {view.next_review_on:%d %B %Y}."
    for stage in view.stages:
        yield ""
        yield from _stage(stage)


def _stage(stage: StageView) -> Iterator[str]:
    yield f"{stage.title}: {stage.accepted + stage.set_aside} of {stage.total}"
    for milestone in stage.milestones:
        due = f", due {milestone.due:%d %B %Y}" if milestone.status == "open" and milestone.due else ""
        late = " (late)" if milestone.overdue else ""
        yield f"  {milestone.id}  {milestone.title}: {STATUS[milestone.status]}{due}{late}"


def _told(page: HistoryPage, *, as_json: bool) -> Iterator[str]:
    for entry in page.entries:
        if as_json:
            yield entry.model_dump_json()
            continue
        late = f" (recorded {entry.recorded_late} days later)" if entry.recorded_late else ""
        yield f"{entry.occurred_on:%d %b %Y}  {entry.sentence}{late}"
        for said in entry.words:
            yield f"             {said.label}: {said.text}"
