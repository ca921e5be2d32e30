"""The relay: follows the log, and rings the waits that each event concerns. It alone starts and wakes workflows."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress

from domain.event import Fact, Recorded
from domain.waits import open_waits, rung_by
from service.assembly import Waymark, build
from service.bells import Bells, Call
from service.front_door import FrontDoor
from service.group import programme_of_stream
from service.log_reader import LogReader, follow, on_loop
from service.post import run_post
from service.privacy.standing_waits import Keeper, StandingWaits, keep_on
from service.settings import Settings
from service.temporal_client import Stopped, connect

READER = "relay"
"""The name under which its position is kept. Storage: it never changes."""


class Relay:
    """Turns events into rings. At least once, in any order: the waits look at the store themselves."""

    def __init__(self, front_door: FrontDoor, bells: Bells) -> None:
        self._front_door = front_door
        self._bells = bells

    async def bring(self, events: Sequence[Recorded[Fact]]) -> None:
        """Ring for a batch. Raises Unavailable when Temporal is away: the batch comes again."""
        await self._bells.ring(calls_for(events, self._front_door))


def calls_for(events: Iterable[Recorded[Fact]], front_door: FrontDoor) -> list[Call]:
    """The rings a batch of events asks for: each wait once, with the newest version. A story's events ask for none."""
    concerned: dict[str, list[Recorded[Fact]]] = {}
    for event in events:
        programme = programme_of_stream(event.stream)
        if event.meta.story is None and programme is not None:
            concerned.setdefault(programme, []).append(event)
    calls = []
    for programme, group_events in concerned.items():
        group = front_door.group(programme)
        if group.programme is None:
            continue
        assets = group.assets
        still_open = open_waits(group.programme, assets)
        waits = frozenset[str]().union(*(rung_by(event.fact, group.programme, assets) for event in group_events))
        calls += [Call(programme, about, group.ring, about in still_open) for about in sorted(waits)]
    return calls


async def run_relay(settings: Settings, stop: asyncio.Event) -> None:
    """Follow the log until `stop`: ring the waits, and send the messages. One of them failing ends both, loudly."""
    with build(settings) as waymark:
        parts = {
            asyncio.ensure_future(_ring(waymark, stop)),
            asyncio.ensure_future(run_post(waymark, stop)),
            asyncio.ensure_future(stop.wait()),
        }
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await asyncio.gather(*parts)


async def _ring(waymark: Waymark, stop: asyncio.Event) -> None:
    """Temporal may be away at first; messages are sent meanwhile."""
    try:
        client = await connect(waymark.settings, stop)
    except Stopped:
        return
    bells = Bells(client)
    relay = Relay(waymark.front_door, bells)
    keeping = asyncio.ensure_future(keep_on(Keeper(StandingWaits(waymark), bells), stop))
    rings = on_loop(relay.bring, asyncio.get_running_loop())
    reader = LogReader(READER, waymark.store, waymark.settings.database_url, rings, together=False)
    following = asyncio.ensure_future(follow(reader))
    told = asyncio.ensure_future(stop.wait())
    await asyncio.wait({following, told, keeping}, return_when=asyncio.FIRST_COMPLETED)
    reader.stop()
    told.cancel()
    keeping.cancel()
    await following
    with suppress(asyncio.CancelledError):
        await keeping
