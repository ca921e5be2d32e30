"""`waymark witness`: cosign another installation's checkpoints, so that it cannot show two people two histories."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from service.audit.note import Verifier

witness_commands = typer.Typer(
    name="witness",
    help="Follow another Waymark's log, and cosign what continues it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

InFolder = Annotated[
    Path, typer.Option("--folder", envvar="WAYMARK_WITNESS", help="The witness' own folder: its key, what it cosigned.")
]
DEFAULT = Path("waymark-witness")


@witness_commands.command()
def init(
    name: Annotated[str, typer.Argument(help="Who you are, such as funder.example.org/witness.")],
    log: Annotated[list[str], typer.Option("--log", help="The public key of the Waymark to follow.")],
    folder: InFolder = DEFAULT,
) -> None:
    """Make a witness: a key, and the list of those it follows. Prints the public key."""
    from service.audit.witness import Witness

    made = Witness.make(folder, name, [_log(each) for each in log])
    typer.echo(f"{folder} is the folder of this witness. Keep it: without it nothing more is cosigned.")
    typer.echo("Its public key, for the people you follow and for everybody who relies on you:")
    typer.echo(str(made.key))


@witness_commands.command()
def trust(
    log: Annotated[str, typer.Argument(help="A public key: of one more Waymark, or of the next epoch of one.")],
    folder: InFolder = DEFAULT,
) -> None:
    """Follow one more log."""
    from service.audit.witness import Witness

    verifier = _log(log)
    Witness(folder).trust(verifier)
    typer.echo(f"This witness follows {verifier.name}.")


@witness_commands.command()
def follow(
    where: Annotated[str, typer.Argument(help="The address of a Waymark, or a file: a bundle, or what was sent.")],
    folder: InFolder = DEFAULT,
    to: Annotated[Path | None, typer.Option("--to", help="A new file for the cosigned checkpoint.")] = None,
    *,
    send: Annotated[bool, typer.Option(help="Send the cosignature back to the address.")] = True,
) -> None:
    """Look at the newest checkpoint, and cosign it when it continues what was cosigned before."""
    from service.audit.witness import Witness
    from service.audit.witness_round import follow_once
    from service.clock import system_clock
    from service.whole_file import new_file

    answer = follow_once(Witness(folder), where, system_clock(), send=send)
    typer.echo(answer.sentence, err=to is None)
    if to is None:
        typer.echo(answer.cosigned.checkpoint, nl=False)
        return
    with new_file(to) as written:
        written.write(answer.cosigned.checkpoint.encode())


@witness_commands.command()
def show(folder: InFolder = DEFAULT) -> None:
    """Show the public key, and what was cosigned last."""
    from service.audit.witness import Witness

    witness = Witness(folder)
    typer.echo(str(witness.key))
    for log in witness.logs:
        last = witness.last(log)
        said = f"{last.tree.size:,} checkpoints cosigned" if last else "nothing cosigned yet"
        typer.echo(f"{log.name}: {said}")


def _log(key: str) -> "Verifier":
    from service.audit.note import NoteRefused, Verifier
    from service.audit.witness_book import WitnessRefuses

    try:
        return Verifier.parse(key)
    except NoteRefused as wrong:
        raise WitnessRefuses(str(wrong)) from wrong
