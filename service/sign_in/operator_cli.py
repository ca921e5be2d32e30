"""`waymark operator` and `waymark token`: the first way in, and tokens for programs, from the machine itself."""

from datetime import timedelta
from typing import Annotated

import typer

from service.options import InHome

operator_commands = typer.Typer(
    help="Who looks after this installation.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
token_commands = typer.Typer(
    help="Tokens, with which programs act for people.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Person = Annotated[str, typer.Argument(help="Whose, as person: and their id (see `waymark people list`).")]


@operator_commands.callback()
def about() -> None:
    """Who looks after this installation."""


@operator_commands.command("link")
def link(home: InHome = None) -> None:
    """Print a link that makes whoever opens it an operator. It works once, for a day."""
    from service.assembly import build
    from service.settings import read_settings
    from service.sign_in.desk import desk_of
    from service.sign_in.hosting import Hosting

    with build(read_settings(home)) as waymark:
        desk = desk_of(waymark)
        secret = Hosting(desk, waymark.front_door).operator_link()
        typer.echo("Whoever opens this link looks after this Waymark. It works once, for a day:")
        typer.echo(desk.letters.address("/operator", secret))


@token_commands.command("issue")
def issue(
    person: Person,
    label: Annotated[str, typer.Option(help="What the program is called.")],
    days: Annotated[int, typer.Option(min=1, max=365, help="For how many days.")] = 30,
    programme: Annotated[list[str] | None, typer.Option(help="Only for this programme. May be given again.")] = None,
    home: InHome = None,
    *,
    write: Annotated[bool, typer.Option("--write", help="It may write too, not only read.")] = False,
) -> None:
    """Make a token and print it, once. It can do no more than its owner."""
    from domain import person_commands as commands
    from domain.person_events import TokenIssued
    from domain.presence import Scope
    from domain.refusals import UnknownPart
    from service.assembly import build
    from service.settings import read_settings
    from service.sign_in.desk import desk_of
    from service.sign_in.hosting import THE_MACHINE

    with build(read_settings(home)) as waymark:
        desk = desk_of(waymark)
        if desk.accounts.get(person) is None:
            raise UnknownPart("Nobody with this id can sign in here. Look at the list: waymark people list")
        ends_at = waymark.clock() + timedelta(days=days)
        scopes: tuple[Scope, ...] = ("read", "write") if write else ("read",)
        among = tuple(programme) if programme else None
        command = commands.IssueToken(scopes=scopes, programmes=among, expires_at=ends_at)
        (issued,) = desk.log.ask(person, command, THE_MACHINE)
        assert isinstance(issued, TokenIssued)  # noqa: S101 - the command says no other thing
        # Whoever holds the machine could do anything anyway: its tokens count as made with two factors.
        token = desk.tokens.keep(person, issued.token, label, scopes, among, ends_at, second_factor=True)
    typer.echo(token)
    typer.echo(f"Token {issued.token} of {person}, for {days} days. It is shown this once.", err=True)


@token_commands.command("revoke")
def revoke(
    person: Person,
    number: Annotated[int, typer.Argument(min=1, help="Which of their tokens.")],
    home: InHome = None,
) -> None:
    """Revoke a token: it ends with the next request."""
    from domain.person_commands import RevokeToken
    from service.assembly import build
    from service.settings import read_settings
    from service.sign_in.desk import desk_of
    from service.sign_in.hosting import THE_MACHINE

    with build(read_settings(home)) as waymark:
        desk_of(waymark).log.ask(person, RevokeToken(token=number), THE_MACHINE)
    typer.echo(f"Token {number} of {person} is revoked.")
