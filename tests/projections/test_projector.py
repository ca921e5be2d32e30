"""The projector as a process: it catches up, goes on, and stops when it is told."""

import asyncio

from psycopg import Connection

from projections.catalogue import PROJECTIONS
from service.log_reader import lag
from service.projector import run_projector
from service.settings import Settings
from tests.projections.conftest import Log


async def test_it_catches_up_goes_on_and_stops_when_told(log: Log, settings: Settings, connection: Connection) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(run_projector(settings, stop))
    try:
        await _caught_up(connection, log)
        await asyncio.to_thread(log.walks[0].go, 3)
        await _caught_up(connection, log)
    finally:
        stop.set()
        await asyncio.wait_for(running, 60)

    assert all(lag(connection, each.name).parked == 0 for each in PROJECTIONS)


async def _caught_up(connection: Connection, log: Log) -> None:
    end = log.waymark.store.end()
    async with asyncio.timeout(60):
        while any(lag(connection, each.name).position < end for each in PROJECTIONS):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)
