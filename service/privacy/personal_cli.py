"""`waymark people erase`, `export` and `needs`, and `waymark redact`: what people may ask about their own data."""

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from service.options import InHome
from service.sign_in.people_cli import Person, people_commands

__all__ = ["people_commands", "redact"]


@people_commands.command("erase")
def erase(
    person: Person,
    home: InHome = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask. There is no way back.")] = False,
) -> None:
    """Forget a person for good: their keys, files, letters, name and addresses. What a group wrote stays."""
    from service.assembly import build
    from service.privacy.erasure import erase as forget
    from service.privacy.erasure import is_here
    from service.privacy.lag import KEYS_BACKUPS_FOR
    from service.settings import read_settings
    from service.sign_in.hosting import THE_MACHINE

    _must_be_person(person)
    with build(read_settings(home)) as waymark:
        if not yes and is_here(waymark, person):
            name = waymark.people.names([person])[person]
            typer.confirm(f"Forget {name} ({person}) for good? There is no way back", abort=True)
        typer.echo(forget(waymark, person, THE_MACHINE).sentence)
    typer.echo(f"Copies of the keys are gone when their backups are: after {KEYS_BACKUPS_FOR.days} days.")


@people_commands.command("export")
def export(
    person: Person,
    file: Annotated[Path, typer.Option("--to", help="The new file, a zip. Give it to nobody but them.")],
    home: InHome = None,
) -> None:
    """Write everything about a person into one file, as pages and as data. Nobody else's data is in it."""
    from domain.refusals import UnknownPart
    from service.assembly import build
    from service.privacy.erasure import is_here
    from service.privacy.person_export import export_person
    from service.settings import read_settings
    from service.whole_file import new_file

    _must_be_person(person)
    with build(read_settings(home)) as waymark:
        if not is_here(waymark, person):
            raise UnknownPart("There is nobody with this id. Look at the list: waymark people list")
        with new_file(file.expanduser().absolute()) as written:
            events = export_person(waymark, person, written)
    typer.echo(f"Everything about {person} is in {file}, with {events:,} events that name them.")


@people_commands.command("needs")
def needs(
    person: Person,
    home: InHome = None,
    need: Annotated[list[str] | None, typer.Option(help="One need, such as hearing-loop. Repeat it for more.")] = None,
    in_format: Annotated[
        list[str] | None, typer.Option("--format", help="A format they read, such as large-print. Repeat it for more.")
    ] = None,
    involvement: Annotated[str | None, typer.Option(help="involve-me, keep-me-informed or neither.")] = None,
) -> None:
    """Show what a person needs to take part, or write down what they say now."""
    from typing import get_args

    from pydantic import ValidationError

    from domain.access_needs import IN_WORDS, AccessNeeds, Format, Need
    from domain.refusals import NotAllowed, UnknownPart
    from service.assembly import build
    from service.privacy.needs import NeedsBook
    from service.settings import read_settings

    _must_be_person(person)
    with build(read_settings(home)) as waymark:
        book = NeedsBook(waymark.pool, waymark.clock)
        if need is not None or in_format is not None or involvement is not None:
            try:
                said = AccessNeeds.model_validate(
                    {"needs": need or (), "formats": in_format or (), "involvement": involvement or "involve-me"}
                )
            except ValidationError:
                known = f"Needs: {', '.join(get_args(Need))}. Formats: {', '.join(get_args(Format))}."
                raise NotAllowed(f"Choose from the lists; there is no room for anything else. {known}") from None
            book.keep(person, said)
        kept = book.of(person)
    if kept is None:
        raise UnknownPart("There is nobody with this id. Look at the list: waymark people list")
    for line in (*kept.needs.in_words, IN_WORDS[kept.needs.involvement]):
        typer.echo(f"- {line}")
    typer.echo(f"They were asked on {kept.asked_on}." if kept.asked_on else "Nobody has asked them yet.")


def redact(
    stream: Annotated[str, typer.Argument(help="Where it is: programme:, organisation: or resource: and an id.")],
    version: Annotated[int, typer.Argument(help="The number of the event there (see `waymark history`).")],
    field: Annotated[str, typer.Argument(help="Which words: reason, lesson, meta.on_behalf_of.minute …")],
    because: Annotated[str, typer.Option(help="Why. It is shown in their place.")],
    by: Annotated[str, typer.Option(help="Who of those who decide asks for it: person: and an id.")],
    home: InHome = None,
) -> None:
    """Take one passage out of a record for good. What stays: that it was there, and why it went."""
    from pydantic import ValidationError

    from domain.redaction_commands import TakeOutPassage
    from domain.refusals import NotAllowed
    from service.assembly import build
    from service.privacy.sweep import Sweep
    from service.settings import read_settings

    _must_be_person(by)
    try:
        command = TakeOutPassage(stream=stream, version=version, field=field, reason=because)
    except ValidationError:
        raise NotAllowed("This is no place in a record. It is written as: programme:ID 12 reason") from None
    with build(read_settings(home)) as waymark:
        programme = f"programme:{stream.partition(':')[2]}"
        waymark.front_door.ask(programme, command, actor=by, command_id=f"{by}/{uuid4()}")
        waiting = Sweep(waymark).once().waiting
    if waiting:
        typer.echo("It is decided. The words are gone in two minutes, when no part of Waymark has their key any more.")
    else:
        typer.echo("It is gone.")


def _must_be_person(person: str) -> None:
    from domain.refusals import UnknownPart
    from service.actor import is_person

    if not is_person(person):
        raise UnknownPart("Name somebody as person: and their id. Look at the list: waymark people list")
