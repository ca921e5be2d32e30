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
) -> None:
    """Write a programme's whole record to a file: every event, every answer, and the keys to read it."""
    from service.assembly import build
    from service.record_export import export_record

    whole = programme if programme.startswith("programme:") else f"programme:{programme}"
    with build(read_settings(home)) as waymark:
        header = export_record(waymark, whole.lower(), file.absolute(), with_people=with_people, sealed=sealed)
    typer.echo(f"The record is in {file}: {header.events} events and {header.commands} answers.")
    if with_people:
        typer.echo(f"It names {header.people} people, with their contacts. Give it only to those they agreed to.")
    if not sealed:
        typer.echo("Its keys are in it: whoever has this file can read everything that the group wrote.")


def import_(
    file: Annotated[Path, typer.Argument(help="A file that `waymark export` made.")], home: InHome = None
) -> None:
    """Take in a record from another installation: all of it, or nothing."""
    from service.assembly import build
    from service.record_import import import_record

    with build(read_settings(home)) as waymark:
        taken = import_record(waymark, file)
    typer.echo(f"{taken.programme} is here now, with {taken.events} events and {taken.commands} answers.")
    typer.echo("Stop using it where it came from: the two records would not hear of each other.")
