"""A page is told that something changed: as far as its reader may see it, and no longer than their session."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.milestone_commands import Block, Unblock
from domain.presence import Presence
from domain.programme_commands import Appoint, EndAppointment
from service.api_addresses import programme_of
from service.api_examples import COORDINATOR, FUNDER, WORKER
from service.api_positions import Readings
from service.live import changes as live
from service.live.changes import Changes
from service.live.live_refusals import TooManyListeners
from service.live.scripts import Scripts
from service.live.watch import MOST_OF_ONE, Watch
from service.reading_room import ReadingRoom
from service.sign_in.door import Door, SignedIn
from service.sign_in.sessions import IDLE
from service.visibility import Visibility
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become
from tests.service.visitor import programme_of as told_programme


def events_in(text: str) -> list[tuple[str, dict[str, object]]]:
    parts = [dict(line.split(": ", 1) for line in part.splitlines() if line) for part in text.split("\n\n") if part]
    return [(part["event"], json.loads(part["data"])) for part in parts if "event" in part]


def news(face: Face, programme: str, after: int = 0) -> list[tuple[str, dict[str, object]]]:
    answer = face.client.get(f"{programme}/changes?once=yes&after={after}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    return events_in(answer.text)


def test_a_reader_is_told_which_milestone_changed_and_not_how(face: Face) -> None:
    programme = told_programme(face)
    become(face, WORKER)
    (_, (_, first)) = news(face, programme)
    ((kind, here),) = news(face, programme, int(str(first["position"])))
    assert (kind, here["milestones"]) == ("here", [])
    face.post(Unblock, WORKER, f"/api{programme}", {"milestone": "ENG-01", "note": "A secret of ours."})
    face.catch_up()
    (_, (kind, changed)) = news(face, programme, int(str(first["position"])))
    assert (kind, changed["milestones"]) == ("changed", ["ENG-01"])
    assert "secret" not in json.dumps(changed)


def test_who_does_not_see_something_is_not_told_of_it(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, f"/api{programme}")
    face.catch_up()
    become(face, FUNDER)
    (_, (_, before)) = news(face, programme)
    face.post(Block, WORKER, f"/api{programme}", {"milestone": "ENG-02", "kind": "money"})
    face.catch_up()
    assert len(news(face, programme, int(str(before["position"])))) == 1, "what is held up is not shown to funders"
    become(face, STRANGER)
    assert face.client.get(f"{programme}/changes?once=yes").status_code == 404
    face.client.cookies.clear()
    assert face.client.get(f"{programme}/changes?once=yes").status_code == 401


class Desk:
    """The parts behind the route, without the web: a stream that has no end cannot be read to its end."""

    def __init__(self, face: Face, person: str, programme: str) -> None:
        waymark = face.waymark
        self.readings = Readings(waymark.pool)
        self.watch = Watch(self.readings, waymark.pool)
        room = ReadingRoom(waymark, self.readings, Visibility(waymark.front_door))
        self.door: Door = face.client.app.state.door  # type: ignore[attr-defined]
        self.door.desk.accounts.add(person)
        secret = self.door.desk.sessions.begin(person, ("demonstration",), second_factor=True)
        session = self.door.desk.sessions.find(secret)
        assert session is not None
        self.acting = SignedIn(person, Presence(second_factor=session.second_factor), session)
        self.changes = Changes(room, self.readings, self.watch)
        self.programme = programme_of(programme.rpartition("/")[2])

    def stream(self, after: int | None = None) -> AsyncIterator[bytes]:
        begin = self.readings.position("history") if after is None else after
        return self.changes.stream(self.programme, self.acting, self.door, begin, once=False)


async def next_of(stream: AsyncIterator[bytes]) -> tuple[str, dict[str, object]]:
    """The next event that is no heartbeat."""
    while True:
        found = events_in((await anext(stream)).decode())
        if found:
            return found[0]


def test_a_stream_tells_of_a_change_and_ends_with_the_part_or_the_session(
    face: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.1)
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, f"/api{programme}")
    face.catch_up()
    worker, funder = Desk(face, WORKER, programme), Desk(face, FUNDER, programme)

    async def play() -> None:
        ours, theirs = worker.stream(), funder.stream()
        assert (await next_of(ours))[0] == "here"
        assert (await next_of(theirs))[0] == "here"
        face.post(Unblock, WORKER, f"/api{programme}", {"milestone": "ENG-01"})
        face.post(EndAppointment, COORDINATOR, f"/api{programme}", {"person": FUNDER, "role": "funder"})
        face.catch_up()
        assert (await next_of(ours))[0] == "changed"
        assert (await next_of(theirs))[0] == "end", "they have no part any more"
        face.clock.at += IDLE + timedelta(minutes=1)
        assert (await next_of(ours))[0] == "end", "listening is not doing something"
        assert [event async for event in ours] == []

    asyncio.run(play())


def test_who_comes_while_others_listen_is_told_of_what_they_missed(face: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.1)
    programme = told_programme(face)
    desk = Desk(face, WORKER, programme)

    async def play() -> None:
        read_at = desk.readings.position("history")
        first, second = desk.stream(), desk.stream(read_at)
        assert (await next_of(first))[0] == "here"
        face.post(Unblock, WORKER, f"/api{programme}", {"milestone": "ENG-01"})
        face.catch_up()
        assert (await next_of(first))[0] == "changed", "whoever watches has seen it"
        assert (await next_of(second))[0] == "here"
        ((kind, told),) = events_in((await anext(second)).decode())
        assert (kind, told["milestones"]) == ("changed", ["ENG-01"])

    asyncio.run(play())


def test_nobody_listens_with_more_pages_than_there_is_room_for(face: Face) -> None:
    programme = told_programme(face)
    desk = Desk(face, WORKER, programme)

    async def play() -> None:
        with (
            desk.watch.listening("programme:x", WORKER),
            desk.watch.listening("programme:x", WORKER),
            desk.watch.listening("programme:x", WORKER),
            desk.watch.listening("programme:x", WORKER),
            desk.watch.listening("programme:x", WORKER),
        ):
            desk.watch.check(WORKER)
            with desk.watch.listening("programme:x", WORKER):
                assert MOST_OF_ONE == 6
                with pytest.raises(TooManyListeners, match="Close one"):
                    desk.watch.check(WORKER)
                desk.watch.check(FUNDER)
            desk.watch.check(WORKER)

    asyncio.run(play())


def test_a_milestones_page_says_it_in_one_small_script_and_shows_nothing_without_it(face: Face) -> None:
    programme = told_programme(face)
    become(face, WORKER)
    page = Page(face.client.get(f"{programme}/milestones/ENG-01"))
    (place,) = (each for each in page.all("p") if "data-changes" in each)
    assert place["data-changes"] == f"{programme}/changes"
    assert "hidden" in place
    assert str(place["data-after"]).isdecimal()
    assert len(Scripts().text("/live.js")) < 3000


def test_a_page_listens_from_where_it_was_read(face: Face) -> None:
    programme = told_programme(face)
    become(face, WORKER)
    (_, (_, here)) = news(face, programme)
    for address in (programme, f"{programme}/milestones/ENG-01"):
        (told,) = (each for each in Page(face.client.get(address)).all("p") if "data-changes" in each)
        assert told["data-changes"] == f"{programme}/changes"
        assert int(str(told["data-after"])) >= int(str(here["position"]))
