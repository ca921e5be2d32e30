"""The sweep: finishes every erasure that the log tells of, and takes away what is older than it needs to be.

It begins before anything is served, so that after a restore nobody is back who was erased.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import structlog

from domain.event import PersonRef, Recorded
from domain.person import MACHINE
from domain.person_commands import ErasePerson
from domain.person_events import PersonErased
from domain.redaction_events import KeyDestroyed
from service.assembly import Waymark, build
from service.event_recorder import StoreAway
from service.home import Home
from service.postgres_data import postgres_url
from service.privacy.erased_list import remember
from service.privacy.erasure import Erased, finish, person_log
from service.privacy.lag import UNTIL_NOBODY_WRITES
from service.privacy.redaction import take_out
from service.privacy.retention import retain
from service.settings import DATABASES, Settings
from service.sign_in.person_log import Asking

EVERY = 30.0
"""Seconds between two looks at the log."""

EVERYTHING_EVERY = 3600.0
"""Seconds after which everything is looked at again, from the beginning: an import may have brought a name back.

What is too old goes then too, should the durable waits (service/privacy/standing_waits.py) be away with Temporal.
"""

_SINCE = """
SELECT notification_id, originator_id, originator_version, topic FROM store.events
WHERE notification_id > %s AND topic = ANY(%s) ORDER BY notification_id
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: whom it erased, what it took out, and what waits until nobody writes with an old key."""

    erased: int = 0
    taken_out: int = 0
    waiting: int = 0
    outdated: int = 0

    @property
    def sentence(self) -> str:
        """The same, for a person."""
        return (
            f"Erased {self.erased} people of whom something was left, took out {self.taken_out} passages "
            f"({self.waiting} wait two minutes more), and {self.outdated} things that were too old."
        )


class Sweep:
    """Remembers how far it has read. One by itself reads everything."""

    def __init__(self, waymark: Waymark, grace: timedelta = UNTIL_NOBODY_WRITES) -> None:
        self._waymark = waymark
        self._grace = grace
        self._position = 0
        self._waiting: list[tuple[str, int]] = []
        self._again_at = 0.0

    def once(self) -> Swept:
        """Sweep what was recorded since the last time, and now and then everything."""
        if monotonic() >= self._again_at:
            self._position, self._again_at = 0, monotonic() + EVERYTHING_EVERY
            self._waiting = []
            everybody, outdated = self._erased_in_keys(), retain(self._waymark)
        else:
            everybody, outdated = [], 0
        topics = [PersonErased.TOPIC, KeyDestroyed.TOPIC]
        with self._waymark.pool.connection() as connection:
            rows = connection.execute(_SINCE, (self._position, topics)).fetchall()
        everybody += [stream for _, stream, _, topic in rows if topic == PersonErased.TOPIC]
        places = self._waiting + [(row[1], row[2]) for row in rows if row[3] == KeyDestroyed.TOPIC]
        erased = sum(self._finish(each) != Erased() for each in dict.fromkeys(everybody))
        outcomes = {place: take_out(self._waymark, self._event(*place), self._grace) for place in places}
        self._waiting = [place for place, outcome in outcomes.items() if outcome == "waits"]
        self._position = rows[-1][0] if rows else self._position
        taken_out = sum(outcome == "done" for outcome in outcomes.values())
        return Swept(erased, taken_out, len(self._waiting), outdated)

    def _finish(self, person: str) -> Erased:
        log = person_log(self._waymark)
        if not log.state(person).erased:
            # The keys know of it and the log does not: it came out of a backup from before. It is told again.
            log.ask(person, ErasePerson(keys=()), Asking(MACHINE, runs_it=True))
        return finish(self._waymark, person)

    def _erased_in_keys(self) -> list[str]:
        """Whom the keys database knows as erased: the log may be a copy from before that."""
        with self._waymark.passage_keys.connection() as connection:
            rows = connection.execute(
                "SELECT subject FROM keys.erased_subject WHERE starts_with(subject, 'person:') ORDER BY subject"
            ).fetchall()
        return [subject for (subject,) in rows]

    def _event(self, stream: str, version: int) -> Recorded[KeyDestroyed]:
        return self._waymark.store.load(stream, version - 1)[0]  # type: ignore[return-value] # its topic was asked for


def erase_again(home: Path, erased: Sequence[PersonRef] = ()) -> Swept:
    """Finish every erasure in a home that came out of a backup. Its database runs; nothing else does.

    `erased`: who was erased after the backup was made. Neither its log nor its keys know of that.
    """
    urls: dict[str, Any] = {field: postgres_url(home, database, role) for field, (database, role) in DATABASES.items()}
    with build(Settings(home=home, mail_folder=Home(home).mailbox, **urls)) as waymark:
        for person in erased:
            waymark.keyring.erase(person)
            remember(Home(home), person)
        return Sweep(waymark, timedelta(0)).once()


async def sweep_on(waymark: Waymark, every: float = EVERY) -> None:
    """Sweep now and then, until cancelled. What cannot be reached now is swept the next time."""
    sweep = Sweep(waymark)
    log = structlog.get_logger()
    while True:
        try:
            done = await asyncio.to_thread(sweep.once)
        except (psycopg.OperationalError, psycopg.InterfaceError, StoreAway, OSError) as fault:
            log.warning("erasures wait, and are tried again", fault=type(fault).__name__)
        else:
            if done.erased or done.waiting or done.outdated:
                log.info("swept", erased=done.erased, waiting=done.waiting, outdated=done.outdated)
        await asyncio.sleep(every)
