"""`waymark break-glass`: operators ask to look into a programme, and agree, over the API as everybody else does.

A shell does not show who sits at it, so this proves nothing by itself: each operator gives an API token of their own,
made with two factors, in `WAYMARK_TOKEN`. The API decides, records and shows it to the group.
"""

import http.client
import json
import os
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import uuid4

import typer

from domain.calendar import LONDON
from domain.grants import Glass
from service.machine_faults import MachineFault
from service.options import InHome

TOKEN = "WAYMARK_TOKEN"  # noqa: S105 - the name of a variable
_PATIENCE = 30.0
Programme = Annotated[str, typer.Argument(help="The programme's id, with or without “programme:”.")]
Request = Annotated[int, typer.Argument(min=1, help="The number of the request.")]

break_glass_commands = typer.Typer(
    help="Look into a programme as an operator: one asks, another agrees, and the group sees it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class NotLetIn(MachineFault):
    """The API said no, or did not answer."""


@break_glass_commands.command("ask")
def ask(
    programme: Programme,
    because: Annotated[str, typer.Option("--because", help="Why. The group reads it.")],
    home: InHome = None,
) -> None:
    """Ask to look into a programme. Nothing is shown before another operator agrees."""
    _send(home, programme, "break-glass-requests", {"reason": because})
    typer.echo("It is asked for. Give another operator the number: waymark break-glass list")


@break_glass_commands.command("agree")
def agree(programme: Programme, request: Request, home: InHome = None) -> None:
    """Let the operator who asked look into the programme, for 24 hours. You cannot agree to your own request."""
    _send(home, programme, "break-glass-approvals", {"request": request})
    typer.echo("They may look for 24 hours. The group sees it in its history.")


@break_glass_commands.command("end")
def end(programme: Programme, request: Request, home: InHome = None) -> None:
    """End a look now, or say no to a request."""
    _send(home, programme, "break-glass-endings", {"request": request})
    typer.echo("It has ended.")


@break_glass_commands.command("list")
def list_(programme: Programme, home: InHome = None) -> None:
    """List the requests of a programme: numbers, who asked, and until when. It shows nothing of the programme."""
    from domain.refusals import NO_SUCH_PROGRAMME, UnknownProgramme
    from service.assembly import build
    from service.settings import read_settings

    with build(read_settings(home)) as waymark:
        found = waymark.front_door.group(f"programme:{_uuid(programme)}").programme
        if found is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        now = waymark.clock()
        for number, glass in sorted(found.glasses.items()):
            typer.echo(told(number, glass, now))


def told(number: int, glass: Glass, now: datetime) -> str:
    """One request as a line: its number, who asked, how it stands, and until when."""
    how = "over" if glass.is_over(now) else "open" if glass.opened else "waits for a second operator"
    return f"{number}  {glass.by}  {how}, until {glass.lapses_at.astimezone(LONDON):%Y-%m-%d %H:%M}"


def _send(home: InHome, programme: str, path: str, body: dict[str, object]) -> None:
    """Ask the API of this installation, as whoever the token is of. Raises NotLetIn."""
    from service.settings import read_settings

    token = os.environ.get(TOKEN)
    if not token:
        raise NotLetIn(
            f"Nobody can tell who you are from a shell. Sign in with two factors, make a token that may write on the "
            f"page of your account, and set {TOKEN} to it."
        )
    site = urlsplit(read_settings(home).site)
    kind = http.client.HTTPSConnection if site.scheme == "https" else http.client.HTTPConnection
    connection = kind(site.netloc, timeout=_PATIENCE)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid4()),
    }
    try:
        connection.request("POST", f"/api/programmes/{_uuid(programme)}/{path}", json.dumps(body), headers)
        answer = connection.getresponse()
        said = answer.read()
    except (OSError, http.client.HTTPException) as fault:
        raise NotLetIn("Waymark does not answer. Start it, and try again.") from fault
    finally:
        connection.close()
    if answer.status != http.HTTPStatus.CREATED:
        raise NotLetIn(_detail(said))


def _detail(said: bytes) -> str:
    try:
        return str(json.loads(said)["detail"])
    except (ValueError, KeyError, TypeError):
        return "Waymark answered in a way that cannot be read. Look at its log."


def _uuid(programme: str) -> str:
    return programme.removeprefix("programme:").lower()
