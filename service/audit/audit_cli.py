"""`waymark audit`: give a funder a record they can check, and check one."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from service.audit.bundle import MaySee
    from service.settings import Settings

audit_commands = typer.Typer(
    name="audit",
    help="Show that nobody changed the record, and check it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

InHome = Annotated[Path | None, typer.Option("--home", help="The folder that keeps everything of this installation.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@audit_commands.command()
def bundle(
    programme: Annotated[str, typer.Argument(help="The programme's id, or `service` for people and keys.")],
    file: Annotated[Path, typer.Option("--to", help="The new file.")],
    since: Annotated[
        Path | None, typer.Option("--since", help="The checkpoint or bundle its reader was given last time.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--for", help="Only what this person may see: person:<uuid>. Else everything.")
    ] = None,
    home: InHome = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write a programme's record and its proof into one file."""
    from dataclasses import asdict

    from service.audit.bundle import write_bundle
    from service.audit.continuity import read_seen
    from service.settings import read_settings

    settings, ledger = read_settings(home), ledger_named(programme)
    may_see = _part_for(settings, ledger, person) if person else None
    made = write_bundle(settings, ledger, file, read_seen(since) if since else None, may_see)
    if as_json:
        numbers = {name: value for name, value in asdict(made).items() if not name.endswith("checkpoint")}
        typer.echo(json.dumps(numbers))
        return
    typer.echo(f"{file} holds {made.size:,} entries of {made.ledger}.")
    if made.withheld:
        typer.echo(f"Of {made.withheld:,} only the hash is in it.")
    if made.unsigned:
        typer.echo(f"{made.unsigned:,} newer ones are not signed yet, and are not in it.")
    typer.echo("Give the public key by another way than this file: waymark audit key")


@audit_commands.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The bundle.")],
    key: Annotated[list[str], typer.Option("--key", help="The public key. Older ones too, for older checkpoints.")],
    old: Annotated[Path | None, typer.Option("--old", help="A checkpoint or bundle you kept.")] = None,
    programme: Annotated[str | None, typer.Option("--programme", help="Which programme it must be about.")] = None,
    witness: Annotated[
        list[str] | None, typer.Option("--witness", help="The public key of somebody who must have cosigned.")
    ] = None,
    tsa_certificate: Annotated[
        Path | None, typer.Option("--tsa-certificate", help="The certificate of the time stamping authority you trust.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Check a bundle. Needs no network and no account. Ends with 0 when everything holds, with 1 when not."""
    from dataclasses import asdict

    from service.audit.cosignature import WitnessKey
    from service.audit.note import NoteRefused, Verifier
    from service.audit.time_stamps import Authority, TimeStampRefused
    from service.audit.verdict import Verdict
    from service.audit.verification import Others, verify_bundle

    try:
        keys = [Verifier.parse(each) for each in key]
        others = Others(
            [WitnessKey.parse(each) for each in witness or ()],
            Authority.read(tsa_certificate) if tsa_certificate else None,
        )
    except (NoteRefused, TimeStampRefused) as refused:
        verdict = Verdict()
        verdict.refuse("key", str(refused))
    else:
        verdict = verify_bundle(file, keys, old, ledger_named(programme) if programme else None, others)
    typer.echo(json.dumps({"holds": verdict.holds, **asdict(verdict)}) if as_json else verdict.text)
    if not verdict.holds:
        raise typer.Exit(1)


@audit_commands.command(name="growth")
def growth_since(
    file: Annotated[Path, typer.Option("--to", help="The new file.")],
    old: Annotated[int, typer.Option("--old", help="How many checkpoints the witness cosigned last.")] = 0,
    home: InHome = None,
) -> None:
    """Write the newest checkpoint and its growth into a file, for a witness who cannot reach this Waymark."""
    import psycopg

    from service.audit.published import growth
    from service.settings import read_settings
    from service.whole_file import new_file

    with psycopg.connect(read_settings(home).database_url, application_name="waymark audit") as connection:
        grown = growth(connection, old)
    with new_file(file) as written:
        written.write(str(grown).encode())
    typer.echo(f"{file} is for the witness: waymark witness follow {file.name} --to COSIGNED")


@audit_commands.command(name="cosign-add")
def cosign_add(
    file: Annotated[Path, typer.Argument(help="The cosigned checkpoint that a witness gave you.")],
    home: InHome = None,
) -> None:
    """Keep what a witness said about a checkpoint. It is in every bundle from then on."""
    import psycopg

    from service.audit.published import add_cosignatures, witnesses_named
    from service.settings import read_settings

    settings = read_settings(home)
    note = file.read_text() if file.exists() else ""
    with psycopg.connect(settings.database_url, autocommit=True, application_name="waymark audit") as connection:
        for each in add_cosignatures(connection, witnesses_named(settings.witness_keys), note):
            typer.echo(f"{each.witness} cosigned this checkpoint on {each.at:%d %B %Y at %H:%M} UTC.")


@audit_commands.command()
def key(home: InHome = None) -> None:
    """Print the public key, to be given on paper or another way that is not the bundle's."""
    from service.audit.epoch import SignerRefuses, newest_epoch
    from service.audit.signer_place import read_signer_place

    epoch = newest_epoch(read_signer_place(home).folders)
    if epoch is None:
        raise SignerRefuses("There is no key yet. The signer makes it when it starts for the first time.")
    typer.echo(str(epoch.signer.verifier))


@audit_commands.command()
def epoch(
    because: Annotated[str, typer.Option("--because", help="Why. It stands in every bundle from now on.")],
    home: InHome = None,
) -> None:
    """Begin anew with a new key: after a restore, when a key was lost or seen, or in good time."""
    from service.audit.new_epoch import open_epoch
    from service.audit.signer_place import read_signer_place

    begun = open_epoch(read_signer_place(home), because)
    typer.echo(f"Epoch {begun.number} begins. Its public key, for everybody who checks the record:")
    typer.echo(str(begun.signer.verifier))


@audit_commands.command()
def status(home: InHome = None, *, as_json: AsJson = False) -> None:
    """Say how far behind the signer is."""
    import psycopg

    from service.audit.lag import signer_lag
    from service.clock import system_clock
    from service.settings import read_settings

    with psycopg.connect(read_settings(home).database_url) as connection:
        lag = signer_lag(connection, system_clock())
    typer.echo(json.dumps({"waiting": lag.waiting, "seconds": lag.seconds}) if as_json else lag.sentence)


@audit_commands.command()
def check(home: InHome = None, *, as_json: AsJson = False) -> None:
    """Compare every event with its leaf, and leaves with all that was signed. Ends with 1 when something differs."""
    import psycopg
    from psycopg import IsolationLevel

    from service.audit.full_check import full_check
    from service.settings import read_settings

    with psycopg.connect(read_settings(home).database_url, application_name="waymark audit") as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        found = list(full_check(connection))
    if as_json:
        typer.echo(json.dumps(found))
    else:
        typer.echo("\n".join(found) or "Every event is the one that was recorded and signed.")
    if found:
        raise typer.Exit(1)


def ledger_named(programme: str) -> str:
    """The ledger somebody means: `programme:<uuid>`, a bare uuid, or `service`."""
    return programme if programme == "service" or ":" in programme else f"programme:{programme}"


def _part_for(settings: "Settings", ledger: str, person: str) -> "MaySee":
    from domain.refusals import NotAllowed
    from service.assembly import build
    from service.audit.readers_part import part_for
    from service.visibility import Visibility

    if ledger == "service":
        raise NotAllowed("What concerns this Waymark as a whole is for its operators: leave out --for.")
    with build(settings) as waymark:
        return part_for(Visibility(waymark.front_door).sight(ledger, person))
