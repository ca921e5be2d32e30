"""`waymark export` and `waymark import`: a group moves its whole record to an installation of its own."""

from pathlib import Path
from typing import Annotated

import typer

from service.options import InHome
from service.settings import read_settings


def export(
    programme: Annotated[str, typer.Argument(help="The programme's id, with or without “programme:”.")],
    file: Annotated[Path, typer.Option("--to", help="The new file. Only you can read it.")],
    home: InHome = None,
    *,
    with_people: Annotated[
        bool, typer.Option("--with-people", help="With the names and contacts of the people in it.")
    ] = False,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="Without the keys: nobody can read the group's own words in it.")
    ] = False,
    without_files: Annotated[
        bool, typer.Option("--without-files", help="Without the files of evidence and the published ones.")
    ] = False,
) -> None:
    """Write a programme's whole record to a file: every event, every answer, every file, and the keys to read them."""
    from service.assembly import build
    from service.record_export import export_record

    whole = programme if programme.startswith("programme:") else f"programme:{programme}"
    with build(read_settings(home)) as waymark:
        written = export_record(
            waymark,
            whole.lower(),
            file.absolute(),
            with_people=with_people,
            sealed=sealed,
            with_files=not without_files,
        )
    header = written.header
    typer.echo(f"The record is in {file}: {header.events} events, {header.commands} answers and {header.files} files.")
    if written.wanting:
        typer.echo(f"{written.wanting} files are missing or were altered, so they are not in it. Look in a backup.")
    if with_people:
        typer.echo(f"It names {header.people} people, with their contacts. Give it only to those they agreed to.")
    if not sealed:
        typer.echo("Its keys are in it: whoever has this file can read everything that the group wrote and sent.")
        typer.echo("It may say something about people. Erasing them here does not erase them there: tell who has it.")


def import_(
    file: Annotated[Path, typer.Argument(help="A file that `waymark export` made.")], home: InHome = None
) -> None:
    """Take in a record from another installation: all of it, or nothing."""
    from service.assembly import build
    from service.record_import import import_record

    with build(read_settings(home)) as waymark:
        taken = import_record(waymark, file)
    typer.echo(
        f"{taken.programme} is here now, with {taken.events} events, {taken.commands} answers and {taken.files} files."
    )
    typer.echo("Stop using it where it came from: the two records would not hear of each other.")
