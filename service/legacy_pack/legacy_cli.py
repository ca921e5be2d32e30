"""`waymark legacy`: take away what a programme leaves behind, and bring it into another Waymark."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from service.options import AsJson, InHome

legacy_commands = typer.Typer(
    name="legacy",
    help="Take away what a programme leaves behind, and bring it into another Waymark.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@legacy_commands.command()
def pack(
    programme: Annotated[str, typer.Argument(help="The programme's id.")],
    file: Annotated[Path, typer.Option("--to", help="The new file.")],
    audience: Annotated[
        Literal["everybody", "waymark"],
        typer.Option("--for", help="For everybody, or also what is only for people with an account in a Waymark."),
    ] = "everybody",
    home: InHome = None,
    *,
    with_contacts: Annotated[
        bool, typer.Option("--with-contacts", help="Also the names of people who said that they may be asked.")
    ] = False,
) -> None:
    """Write lessons, toolkits, links, the plan as it went and their proof into one file that works by itself."""
    from service.assembly import build
    from service.audit.audit_cli import ledger_named
    from service.legacy_pack.archive import write_pack
    from service.legacy_pack.packing import packed
    from service.settings import read_settings

    settings = read_settings(home)
    with build(settings) as waymark:
        contents = packed(waymark, ledger_named(programme), audience, with_contacts=with_contacts)
        manifest = write_pack(settings, contents, waymark.public_files.read, file)
    typer.echo(f"{file} holds {len(contents.resources)} things {contents.organisation} leaves behind.")
    typer.echo(f"It has {len(manifest.members) + 1} files. Unpack it, and open index.html.")
    if contents.withheld:
        typer.echo(f"{contents.withheld} more are for a smaller circle, and not in it.")


@legacy_commands.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The pack.")],
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="The public key of where it comes from: then its proof is checked."),
    ] = None,
    home: InHome = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Bring a legacy pack into this Waymark's library. The same pack twice changes nothing."""
    from dataclasses import asdict

    from service.assembly import build
    from service.audit.note import NoteRefused, Verifier
    from service.legacy_pack.arrival import take_in
    from service.legacy_pack.opened_pack import PackRefused, open_pack
    from service.legacy_pack.pack_proof import check_proof
    from service.settings import read_settings

    opened = open_pack(file)
    if key:
        try:
            verdict = check_proof(opened, [Verifier.parse(each) for each in key])
        except NoteRefused as refused:
            raise PackRefused(str(refused)) from refused
        if not verdict.holds:
            raise PackRefused(f"Nothing was taken in.\n{verdict.text}")
    with build(read_settings(home)) as waymark:
        for each in (each for resource in opened.contents.resources for each in resource.published.files):
            waymark.public_files.keep(each.sha256, opened.file(each.sha256), each.name)
        arrived = take_in(waymark, opened)
    if as_json:
        typer.echo(json.dumps(asdict(arrived)))
        return
    if not arrived.events:
        typer.echo("This pack came in before. Nothing needs doing.")
        return
    typer.echo(f"{arrived.resources} things that {arrived.organisation} leaves behind are in the library now.")
    typer.echo("Its proof was checked, and holds." if key else "Its proof was not checked: no --key was given.")
