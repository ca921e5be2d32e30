"""How this installation is, for whoever looks after it: numbers and times only, and nothing of any programme."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from psycopg import Connection
from psycopg_pool import ConnectionPool

from projections.catalogue import PROJECTIONS
from service.audit.lag import SignerLag, signer_lag
from service.clock import Clock
from service.operating.engine import EngineState, engine_state
from service.operating.last_backup import LastBackup, last_backup
from service.post import READER as POST
from service.relay import READER as RELAY
from service.settings import Settings

BEHIND_FOR = timedelta(minutes=2)
"""How long a reader may stand still while there is something to read."""

BACKUP_EVERY = timedelta(days=2)
LEAST_FREE = 2_000_000_000
"""Bytes on the disk."""

_READERS = """
SELECT wanted.name, coalesce(position, 0), saved_at,
    (SELECT count(*) FROM store.events WHERE notification_id > coalesce(position, 0)),
    (SELECT count(*) FROM store.parked_event WHERE reader = wanted.name),
    EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((classid::bigint << 32) | objid::bigint) = hashtextextended(wanted.name, 2))
FROM unnest(%s::text[]) AS wanted (name) LEFT JOIN store.reader ON reader.name = wanted.name ORDER BY wanted.name
"""
_SIGNER_RUNS = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND ((classid::bigint << 32) | objid::bigint) = hashtextextended('waymark signer', 3))
"""
_WITNESSES = "SELECT witness, max(cosigned_at) FROM store.cosignature GROUP BY witness ORDER BY witness"
_LETTERS = """
SELECT count(*) FILTER (WHERE coalesce(channel, 'email') IN ('email', 'none')),
    count(*) FILTER (WHERE channel IN ('post', 'phone')), min(noted_at),
    (SELECT count(*) FROM store.delivery WHERE outcome = 'refused' AND settled_at > %s)
FROM store.pending_message
"""
_PEOPLE = """
SELECT (SELECT count(*) FROM store.people), (SELECT count(*) FROM store.account WHERE NOT disabled),
    (SELECT count(*) FROM store.account WHERE disabled),
    (SELECT count(*) FROM store.account WHERE operator AND NOT disabled),
    (SELECT count(DISTINCT person) FROM store.session WHERE NOT half AND ends_at > %(now)s AND seen_at > %(since)s),
    (SELECT count(DISTINCT originator_id) FROM store.events WHERE topic = 'programme.started.v1')
"""


@dataclass(frozen=True, slots=True)
class ReaderState:
    """One reader of the log. `behind` counts events still to come, `runs` says whether its process is there."""

    name: str
    position: int
    saved_at: datetime | None
    behind: int
    parked: int
    runs: bool

    def stands_still(self, now: datetime) -> bool:
        """Whether there is something to read, and it has not read for too long."""
        return self.behind > 0 and (self.saved_at is None or now - self.saved_at > BEHIND_FOR)


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody else who watches the log, and when they signed last."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LettersWaiting:
    """Messages that are not told yet: by Waymark, and by people. `refused` addresses in the last four weeks."""

    to_send: int
    by_people: int
    since: datetime | None
    refused: int


@dataclass(frozen=True, slots=True)
class PeopleCounted:
    """How many people, and nothing of who they are."""

    kept: int
    accounts: int
    disabled: int
    operators: int
    active: int
    programmes: int


@dataclass(frozen=True, slots=True)
class Condition:
    """Everything an operator is shown. `free` is in bytes, `contact` what anybody reads who needs help.

    Unless it `sends_mail`, each letter stays on this machine, as a file.
    """

    now: datetime
    readers: tuple[ReaderState, ...]
    signer: SignerLag
    signer_runs: bool
    witnesses: tuple[Witness, ...]
    letters: LettersWaiting
    people: PeopleCounted
    engine: EngineState
    backup: LastBackup | None
    free: int
    contact: str | None
    sends_mail: bool

    @property
    def views(self) -> tuple[ReaderState, ...]:
        """Those that make what people read."""
        return tuple(each for each in self.readers if each.name not in {RELAY, POST})

    def reader(self, name: str) -> ReaderState:
        """One of the others: the relay, or the post."""
        return next(each for each in self.readers if each.name == name)


def condition(settings: Settings, pool: ConnectionPool[Connection], clock: Clock) -> Condition:
    """Look everywhere once. Raises what the database raises when it is away."""
    now = clock()
    names = [*(each.name for each in PROJECTIONS), RELAY, POST]
    with pool.connection() as connection:
        readers = tuple(ReaderState(*row) for row in connection.execute(_READERS, (names,)))
        letters = LettersWaiting(*connection.execute(_LETTERS, (now - timedelta(weeks=4),)).fetchall()[0])
        people = connection.execute(_PEOPLE, {"now": now, "since": now - timedelta(minutes=60)}).fetchall()[0]
        signer = signer_lag(connection, now)
        signer_runs = bool(connection.execute(_SIGNER_RUNS).fetchall()[0][0])
        witnesses = tuple(Witness(*row) for row in connection.execute(_WITNESSES))
    return Condition(
        now=now,
        readers=readers,
        signer=signer,
        signer_runs=signer_runs,
        witnesses=witnesses,
        letters=letters,
        people=PeopleCounted(*people),
        engine=engine_state(settings),
        backup=last_backup(settings.folders),
        free=shutil.disk_usage(_there(settings.home)).free,
        contact=settings.contact,
        sends_mail=settings.smtp_url is not None,
    )


def _there(folder: Path) -> Path:
    return folder if folder.exists() else Path("/")
