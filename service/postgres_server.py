"""The PostgreSQL that Waymark brings along: made, started and stopped here, on loopback, with its data in the home.

Why our own small start and stop: ops/decisions/0001-postgresql.md.
"""

import os
import signal
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from psycopg import sql

from service.account import Account, server_account
from service.home import Home, write_private
from service.machine_faults import CannotStart
from service.pid_file import living
from service.port import LOOPBACK, free_port, is_free
from service.postgres_data import (
    MAJOR,
    Role,
    check_data,
    connection_secrets,
    know_every_role,
    make_data,
    postgres_url,
    seen_from,
)
from service.postgres_programs import postgres_programs
from service.postgres_roles import create_database, furnish
from service.process import ManagedProcess, Program, end

__all__ = ["MAJOR", "PostgresServer", "Role", "postgres_url"]

PATIENCE = 60.0

SETTINGS = {
    "fsync": "on",
    "jit": "off",
    "listen_addresses": LOOPBACK,
    "max_connections": "200",
    # Old parts of the write-ahead log are deleted and not used again: what was erased is then in none of them.
    "wal_recycle": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_directories": "",
    # Personal text must never reach the log: no statements, no parameters, no "Failing row contains".
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_line_prefix": "%m [%p] ",
}
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class PostgresServer:
    """One server with two databases (`waymark`, `waymark_keys`) and two roles beside `postgres`.

    `waymark_owner` makes the tables, `waymark_app` uses them. `durable=False` is for tests: they may lose
    everything with the machine's power. `programs` is the folder of PostgreSQL's programs, if not the wheel's.
    `besides` are ports that others are to have who start later: it never takes one of them.
    """

    name = "postgres"

    def __init__(
        self, home_folder: Path, *, durable: bool = True, programs: Path | None = None, besides: Collection[int] = ()
    ) -> None:
        self._home = Home(home_folder.absolute())
        self._besides = besides
        self._programs = programs
        self._data = self._home.postgres
        self._settings = SETTINGS if durable else {**SETTINGS, **THROW_AWAY}
        self._process: ManagedProcess | None = None
        self._descriptor = -1
        self._furnished = False

    def start(self) -> None:
        """Start it and wait until it answers. Raises CannotStart with the end of its log."""
        self._home.open()
        self.sweep()
        self.launch()
        until = time.monotonic() + PATIENCE
        while not self.ready():
            if time.monotonic() > until:
                self.stop()
                raise CannotStart(f"PostgreSQL did not answer in time. The end of its log:\n{self.last_words()}")
            if not self.alive():
                # The children of a server that was killed hold its memory for a moment: then it is worth another try.
                # A port that was free may be somebody else's by now: another is chosen at the next launch.
                if not any(each in self.last_words() for each in ("shared memory block", "could not bind")):
                    raise CannotStart(f"PostgreSQL ended at once. The end of its log:\n{self.last_words()}")
                time.sleep(0.3)
                self.launch()
            time.sleep(0.02)

    def url(self, database: str = "waymark", role: Role = "waymark_app") -> str:
        """Where to connect as this role, password included."""
        return postgres_url(self._home.folder, database, role)

    def stop(self) -> None:
        """Stop it: open transactions are rolled back, everything committed is on disk."""
        if self._process is not None:
            self._process.stop()
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def home_folder(self) -> Path:
        """The home its data lies in."""
        return self._home.folder

    @property
    def pid(self) -> int | None:
        """The number of the server's process."""
        return self._process.pid if self._process else None

    def launch(self) -> None:
        """Start the process, and make the data folder the first time; does not wait. Raises CannotStart."""
        self._home.open()
        account = server_account(self._data)
        if not self._data.exists():
            durable = self._settings["fsync"] == "on"
            make_data(self._home, self._program("initdb", account), account, durable=durable)
        check_data(self._data, account)
        port = self._settle_port()
        self._forget_stale_pid()
        folder, descriptors = self._seen_from(self._data, account)
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        program = Program(
            name=self.name,
            command=(str(self._program("postgres", account)), "-D", folder, "-p", str(port), *options),
            environment={"LC_ALL": "C", "TZ": "UTC"},
            stop_signal=signal.SIGINT,
            patience=30.0,
            account=account,
            descriptors=descriptors,
        )
        self._process = ManagedProcess(program, self._home)
        self._process.launch()

    def ready(self) -> bool:
        """Whether it answers; the first time also makes the roles and databases."""
        try:
            with psycopg.connect(self.url("postgres", "postgres"), autocommit=True, connect_timeout=3) as connection:
                if not self._furnished:
                    furnish(connection, self._home)
                    self._furnished = True
        except psycopg.OperationalError:
            return False
        return True

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.alive()

    def exit_code(self) -> int | None:
        """How it ended."""
        return self._process.exit_code() if self._process else None

    def kill(self) -> None:
        """End the postmaster without asking."""
        if self._process is not None:
            self._process.kill()

    def last_words(self) -> str:
        """The end of its log."""
        return self._bare_process().last_words()

    def turn_log(self) -> None:
        """Begin a new log."""
        self._bare_process().turn_log()

    def sweep(self) -> bool:
        """Stop a server that an earlier Waymark left running on this data folder."""
        swept = self._bare_process().sweep()
        left = self._postmaster()
        if left is not None and left.name().startswith("postgres"):
            end(left, signal.SIGINT, 30.0)
            swept = True
        return swept

    def create_database(self, name: str, template: str = "template1") -> None:
        """Make a database that belongs to `waymark_owner`."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            create_database(connection, name, template)

    def drop_database(self, name: str) -> None:
        """Remove a database, and whoever is connected to it."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _bare_process(self) -> ManagedProcess:
        bare = Program(self.name, ("postgres",), stop_signal=signal.SIGINT, patience=30.0)
        return self._process or ManagedProcess(bare, self._home)

    def _program(self, name: str, account: Account | None) -> Path:
        return (self._programs or postgres_programs(account)) / name

    def _seen_from(self, path: Path, account: Account | None) -> tuple[str, tuple[int, ...]]:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        seen, held = seen_from(path, account)
        if held:
            self._descriptor = held[0]
        return seen, held

    def _settle_port(self) -> int:
        """The port of last time, so that what others remember stays true; another if it belongs to others by now."""
        know_every_role(self._home)
        kept = connection_secrets(self._home)
        port = int(kept["port"])
        if port in self._besides or not is_free(port):
            port = free_port(self._besides)
            write_private(self._home.folder / "postgres.json", {**kept, "port": str(port)})
        return port

    def _postmaster(self) -> psutil.Process | None:
        """The server that this data folder names, if it truly runs."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
            return living(int(lines[0]), float(lines[2]), within=60.0)
        except (OSError, ValueError, IndexError):
            return None

    def _forget_stale_pid(self) -> None:
        """Remove a pid file whose number belongs to somebody else by now: PostgreSQL would refuse to start."""
        if self._postmaster() is None:
            with suppress(FileNotFoundError):
                (self._data / "postmaster.pid").unlink()
