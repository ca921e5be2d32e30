"""The signer process: publishes checkpoints seconds after something was recorded. It alone has the private key."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic
from typing import Protocol

import psycopg
import structlog
from psycopg import Connection

from service.audit.epoch import (
    FIRST,
    Epoch,
    SignerRefuses,
    begin_epoch,
    epoch_key,
    newest_epoch,
    take_keys_out_of_the_backup,
)
from service.audit.journal import Journal
from service.audit.log_signer import LogSigner
from service.audit.time_stamps import stamp_daily
from service.clock import system_clock
from service.home import Home
from service.machine_faults import MachineFault

POLL_SECONDS = 5.0
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('waymark signer', 3))"
_LONGEST_PAUSE = 30.0
NO_RIGHTS = (
    "The signer's role has no rights in this database yet. Give them: waymark tables, with WAYMARK_SIGNER_DATABASE_URL "
    "set as the signer has it."
)
_SLICE = 0.2


class Signing(Protocol):
    """What a signer has: a folder of its own, and a role of its own in the database. It needs no other password."""

    @property
    def folders(self) -> Home:
        """The home whose `signer` folder is this signer's."""
        ...

    @property
    def signing_url(self) -> str:
        """The store, as the signer's role."""
        ...

    @property
    def time_stamp_url(self) -> str | None:
        """A time stamping authority, if one is to be asked."""
        ...


class SignerRuns(SignerRefuses):
    """Another signer works on this database."""


@contextmanager
def opened_signer(settings: Signing) -> Iterator[LogSigner]:
    """The signer of the newest epoch; at the very first start, of one that begins. Raises a MachineFault.

    When a newer key was made while the older one was good, the older one signs that first.
    """
    home = settings.folders
    with psycopg.connect(settings.signing_url, autocommit=True, application_name="waymark signer") as connection:
        row = connection.execute(_LOCK).fetchone()
        if not (row and row[0]):
            raise SignerRuns("Another signer works on this database already.")
        take_keys_out_of_the_backup(home)
        epoch = newest_epoch(home) or _first_epoch(connection, home)
        _end_former(connection, home, epoch)
        with _journal(epoch) as journal:
            yield LogSigner(connection, home, epoch, journal)


def run_rounds(settings: Signing, stopped: Event) -> None:
    """Sign until told to stop. What it refuses is said in the log again and again, and nothing is signed meanwhile."""
    log = structlog.get_logger()
    pause = _SLICE
    while not stopped.is_set():
        began = monotonic()
        try:
            with opened_signer(settings) as signer:
                log.info("signer begins")
                _rounds(signer, settings.folders, stopped)
        except SignerRuns:
            pause = POLL_SECONDS
        except MachineFault as refused:
            log.warning("the signer refuses", why=str(refused))
            pause = _LONGEST_PAUSE
        except psycopg.errors.InsufficientPrivilege:
            log.warning("the signer refuses", why=NO_RIGHTS)
            pause = _LONGEST_PAUSE
        except (psycopg.OperationalError, psycopg.InterfaceError) as away:
            pause = _SLICE if monotonic() - began > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
            log.warning("signer tries again", error=type(away).__name__, seconds=pause)
        else:
            pause = _SLICE
        stopped.wait(pause)


async def run_signer(settings: Signing, stop: asyncio.Event) -> None:
    """Sign until `stop`."""
    stopped = Event()
    running = asyncio.ensure_future(asyncio.to_thread(run_rounds, settings, stopped))
    told = asyncio.ensure_future(stop.wait())
    stamping = asyncio.ensure_future(_stamp(settings, stopped))
    await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
    stopped.set()
    told.cancel()
    await stamping
    await running


async def _stamp(settings: Signing, stopped: Event) -> None:
    if settings.time_stamp_url is not None:
        await asyncio.to_thread(stamp_daily, settings.signing_url, settings.time_stamp_url, system_clock, stopped)


def _rounds(signer: LogSigner, home: Home, stopped: Event) -> None:
    newest = newest_epoch(home)
    while not stopped.is_set():
        signer.sign()
        stopped.wait(POLL_SECONDS)
        later = newest_epoch(home)
        if (later and later.number) != (newest and newest.number):
            return


def _first_epoch(connection: Connection, home: Home) -> Epoch:
    if connection.execute("SELECT FROM store.checkpoint LIMIT 1").fetchone() is not None:
        raise SignerRefuses(
            "The signer's key is gone: no backup has it. Put the signer folder back if you kept a copy of it, or begin "
            "a new epoch: waymark audit epoch --because …"
        )
    return begin_epoch(home, FIRST)


def _journal(epoch: Epoch) -> Journal:
    if not epoch.journal.exists():
        raise SignerRefuses(
            "This home was put back from a backup: what was signed after that day is not known here. Begin a new "
            "epoch, and say so to everybody who has a checkpoint: waymark audit epoch --because …"
        )
    return Journal(epoch.journal)


def _end_former(connection: Connection, home: Home, epoch: Epoch) -> None:
    """Let the key before this one sign which key goes on, if it still can."""
    former = epoch_key(home, epoch.number - 1)
    with _journal(epoch) as journal:
        begun, because = bool(journal.signed), journal.opening.because
    if former is None or begun:
        return
    last = Epoch(epoch.number - 1, former, epoch.journal.with_name(f"epoch-{epoch.number - 1}.jsonl"))
    try:
        with _journal(last) as journal:
            LogSigner(connection, home, last, journal).end_epoch(epoch, because)
    except MachineFault as refused:
        # That is why there is a new one, most often; its first leaf says what the database knew of the old one.
        structlog.get_logger().warning("the epoch before could not be ended", why=str(refused))
