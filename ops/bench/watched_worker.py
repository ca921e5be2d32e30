"""The worker as it is, except that it also writes down each look at the store: which wait, when, and what it saw."""

import asyncio
import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Annotated, TextIO

import typer

from ops.bench.installation import Looked, looks_file
from service.assembly import Waymark, build
from service.engine_room import EngineRoom
from service.legacy_pack.shelf import PackShelf
from service.log_lines import write_json_lines
from service.settings import Settings, read_settings
from service.temporal_client import connect
from service.worker import AT_ONCE, make_worker
from workflows.look import Look, Wait


class WatchedRoom(EngineRoom):
    """The engine room, with somebody who takes notes."""

    def __init__(self, waymark: Waymark, notes: TextIO) -> None:
        super().__init__(waymark.front_door, waymark.clock, PackShelf(waymark))
        self._notes = notes
        self._lock = Lock()

    def look(self, wait: Wait) -> Look:
        """Look, and write it down."""
        look = super().look(wait)
        looked = Looked(time.monotonic(), wait.programme, wait.about, look.seen.programme, look.step)
        with self._lock:
            self._notes.write(json.dumps(asdict(looked)) + "\n")
            self._notes.flush()
        return look


async def run_watched_worker(settings: Settings, notes: TextIO) -> None:
    """As run_worker, with notes; until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with build(settings, pool_size=AT_ONCE) as waymark, ThreadPoolExecutor(AT_ONCE * 2) as executor:
        room = WatchedRoom(waymark, notes)
        client = await connect(settings)
        async with make_worker(client, waymark, executor, room=room):
            await stop.wait()


def watched_worker(home: Annotated[Path, typer.Option()]) -> None:
    """Run the waits until told to stop, and take notes."""
    write_json_lines("worker")
    with looks_file(home).open("w") as notes:
        asyncio.run(run_watched_worker(read_settings(home), notes))


if __name__ == "__main__":
    typer.run(watched_worker)
