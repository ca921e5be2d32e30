"""Whoever looks after a thing answers for it with their own account, with a part in the programme or without."""

import pytest
from httpx2 import Response

from domain.programme_commands import CloseProgramme
from domain.resource_commands import AnswerRunning, CheckResource, DraftResource, NameOwner, PublishResource
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, SECOND_FOUNDER, WORKER
from service.people import PersonCard
from tests.service.face import STRANGER, Face, assert_problem
from tests.service.visitor import Page

SOMEBODY_ELSE = "person:1b4e28ba-2fa1-41d2-883f-0016d3cca498"
A_YEAR = 370


@pytest.fixture
def programme(face: Face) -> str:
    """A programme that has ended and left a toolkit, which somebody looks after who has no part in it."""
    for person, name in ((COORDINATOR, "Maria Mentor"), (WORKER, "Sam Worker"), (STRANGER, "Olive Owner")):
        face.waymark.people.add(PersonCard(name=name), person)
    programme = face.start()
    drafted = {"kind": "toolkit", "title": "The lift", "text": "Ask for the lift first."}
    owner = {"resource": 1, "organisation": "Our Own Voice", "person": STRANGER, "agreed_on": "2026-03-02"}
    steps = (
        (DraftResource, WORKER, drafted),
        (CheckResource, FOUNDER, {"resource": 1, "agreed": True}),
        (PublishResource, SECOND_FOUNDER, {**EXAMPLES[PublishResource], "resource": 1}),
        (NameOwner, WORKER, owner),
        (CloseProgramme, FOUNDER, {"ending": "merged", "reason": "We go on together."}),
    )
    for kind, person, body in steps:
        answer = face.post(kind, person, programme, body)
        assert answer.status_code == 201, answer.text
    face.clock.move(days=A_YEAR)
    face.catch_up()
    return programme


def page_of(programme: str) -> str:
    return f"/library/{programme.rpartition('/')[2]}/1"


def be(face: Face, person: str) -> None:
    face.client.post("/who", data={"person": person}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False)


def send(face: Face, address: str, **said: str) -> Response:
    page = Page(face.client.get(f"{address}/owner"))
    hidden = {str(each["name"]): str(each["value"]) for each in page.all("input") if each.get("type") == "hidden"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return face.client.post(f"{address}/owner", data={**hidden, **said}, headers=headers, follow_redirects=False)


def test_an_owner_goes_from_the_library_to_their_own_page_and_answers(face: Face, programme: str) -> None:
    address = page_of(programme)
    be(face, STRANGER)
    assert f"{address}/owner" in {each["href"] for each in Page(face.client.get(address)).all("a")}
    answered = send(face, address, said="running")
    assert (answered.status_code, answered.headers["Location"]) == (303, f"{address}/owner")
    assert "it was said that it is running" in Page(face.client.get(f"{address}/owner")).text
    (*_, event) = face.waymark.store.load(f"resource:{programme.rpartition('/')[2]}")
    assert (event.meta.actor, event.meta.role) == (STRANGER, "owner")


def test_an_owner_says_that_it_is_right_and_that_they_can_no_longer_do_it(face: Face, programme: str) -> None:
    address = page_of(programme)
    be(face, STRANGER)
    past = send(face, address, said="right", review_on="2026-03-03")
    assert (past.status_code, "a day that is still to come" in past.text) == (422, True)
    assert send(face, address, said="right", review_on="2028-03-03").status_code == 303
    left = send(face, address, said="left")
    assert (left.status_code, left.headers["Location"]) == (303, "/library")
    assert face.client.get(f"{address}/owner").status_code == 404


def test_a_program_of_an_owner_may_answer_too_and_hears_why_not_yet(face: Face, programme: str) -> None:
    assert face.post(AnswerRunning, STRANGER, programme, {"resource": 1, "running": True}).status_code == 201
    assert_problem(face.get(programme, STRANGER), 404, "unknown-programme")
    assert_problem(
        face.post(AnswerRunning, STRANGER, programme, {"resource": 2, "running": True}), 404, "unknown-programme"
    )


def test_for_everybody_else_there_is_no_such_page(face: Face, programme: str) -> None:
    address = page_of(programme)
    be(face, WORKER)
    assert face.client.get(f"{address}/owner").status_code == 404
    assert "/owner" not in str(Page(face.client.get(address)).tags)
    assert_problem(
        face.post(AnswerRunning, SOMEBODY_ELSE, programme, {"resource": 1, "running": True}), 404, "unknown-programme"
    )
