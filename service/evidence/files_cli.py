"""`waymark files`: look after uploaded files."""

import json

import typer

from service.options import AsJson, InHome

files_commands = typer.Typer(
    name="files",
    help="Look after the files that people sent.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@files_commands.callback()
def files() -> None:
    """Look after the files that people sent."""


@files_commands.command()
def sweep(home: InHome = None, *, as_json: AsJson = False) -> None:
    """Take away files that nothing names after two days, and have the rest looked at for viruses."""
    from dataclasses import asdict

    from service.assembly import build
    from service.evidence.file_sweep import sweep as sweep_once
    from service.settings import read_settings

    with build(read_settings(home)) as waymark:
        done = sweep_once(waymark)
    typer.echo(json.dumps(asdict(done)) if as_json else done.sentence)


@files_commands.command()
def check(home: InHome = None, *, as_json: AsJson = False) -> None:
    """Check that each file an event names is here and whole. Ends with 1 when one is not."""
    import psycopg

    from service.evidence.file_check import missing_files
    from service.settings import read_settings

    settings = read_settings(home)
    with psycopg.connect(settings.database_url, application_name="waymark files") as connection:
        looked_at, found = missing_files(connection, settings.folders)
    if as_json:
        typer.echo(json.dumps({"looked_at": looked_at, "missing": found}))
    else:
        typer.echo("\n".join(found) or f"All {looked_at} files that events name are here and whole.")
    if found:
        raise typer.Exit(1)
