"""An operator whom another operator let in reads the history and the library of that programme, and of no other."""

import pytest

from domain.resource_commands import CheckResource, DraftResource, PublishResource
from domain.sharing_commands import ApproveBreakGlass, CloseBreakGlass, RequestBreakGlass
from service.api_examples import FOUNDER, WORKER
from tests.service.face import Face, assert_problem

ONE = "person:8b4e28ba-2fa1-41d2-883f-0016d3cca411"
OTHER = "person:8b4e28ba-2fa1-41d2-883f-0016d3cca412"

READINGS = (
    "",
    "/history",
    "/history.csv",
    "/history.jsonl",
    "/history/progress",
    "/history/difference",
    "/figures",
    "/figures/percent/events",
    "/legacy",
    "/lineage",
    "/milestones/ENG-01/lessons",
)
PAGES = ("", "/history", "/history/difference", "/figures", "/milestones/ENG-01/lessons")


@pytest.fixture
def programme(face: Face) -> str:
    address = face.start()
    for person in (ONE, OTHER):
        face.make_operator(person)
    face.start(organisation="Another group")
    body = {"kind": "toolkit", "title": "Doors", "text": "How wide?", "milestone": "ENG-01"}
    assert face.post(DraftResource, WORKER, address, body).status_code == 201
    face.post(CheckResource, FOUNDER, address, {"resource": 1, "agreed": True})
    face.post(PublishResource, FOUNDER, address, {"resource": 1, "audience": "programme"})
    face.catch_up()
    return address


def let_in(face: Face, programme: str) -> None:
    assert face.post(RequestBreakGlass, ONE, programme, {"reason": "It hangs."}).status_code == 201
    assert_problem(face.get(f"{programme}/history", ONE), 404, "unknown-programme")
    assert face.post(ApproveBreakGlass, OTHER, programme, {"request": 1}).status_code == 201
    face.catch_up()


def statuses(face: Face, programme: str, who: str) -> dict[str, int]:
    return {each: face.get(f"{programme}{each}", who).status_code for each in READINGS}


def test_who_was_let_in_reads_what_there_is_until_it_ends(face: Face, programme: str) -> None:
    assert set(statuses(face, programme, ONE).values()) == {404}
    let_in(face, programme)
    assert statuses(face, programme, ONE) == dict.fromkeys(READINGS, 200)
    assert set(statuses(face, programme, OTHER).values()) == {404}, "who agreed is not let in"

    assert face.post(CloseBreakGlass, FOUNDER, programme, {"request": 1}).status_code == 201
    assert set(statuses(face, programme, ONE).values()) == {404}


def test_it_ends_by_itself_after_a_day(face: Face, programme: str) -> None:
    let_in(face, programme)
    face.clock.move(days=2)
    assert set(statuses(face, programme, ONE).values()) == {404}


def test_the_library_shows_them_what_that_group_keeps_to_itself(face: Face, programme: str) -> None:
    shelf = programme.rpartition("/")[2]
    hidden = f"/api/library/{shelf}/1"
    assert face.get(hidden, ONE).status_code == 404
    let_in(face, programme)
    assert face.get(f"{programme}/legacy", ONE).json()["published"]


def test_the_pages_are_open_to_them_too(face: Face, programme: str) -> None:
    pages = programme.removeprefix("/api")
    let_in(face, programme)
    assert {face.get(f"{pages}{each}", ONE).status_code for each in PAGES} == {200}
    assert {face.get(f"{pages}{each}", OTHER).status_code for each in PAGES} == {404}
