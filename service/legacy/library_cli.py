"""`waymark library` and `waymark totals`: the operator’s look at what groups left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from psycopg import Connection

from domain.refusals import NO_SUCH_PROGRAMME, UnknownPart, UnknownProgramme
from projections.legacy_shelf import LibraryReader
from projections.legacy_totals import Totals
from projections.legacy_views import LibraryLine, LibraryPage, LibraryQuestion
from service.assembly import Waymark, build
from service.legacy.library_words import KINDS, helped
from service.options import AsJson, InHome
from service.settings import read_settings

library_commands = typer.Typer(
    name="library", help="Look at what groups left behind: search it, show one thing.", no_args_is_help=True
)
_MOST = 200


@library_commands.command()
def search(  # noqa: PLR0913 - one parameter of a command each
    words: Annotated[str, typer.Argument(help="What to look for; nothing for everything.")] = "",
    home: InHome = None,
    *,
    kind: Annotated[str | None, typer.Option(help="lesson, toolkit, network-link or facility.")] = None,
    stage: Annotated[str | None, typer.Option(help="Only what comes from this stage.")] = None,
    criterion: Annotated[int | None, typer.Option(min=1, max=21, help="Only what serves this criterion.")] = None,
    constituency: Annotated[str | None, typer.Option(help="Only what is about these people.")] = None,
    format_: Annotated[str | None, typer.Option("--format", help="Such as easy-read, audio or pdf.")] = None,
    language: Annotated[str | None, typer.Option(help="Such as en or cy.")] = None,
    template: Annotated[str | None, typer.Option(help="Only what comes from this plan.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Search what is for everybody and for everybody with an account. The best fit comes first."""
    from pydantic import ValidationError

    from projections.legacy_search import search as look

    chosen = {"kind": kind, "stage": stage, "criterion": criterion, "constituency": constituency}
    chosen |= {"format": format_, "language": language, "template": template}
    try:
        question = LibraryQuestion.model_validate({"words": words, "limit": limit, **chosen})
    except ValidationError as wrong:
        names = ", ".join(str(each["loc"][0]) for each in wrong.errors())
        raise typer.BadParameter(f"What you gave for {names} is none of the possible ones. See --help.") from None
    with _library(home) as (_, connection), connection.transaction():
        page = look(connection, question, LibraryReader(account=True))
    typer.echo(page.model_dump_json() if as_json else "\n".join(_found(page)))


@library_commands.command()
def show(
    resource: Annotated[str, typer.Argument(help="Its name, such as resource:<uuid>/1.")],
    home: InHome = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show one thing: its words, where it comes from and who looks after it."""
    from projections.legacy_reading import resource as read
    from service.history import opening

    name = resource if resource.startswith("resource:") else f"resource:{resource}"
    with _library(home) as (waymark, connection):
        view = read(connection, name, LibraryReader(account=True), opening(waymark.people, waymark.seals))
    if view is None:
        raise UnknownPart(f"There is no {name[:60]} in the library. Look for it with: waymark library search")
    if as_json:
        typer.echo(view.model_dump_json())
        return
    typer.echo("\n".join(_line(view.line)))
    typer.echo(f"\n{view.text}" if view.withdrawn_on is None else f"\nIt was withdrawn on {view.withdrawn_on}.")
    typer.echo(
        f"\nLooked after by: {view.owner.organisation if view.owner else 'nobody yet'}. Licence: {view.line.licence}."
    )


@library_commands.command()
def lessons(
    programme: Annotated[str, typer.Argument(help="The programme’s id, with or without “programme:”.")],
    milestone: Annotated[str, typer.Argument(help="The milestone’s id, such as GOV-05.")],
    home: InHome = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what other groups left behind for this milestone or one like it."""
    from projections.legacy_lessons import lessons_for

    ref = programme if programme.startswith("programme:") else f"programme:{programme}"
    with _library(home) as (waymark, connection):
        state = waymark.front_door.group(ref).programme
        if state is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        found = lessons_for(connection, ref, milestone, LibraryReader(account=True, programmes=(ref,)))
    for each in found:
        typer.echo(each.model_dump_json() if as_json else "\n".join((*_line(each.line), f"    ({each.why})")))
    if not found and not as_json:
        typer.echo(f"Nobody has left anything for {milestone} or a milestone like it yet.")


def totals(
    home: InHome = None,
    *,
    mentor: Annotated[str | None, typer.Option(help="Only the programmes of this mentor organisation.")] = None,
    as_json: AsJson = False,
) -> None:
    """Count what all programmes here reached together: never names, never sums of sessions."""
    from projections.legacy_totals import totals as count

    with _library(home) as (_, connection):
        counted = count(connection, mentor)
    typer.echo(counted.model_dump_json() if as_json else "\n".join(_totals(counted)))


@contextmanager
def _library(home: InHome) -> Iterator[tuple[Waymark, Connection]]:
    with build(read_settings(home)) as waymark, waymark.pool.connection() as connection:
        yield waymark, connection


def _found(page: LibraryPage) -> Iterator[str]:
    if page.message:
        yield page.message + (f" Did you mean “{page.did_you_mean}”?" if page.did_you_mean else "")
    for line in page.lines:
        yield from _line(line)
    if page.next:
        yield f"… and {page.found - len(page.lines)} more. Ask for more of them with --limit, or narrow the search."


def _line(line: LibraryLine) -> Iterator[str]:
    thanks = f", {helped(line.helped)}" if line.helped else ""
    yield f"{line.title}  [{KINDS[line.kind]} from {line.organisation}, {line.published_on:%d %B %Y}{thanks}]"
    yield f"    {line.resource}"


def _totals(counted: Totals) -> Iterator[str]:
    yield f"Programmes of {counted.mentor}:" if counted.mentor else "All programmes here:"
    for name, count in counted.model_dump(exclude={"mentor"}).items():
        if count is not None:
            yield f"  {name.replace('_', ' ')}: {count}"
