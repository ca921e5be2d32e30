"""`waymark programme`: the operator's look at programmes from the command line, the newest state of the views."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from psycopg import Connection

from domain.calendar import day_in_london
from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
from projections.opening import Opening
from projections.portfolio_reading import PortfolioLine
from projections.progress_views import ProgressView, StageView
from service.assembly import Waymark, build
from service.options import AsJson, InHome
from service.settings import read_settings

programme_commands = typer.Typer(name="programme", help="Look at programmes: how far each is.", no_args_is_help=True)
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


@contextmanager
def _reading(home: InHome) -> Iterator[tuple[Waymark, Connection, Opening]]:
    from service.history import opening

    with build(read_settings(home)) as waymark, waymark.pool.connection() as connection:
        yield waymark, connection, opening(waymark.people, waymark.seals)


def _id(programme: str) -> str:
    return programme.lower() if programme.startswith("programme:") else f"programme:{programme.lower()}"


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
