"""`/programmes/{programme}/changes`: tells a page that something changed, as far as its reader may see it.

Server-sent events: a position and the milestones it is about, never what happened. It ends with the session, and does
not make a session last longer. No page needs it.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from domain.refusals import NotAllowed, UnknownProgramme
from projections.history_question import HistoryQuestion
from service.actor import Acting, door_of
from service.api_addresses import programme_of
from service.api_positions import Readings
from service.api_refusals import NotRead
from service.live.watch import VIEW, Watch
from service.reading_room import ReadingRoom
from service.sign_in.door import Door, SignedIn
from service.visibility import Visibility

PATH = "/programmes/{programme}/changes"
HEARTBEAT = 15.0
"""Seconds after which a page is told that nothing happened, and the session is asked for again."""

_MOST = 50
_END = b"event: end\ndata: {}\n\n"

After = Annotated[int | None, Query(ge=0, le=2**62)]


class Changes:
    """What one reader is told."""

    def __init__(self, room: ReadingRoom, readings: Readings, watch: Watch) -> None:
        self._room = room
        self._readings = readings
        self._watch = watch

    async def stream(
        self, programme: str, acting: SignedIn, door: Door, after: int, *, once: bool
    ) -> AsyncIterator[bytes]:
        """Everything after a position, until the session ends; with `once`, only what is there already."""
        yield _told("here", after)
        if once or acting.session is None:
            for event in await run_in_threadpool(lambda: list(self._since(programme, acting, after))):
                yield event
            return
        with self._watch.listening(programme, acting.person) as listener:
            while True:
                told = await listener.told(HEARTBEAT)
                if not await run_in_threadpool(door.desk.sessions.holds, acting.session.hash):
                    yield _END
                    return
                if not told:
                    yield b": nothing new\n\n"
                    continue
                try:
                    found = await run_in_threadpool(self._news, programme, acting, after)
                except (UnknownProgramme, NotAllowed):
                    yield _END
                    return
                except NotRead:
                    listener.tell()
                    continue
                if found is not None:
                    after, milestones = found
                    yield _told("changed", after, milestones)

    def _since(self, programme: str, acting: SignedIn, after: int) -> Iterator[bytes]:
        found = self._news(programme, acting, after)
        if found is not None:
            yield _told("changed", *found)

    def _news(self, programme: str, acting: SignedIn, after: int) -> tuple[int, tuple[str, ...]] | None:
        """How far it is now, and which milestones changed since, of what this reader may see."""
        question = HistoryQuestion(after=after, reminders=False, limit=_MOST)
        entries = self._room.for_presence(acting.presence).history(programme, question, acting.person).found.entries
        if not entries:
            return None
        milestones = dict.fromkeys(key for entry in entries for key in entry.milestones)
        about_more = any(not entry.milestones for entry in entries)
        return entries[-1].position, () if about_more else tuple(milestones)


def change_routes(room: ReadingRoom, readings: Readings, visibility: Visibility, watch: Watch) -> APIRouter:
    """The route."""
    router = APIRouter(include_in_schema=False)
    changes = Changes(room, readings, watch)

    @router.get(PATH)
    async def listen(
        programme: str, acting: Acting, request: Request, after: After = None, once: Literal["yes"] | None = None
    ) -> Response:
        ref = programme_of(programme)
        sight = visibility.for_presence(acting.presence)
        (await run_in_threadpool(sight.sight, ref, acting.person)).must("read-history")
        watch.check(acting.person)
        begin = after if after is not None else await run_in_threadpool(readings.position, VIEW)
        events = changes.stream(ref, acting, door_of(request), begin, once=once == "yes")
        return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    return router


def _told(event: str, position: int, milestones: tuple[str, ...] = ()) -> bytes:
    data = orjson.dumps({"position": position, "milestones": milestones}).decode()
    return f"event: {event}\ndata: {data}\n\n".encode()
