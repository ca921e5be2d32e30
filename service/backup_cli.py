"""`waymark backup` and `waymark restore`."""

from pathlib import Path
from typing import Annotated

import typer

from domain.calendar import LONDON
from service.clock import system_clock
from service.letters import in_words

InHome = Annotated[
    Path, typer.Option("--home", envvar="WAYMARK_HOME", help="The folder that keeps everything of this installation.")
]
DEFAULT_HOME = Path(".waymark")


def backup(
    file: Annotated[Path, typer.Option("--to", help="The new file. Only you can read it.")], home: InHome = DEFAULT_HOME
) -> None:
    """Copy everything of this installation into one file. It may be running meanwhile."""
    from service.backup import back_up

    made = back_up(home, file, system_clock())
    megabytes = sum(part.size for part in made.parts) / 1_000_000
    typer.echo(f"The backup is in {file} ({megabytes:.1f} MB, {len(made.parts)} parts).")
    typer.echo("Its keys are in it: whoever has this file can read everything. Keep it where nobody else gets it.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `waymark backup` made.")], home: InHome = DEFAULT_HOME
) -> None:
    """Make an installation out of a backup, in a folder that is new or empty."""
    from service.restoration import restore as bring_back

    made = bring_back(file, home, typer.echo)
    moment = made.made_at.astimezone(LONDON)
    typer.echo(f"Restored in {home}, as it was on {in_words(moment.date())} at {moment:%H:%M}.")
    typer.echo(f"Start it: waymark up --home {home}")
    typer.echo(f"Then bring the waits back, once: waymark reconcile --home {home}")
    typer.echo(f"And begin a new epoch of the proof: waymark audit epoch --because 'Restored' --home {home}")
    typer.echo("Erase again whoever was erased after that day: their names and words are back.")
