"""When an installation is quiet: everybody who follows the log is at its end, and nothing is left to record."""

import asyncio
import time

import psycopg

from projections.catalogue import PROJECTIONS
from service.assembly import Waymark, build
from service.event_recorder import StoreAway
from service.invariants_waits import check_waits
from service.log_reader import lag
from service.post import READER as POST
from service.relay import READER as RELAY
from service.settings import Settings

READERS = (RELAY, POST, *(each.name for each in PROJECTIONS))
DEADLINE = 120.0


def wait_until_quiet(settings: Settings) -> None:
    """Wait until two looks, a second apart, find nothing left to do. At the deadline the check itself says what is."""
    deadline = time.monotonic() + DEADLINE
    with build(settings) as waymark:
        before = -1
        while time.monotonic() < deadline:
            end = _end_if_all_is_done(waymark)
            if end >= 0 and end == before:
                return
            before = end
            time.sleep(1.0)


def _end_if_all_is_done(waymark: Waymark) -> int:
    try:
        end = waymark.store.end()
        with psycopg.connect(waymark.settings.database_url) as connection:
            behind = [name for name in READERS if lag(connection, name).behind]
    except (psycopg.OperationalError, StoreAway):
        return -1
    if behind:
        return -1
    waits = asyncio.run(check_waits(waymark.settings, waymark.store, waymark.front_door, waymark.clock))
    return end if waits.sound else -1
