"""A small real installation that a browser can reach: store, web and projector, and a programme with its people."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from unittest.mock import patch

import uvicorn
from fastapi import Response
from fastapi.testclient import TestClient
from playwright.sync_api import BrowserContext

from domain.journal_commands import RecordLesson
from domain.learning_commands import RaiseInformationNeed
from domain.milestone_commands import AddEvidence, Assign, Block, OpenMilestone, Submit
from domain.programme_commands import Appoint
from domain.resource_commands import CheckResource, DraftResource, PublishResource
from projections.catalogue import PROJECTIONS
from service import api_positions
from service.api import build_app
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from service.assembly import Waymark, build
from service.log_reader import saved_position
from service.pages import Press, Reader
from service.people import PersonCard
from service.port import LOOPBACK, free_port
from service.projector import run_projector
from service.settings import Settings
from tests.service.face import Face, GoingClock, MovedClock

TEMPLATE = "template"
"""The header in which a page says what made it: here only, so that tests look at every template."""
NAMES = {
    COORDINATOR: "Maria Mentor",
    WORKER: "Sam Worker",
    FOUNDER: "Ann Founder",
    SECOND_FOUNDER: "Bo Founder",
    FUNDER: "Fay Funder",
}


@dataclass
class Served:
    """Where it is, and its one programme (`/programmes/…`)."""

    site: str
    face: Face
    programme: str

    def be(self, context: BrowserContext, person: str) -> None:
        """Let the browser be one of the people."""
        answer = context.request.post(f"{self.site}/who", form={"person": person}, headers={"Origin": self.site})
        assert answer.ok, answer.text()

    def nobody(self, context: BrowserContext) -> None:
        """Let the browser be nobody."""
        context.clear_cookies()


@contextmanager
def serving(settings: Settings, clock: MovedClock | None = None) -> Iterator[Served]:
    """Everything at work, until the end, from one morning on. Where pages must be the same, the clock stands still."""
    clock = clock or GoingClock()
    here = settings.model_copy(update={"http_port": free_port(), "demonstration": True})
    with (
        build(here, clock=clock, pool_size=16) as waymark,
        # On a busy machine a view may take longer than anybody is kept waiting.
        patch.object(api_positions, "LONGEST_WAIT", 60.0),
        _saying_templates(),
        _projecting(here),
        _web(waymark, here),
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        programme = told(face)
        until_shown(face)
        yield Served(here.site, face, programme)


def until_shown(face: Face) -> None:
    """Wait until every view shows what was done."""
    end = face.waymark.store.end()
    with face.waymark.pool.connection() as connection:
        while any(saved_position(connection, each.name) < end for each in PROJECTIONS):
            time.sleep(0.02)


def told(face: Face, **changes: object) -> str:
    """A programme in which one thing is held up, one is open, one waits for a decision, and something was left."""
    for person, name in NAMES.items():
        face.waymark.people.add(PersonCard(name=name), person)
    programme = face.start(**changes)

    def do(kind: type, person: str, body: object = None) -> None:
        answer = face.post(kind, person, programme, body)
        assert answer.status_code == 201, answer.text

    do(Appoint, COORDINATOR)
    do(Block, WORKER)
    do(OpenMilestone, WORKER, {"milestone": "ENG-02", "reason": "We may begin."})
    do(Assign, COORDINATOR, {"milestone": "ENG-02", "to": WORKER})
    do(OpenMilestone, WORKER, {"milestone": "ENG-03", "reason": "We may begin."})
    do(AddEvidence, WORKER, {"milestone": "ENG-03", "note": "We agreed it.", "link": "https://example.org/minutes"})
    do(Submit, WORKER, {"milestone": "ENG-03", "note": "All were there."})
    do(RaiseInformationNeed, WORKER, {"milestone": "ENG-02", "question": "Who knows a good hall?"})
    do(RecordLesson, WORKER, {"milestone": "ENG-02", "lesson": "Ask for the lift first."})
    do(DraftResource, WORKER, {"kind": "lesson", "title": "The lift", "text": "Ask first.", "milestone": "ENG-02"})
    do(CheckResource, FOUNDER, {"resource": 1, "agreed": True})
    do(PublishResource, FOUNDER, {"resource": 1})
    return programme[4:]


@contextmanager
def _saying_templates() -> Iterator[None]:
    made = Press.page

    def page(press: Press, template: str, reader: Reader | str | None, status: int = 200, **values: object) -> Response:
        answer = made(press, template, reader, status, **values)
        answer.headers[TEMPLATE] = template
        return answer

    with patch.object(Press, "page", page):
        yield


@contextmanager
def _web(waymark: Waymark, settings: Settings) -> Iterator[None]:
    config = uvicorn.Config(
        build_app(waymark),
        host=LOOPBACK,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        # A page that is still open may be waiting for changes, and would wait for ever.
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def _projecting(settings: Settings) -> Iterator[None]:
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = Thread(target=lambda: loop.run_until_complete(run_projector(settings, stop)))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
