"""The commands that are Waymark's processes, and those that put them right: one each, run by `up` or by themselves."""

import asyncio
import json
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from domain.refusals import UnknownPart
from service.log_lines import write_json_lines
from service.options import AsJson, InHome
from service.settings import read_settings

P = TypeVar("P")


def up(
    home: InHome = None,
    port: Annotated[int, typer.Option(envvar="WAYMARK_HTTP_PORT", help="Where the pages are.")] = 8000,
    temporal_port: Annotated[int, typer.Option(help="Where Temporal is.")] = 7233,
    temporal_ui_port: Annotated[int, typer.Option(help="Where Temporal's own pages are.")] = 8233,
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Then load the stories, to show what Waymark does.")] = False,
) -> None:
    """Start everything on this machine, and keep it running until Ctrl-C."""
    from service.settings import home_of
    from service.up import Ports
    from service.up import up as start

    start(home_of(home), Ports(port, temporal_port, temporal_ui_port), typer.echo, demo=demo)


def worker(home: InHome = None) -> None:
    """Run the waits: workflows and their activities."""
    from service.worker import run_worker

    _until_told(home, "worker", run_worker)


def relay(home: InHome = None) -> None:
    """Follow the log, wake the waits, and send the messages."""
    from service.relay import run_relay

    _until_told(home, "relay", run_relay)


def projector(home: InHome = None) -> None:
    """Write what people read, from the log."""
    from service.projector import run_projector

    _until_told(home, "projector", run_projector)


def signer(home: InHome = None) -> None:
    """Sign what is recorded, so that others can check that nobody changed it."""
    from service.audit.signer import run_signer
    from service.audit.signer_place import read_signer_place

    _until_told(home, "signer", run_signer, read_signer_place)


def web(home: InHome = None) -> None:
    """Serve the pages and the API."""
    from service.web import run

    write_json_lines("web")
    run(read_settings(home))


def tables(home: InHome = None) -> None:
    """Make the tables, or bring them up to this Waymark, where the databases are not Waymark's own (`up` does it)."""
    from service.groundwork import prepare

    settings = read_settings(home)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    prepare(settings)
    typer.echo("The tables are there, and the keys of this installation too. Back up its keys folder.")


def rebuild(
    name: Annotated[str, typer.Argument(help="The view: progress, agenda, history, portfolio, legacy, or all.")],
    home: InHome = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Build what people read again from the record. They read the old rows until it is done."""
    from dataclasses import asdict

    from projections.catalogue import PROJECTIONS
    from service.assembly import build
    from service.projector import rebuild as build_again

    chosen = [each for each in PROJECTIONS if name in {each.name, "all"}]
    if not chosen:
        known = ", ".join(each.name for each in PROJECTIONS)
        msg = f"There is no view called {name}. Choose one of: {known}, or all."
        raise UnknownPart(msg)
    settings = read_settings(home)
    with build(settings) as waymark:
        done = build_again(settings.database_url, waymark.store, chosen)
    typer.echo(json.dumps(asdict(done)) if as_json else done.sentence)


def reconcile(
    home: InHome = None,
    *,
    restart: Annotated[
        bool, typer.Option("--restart", help="End every wait first, and start all anew (after an upgrade).")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring every wait back from the store, when Temporal's data is gone or behind."""
    from dataclasses import asdict

    from service.assembly import build
    from service.privacy.standing_waits import StandingWaits
    from service.reconcile import reconcile as bring_back
    from service.temporal_client import connect

    settings = read_settings(home)

    async def run() -> None:
        with build(settings) as waymark:
            done = await bring_back(
                await connect(settings),
                waymark.store,
                waymark.front_door,
                standing=StandingWaits(waymark),
                restart=restart,
            )
        typer.echo(json.dumps(asdict(done)) if as_json else done.sentence)

    asyncio.run(run())


def _until_told(
    home: Path | None,
    process: str,
    run: Callable[[P, asyncio.Event], Awaitable[None]],
    read: Callable[[Path | None], P] = read_settings,  # type: ignore[assignment] # every other process reads these
) -> None:
    """Run until SIGTERM or Ctrl-C, which end it politely."""
    write_json_lines(process)
    settings = read(home)

    from service.temporal_client import Stopped

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        with suppress(Stopped):
            await run(settings, stop)

    asyncio.run(main())
