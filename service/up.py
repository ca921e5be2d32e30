"""`waymark up`: one whole installation on one machine, in one process tree, on loopback."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

from service.companion import Companion, waymark_command, web_answers
from service.groundwork import prepare
from service.home import Home, HomeLock, write_private
from service.machine_faults import MachineFault
from service.port import LOOPBACK, need_port
from service.postgres_server import PostgresServer
from service.process import Program
from service.settings import PREFIX, read_settings
from service.sign_in.first_link import first_link
from service.step import Step
from service.stop_request import StopRequest
from service.supervision import Patience, Supervised, Supervisor
from service.temporal_server import TemporalServer

COMPANIONS = ("worker", "relay", "projector", "signer")
DEMONSTRATION = {PREFIX + "DEMONSTRATION": "true"}
SEARCH_ATTRIBUTES: dict[str, str] = {}
ELSEWHERE = (
    "DATABASE_URL",
    "OWNER_DATABASE_URL",
    "KEYS_DATABASE_URL",
    "KEYS_OWNER_DATABASE_URL",
    "SIGNER_DATABASE_URL",
    "TEMPORAL_ADDRESS",
)


@dataclass(frozen=True, slots=True)
class Ports:
    """Where people and programs reach the servers, on loopback."""

    web: int = 8000
    temporal: int = 7233
    temporal_ui: int = 8233


def up(folder: Path, ports: Ports, say: Callable[[str], None], *, demo: bool = False) -> None:
    """Start everything in this home and keep it running until Ctrl-C. Raises a MachineFault, nothing half-started."""
    _refuse_elsewhere()
    _refuse_root()
    home = Home(folder.expanduser().absolute())
    home.open()
    if demo:
        home.mark_as_demonstration()
    with HomeLock(home), stop_on_signals() as stopping:
        afterwards = (
            Companion(
                Program("demonstrate", waymark_command("demonstrate", home.folder), DEMONSTRATION, talks=True), home
            )
            if demo
            else None
        )
        # A demonstration has an operator ready, and anybody may be them.
        welcome = None if demo else lambda: first_link(read_settings(home.folder))
        run(home, ports, installation(home, ports, demo=demo), say, stopping, afterwards, welcome=welcome)


def installation(home: Home, ports: Ports, *, demo: bool = False) -> list[Supervised]:
    """What runs, in the order it starts."""
    told = DEMONSTRATION if demo else {}
    return [
        PostgresServer(home.folder, besides=astuple(ports)),
        Step("tables", lambda: prepare(read_settings(home.folder))),
        TemporalServer(
            home.folder, port=ports.temporal, ui_port=ports.temporal_ui, search_attributes=SEARCH_ATTRIBUTES
        ),
        *(Companion(Program(name, waymark_command(name, home.folder), told), home) for name in COMPANIONS),
        Companion(Program("web", waymark_command("web", home.folder), told), home, web_answers(ports.web)),
    ]


def run(
    home: Home,
    ports: Ports,
    members: list[Supervised],
    say: Callable[[str], None],
    stopping: StopRequest,
    afterwards: Supervised | None = None,
    patience: Patience | None = None,
    welcome: Callable[[], list[str]] | None = None,
) -> None:
    """Run these members in a home that is open and locked. Raises a MachineFault, with everything stopped again."""
    supervisor = Supervisor(members, say, stopping, afterwards, patience)
    supervisor.sweep()
    need_port(ports.web, "the pages of Waymark", "--port")
    need_port(ports.temporal, "Temporal", "--temporal-port")
    need_port(ports.temporal_ui, "Temporal's own pages", "--temporal-ui-port")
    write_private(home.folder / "ports.json", asdict(ports))
    say(f"Waymark starts in {home.folder}.")
    if os.geteuid() == 0:
        say("It runs as root, and so does its signer. Do that only to try it out.")
    try:
        if supervisor.start():
            say(f"Waymark is here: http://{LOOPBACK}:{ports.web}")
            say(f"Temporal's own pages: http://{LOOPBACK}:{ports.temporal_ui}   Logs: {home.logs}   Stop with Ctrl-C.")
            for line in welcome() if welcome else ():
                say(line)
            supervisor.watch()
        say("Stopping. This takes a few seconds.")
    finally:
        supervisor.stop()
    say("Stopped. Everything recorded is kept; the next start goes on from here.")


@contextmanager
def stop_on_signals() -> Iterator[StopRequest]:
    """Ctrl-C, SIGTERM and a closed terminal ask to stop, instead of ending this process at once."""
    stopping = StopRequest()
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Under `nohup` a closed terminal is to be ignored. Ctrl-C never is, though shells ignore it for what runs in
        # the background: whoever sends it there means it.
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, stopping.ask)
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _refuse_elsewhere() -> None:
    for name in ELSEWHERE:
        if PREFIX + name in os.environ:
            raise MachineFault(
                f"{PREFIX}{name} is set, but `waymark up` brings a database and a Temporal of its own. Unset it, or "
                "start `waymark web`, `worker`, `relay`, `projector` and `signer` yourself to use the ones it names."
            )


def _refuse_root() -> None:
    """Root on the machine that others reach would sign, serve and read files with every right there is."""
    if os.geteuid() == 0 and PREFIX + "PUBLIC_URL" in os.environ:
        raise MachineFault(
            "Others can reach this Waymark, and it would run as root: a fault in it, or in its signer, would then have "
            "the whole machine. Make a user for it (useradd --system waymark), give that user the home folder, and "
            "start it as that user."
        )
