"""`waymark backup` and `waymark restore`."""

from pathlib import Path
from typing import Annotated

import typer

from domain.calendar import LONDON
from service.clock import system_clock

InHome = Annotated[
    Path, typer.Option("--home", envvar="WAYMARK_HOME", help="The folder that keeps everything of this installation.")
]
DEFAULT_HOME = Path(".waymark")


def backup(
    file: Annotated[Path, typer.Option("--to", help="The new file. Only you can read it.")],
    home: InHome = DEFAULT_HOME,
    keys: Annotated[
        Path | None, typer.Option("--keys-to", help="Where the keys go: FILE.keys beside it, unless you say so.")
    ] = None,
) -> None:
    """Copy everything of this installation into two files. It may be running meanwhile."""
    from service.backup import back_up, keys_beside
    from service.privacy.lag import KEYS_BACKUPS_FOR

    made = back_up(home, file, system_clock(), keys)
    megabytes = sum(part.size for each in made for part in each.parts) / 1_000_000
    typer.echo(f"The backup is in {file} ({megabytes:.1f} MB with its keys). You may keep it as long as you like.")
    typer.echo(f"Its keys, names and addresses are in {keys or keys_beside(file)}. You need both to restore.")
    typer.echo("Whoever has both files can read everything. Keep them apart, where nobody else gets them.")
    typer.echo(
        f"Delete each file of keys after {KEYS_BACKUPS_FOR.days} days, wherever you copied it: until then whoever was "
        "erased could be brought back. Those in this folder were deleted just now."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `waymark backup` made.")],
    home: InHome = DEFAULT_HOME,
    keys: Annotated[
        Path | None, typer.Option("--keys", help="The newest file of keys you have; else the one beside FILE.")
    ] = None,
    erased: Annotated[
        Path | None, typer.Option("--erased", help="The file `erased` of the old home: they are erased here again.")
    ] = None,
) -> None:
    """Make an installation out of a backup, in a folder that is new or empty."""
    from service.restoration import restore as bring_back

    made = bring_back(file, home, typer.echo, keys, erased)
    moment = made.made_at.astimezone(LONDON)
    typer.echo(f"Restored in {home}, as it was on {moment:%A} {moment.day} {moment:%B %Y} at {moment:%H:%M}.")
    typer.echo(f"Start it: waymark up --home {home}")
    typer.echo(f"Then bring the waits back, once: waymark reconcile --home {home}")
    typer.echo(f"And begin a new epoch of the proof: waymark audit epoch --because 'Restored' --home {home}")
    typer.echo("Whoever these keys know as erased stays erased.")
    if erased is None:
        typer.echo(
            "Was anybody erased after the keys were copied? Then restore again, with --erased and the file `erased` of "
            "the old home. If that file is lost, erase them again by hand, before you start it."
        )
