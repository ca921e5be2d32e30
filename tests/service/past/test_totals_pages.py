"""The totals over HTTP and on pages: from each number to its events, and from there to the proof of the record."""

import pytest

from domain.journal_commands import CountPeople
from service.api_examples import COORDINATOR, WORKER
from service.people import PersonCard
from tests.service.face import STRANGER, Face, assert_problem
from tests.service.visitor import Page

NAME = "people_different"
EVENTS = f"/api/totals/{NAME}/events"


@pytest.fixture
def programme(face: Face) -> str:
    """The address of a programme that counted eight different people."""
    for person, name in ((COORDINATOR, "Maria Mentor"), (WORKER, "Sam Worker"), (STRANGER, "Sue Stranger")):
        face.waymark.people.add(PersonCard(name=name), person)
    programme = face.start()
    counted = {"engaged": 7, "trained": 3, "supported": 2, "different": 8}
    answer = face.post(CountPeople, WORKER, programme, counted)
    assert answer.status_code == 201, answer.text
    face.catch_up()
    return programme[4:]


def be(face: Face, person: str) -> None:
    face.client.post("/who", data={"person": person}, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False)


def links(page: Page) -> set[str | None]:
    return {each["href"] for each in page.all("a")}


def test_a_total_names_its_events_and_where_their_proof_is(face: Face, programme: str) -> None:
    found = face.get(EVENTS, WORKER).json()
    assert (found["value"], found["counted_again"], found["total"], found["unseen"]) == (8, 8, 1, 0)
    event = found["events"][0]
    assert event["programme"].removeprefix("programme:") == programme.rpartition("/")[2]
    assert event["entry"]["source"]["stream"] == event["programme"]
    assert event["entry"]["source"]["entry"] >= 0


def test_who_has_no_part_is_told_how_many_events_there_are_and_nothing_of_them(face: Face, programme: str) -> None:
    answer = face.get(EVENTS, STRANGER)
    found = answer.json()
    assert (found["value"], found["total"], found["unseen"], found["events"]) == (8, 1, 1, [])
    assert programme.rpartition("/")[2] not in answer.text
    assert_problem(face.client.get(EVENTS), 401, "nobody-acts")


def test_a_mentors_total_counts_only_what_the_reader_may_see(face: Face, programme: str) -> None:
    assert programme
    mentor = "Disability Solutions"
    assert face.get(EVENTS, WORKER, mentor=mentor).json()["value"] == 8
    assert face.get(EVENTS, STRANGER, mentor=mentor).json()["value"] == 0


def test_a_total_of_no_such_name_is_not_there(face: Face, programme: str) -> None:
    assert programme
    assert_problem(face.get("/api/totals/happiness/events", WORKER), 404, "unknown-part")


def test_from_the_library_a_reader_goes_to_the_total_its_events_and_the_proof(face: Face, programme: str) -> None:
    assert "/totals" in links(Page(face.client.get("/library")))
    for_anybody = Page(face.client.get("/totals"))
    assert "Different people who took part" in for_anybody.text
    assert f"/totals/{NAME}" not in links(for_anybody), "a link that only asks to sign in"
    be(face, WORKER)
    assert f"/totals/{NAME}" in links(Page(face.client.get("/totals")))
    told = Page(face.client.get(f"/totals/{NAME}"))
    assert "It comes from one event. Counted again from these alone: 8." in told.text
    assert f"{programme}/proof" in links(told)
    be(face, STRANGER)
    hidden = Page(face.client.get(f"/totals/{NAME}"))
    assert "One of them is in a programme that you have no part in." in hidden.text
    assert f"{programme}/proof" not in links(hidden)


def test_the_numbers_of_a_programme_are_also_told_by_quality_criterion(face: Face, programme: str) -> None:
    be(face, WORKER)
    page = Page(face.client.get(f"{programme}/figures"))
    assert "By quality criterion" in page.text
    part = Page(face.client.get(f"{programme}/figures", params={"part": "criteria"}))
    assert f"{programme}/figures/criteria.12.accepted" in links(part)
    told = Page(face.client.get(f"{programme}/figures/criteria.12.evidence"))
    assert "Pieces of evidence for criterion 12: 0" in told.text
