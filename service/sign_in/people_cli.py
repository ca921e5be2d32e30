"""`waymark people`: who can sign in, asking them in, and shutting them out."""

import json
from typing import Annotated

import typer

from service.options import AsJson, InHome

people_commands = typer.Typer(
    help="Who can sign in: see them, ask them in, shut them out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Person = Annotated[str, typer.Argument(help="Who, as person: and their id (see `waymark people list`).")]


@people_commands.command("list")
def everybody(home: InHome = None, *, as_json: AsJson = False) -> None:
    """Show who can sign in. It shows no secret, and nothing of what they wrote."""
    from service.assembly import build
    from service.settings import read_settings
    from service.sign_in.desk import desk_of

    with build(read_settings(home)) as waymark:
        desk = desk_of(waymark)
        accounts = desk.accounts.everybody()
        names = waymark.people.names([each.person for each in accounts])
        told = [
            {
                "person": each.person,
                "name": names[each.person],
                "email": each.email,
                "operator": each.operator,
                "shut_out": each.disabled,
                "signs_in_with": ["a link by e-mail", *(factor.kind for factor in desk.factors.of(each.person))],
            }
            for each in accounts
        ]
    if as_json:
        typer.echo(json.dumps(told))
        return
    if not told:
        typer.echo("Nobody can sign in yet. Print a link for the first operator: waymark operator link")
    for one in told:
        marks = [mark for mark, holds in (("operator", one["operator"]), ("shut out", one["shut_out"])) if holds]
        said = f" ({', '.join(marks)})" if marks else ""
        typer.echo(f"{one['person']}  {one['name']}  {one['email'] or 'no e-mail address yet'}{said}")


@people_commands.command("invite")
def invite(
    email: Annotated[str, typer.Option(help="Where the invitation is sent.")],
    name: Annotated[str, typer.Option(help="What they are called.")],
    programme: Annotated[str | None, typer.Option(help="To this programme (its id).")] = None,
    role: Annotated[str | None, typer.Option(help="In this role: mentor, worker, founder, …")] = None,
    by: Annotated[str | None, typer.Option(help="Who invites, and may appoint there: person: and an id.")] = None,
    person: Annotated[str | None, typer.Option(help="Who they are, if they are kept here already.")] = None,
    home: InHome = None,
) -> None:
    """Ask somebody in. To a programme it needs somebody with the right to appoint there, who then does."""
    from pydantic import ValidationError

    from domain.refusals import NotAllowed
    from domain.roles import Role
    from service.assembly import build
    from service.people import PersonCard
    from service.settings import read_settings
    from service.sign_in.desk import desk_of
    from service.sign_in.hosting import THE_MACHINE, Hosting
    from service.sign_in.person_log import Asking

    if len({programme is None, role is None, by is None}) > 1:
        raise NotAllowed("Give --programme, --role and --by together, or none of them.")
    if role is not None and role not in list(Role):
        raise NotAllowed(f"There is no role {role}. Choose mentor, worker, founder, board, commissioner or funder.")
    try:
        card = PersonCard(name=name, email=email, channel="email")
    except ValidationError:
        raise NotAllowed("Give a name, and an e-mail address such as ann@example.org.") from None
    with build(read_settings(home)) as waymark:
        desk = desk_of(waymark)
        to = None
        if programme is not None and role is not None:
            to = (programme if programme.startswith("programme:") else f"programme:{programme}", Role(role))
        asking = Asking(by) if by is not None else THE_MACHINE
        invitation, secret = Hosting(desk, waymark.front_door).invite(asking, card.email or "", card.name, to, person)
        typer.echo(f"{invitation.person} is invited. The message is on its way. This link works once, for 72 hours:")
        typer.echo(desk.letters.address("/invitation", secret))


@people_commands.command("disable")
def disable(person: Person, home: InHome = None) -> None:
    """Shut somebody out: whatever they are signed in with ends at once."""
    _as_machine("disable", person, home)
    typer.echo(f"{person} is shut out. To let them in again: waymark people enable {person}")


@people_commands.command("enable")
def enable(person: Person, home: InHome = None) -> None:
    """Let somebody in again."""
    _as_machine("enable", person, home)
    typer.echo(f"{person} may sign in again.")


def _as_machine(what: str, person: str, home: InHome) -> None:
    from domain.refusals import UnknownPart
    from service.actor import is_person
    from service.assembly import build
    from service.settings import read_settings
    from service.sign_in.desk import desk_of
    from service.sign_in.hosting import THE_MACHINE, Hosting

    if not is_person(person):
        raise UnknownPart("Name somebody as person: and their id. Look at the list: waymark people list")
    with build(read_settings(home)) as waymark:
        hosting = Hosting(desk_of(waymark), waymark.front_door)
        (hosting.disable if what == "disable" else hosting.enable)(person, THE_MACHINE)
