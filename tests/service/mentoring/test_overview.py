"""The mentor sees every programme at a glance, and first of all what waits for them."""

from domain.milestone_commands import AgreePlan, Block
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from tests.service.face import Face
from tests.service.visitor import Page, become, told_programme


def _look(face: Face, address: str = "/mentoring") -> Page:
    answer = face.client.get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer)


def test_the_mentor_sees_where_each_programme_is_and_what_holds_it_up(face: Face) -> None:
    told_programme(face)
    face.start(organisation="Able Together")
    face.catch_up()
    become(face, COORDINATOR)
    page = _look(face)
    assert page.title == "The groups you walk with · Waymark"
    assert "Engage and agree" in page.text
    assert "stage 1 of 12" in page.text
    assert "ENG-01: access, since 2 March 2026" in page.text
    assert page.text.index("Making All Possible") > page.text.index("Waits for you")
    assert "Able Together" in page.text


def test_what_is_late_comes_before_what_goes_well(face: Face) -> None:
    face.start(organisation="Zebra Crossing")
    face.clock.move(days=40)
    calm = face.start(organisation="Able Together", start_on=face.clock().date().isoformat())
    assert face.post(AgreePlan, FOUNDER, calm, body={}).status_code == 201
    face.catch_up()
    become(face, COORDINATOR)
    table = _look(face).text.partition("Every programme")[2]
    assert table.index("Zebra Crossing") < table.index("Able Together")
    assert "1 late" in table


def test_who_is_no_mentor_sees_no_programme_there(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    for person in (FOUNDER, WORKER, FUNDER):
        become(face, person)
        page = _look(face)
        assert "Making All Possible" not in page.text
        assert {"class": "button", "href": "/start"} in page.all("a")


def test_an_overview_tells_no_words_that_were_typed_about_a_hindrance(face: Face) -> None:
    programme = told_programme(face)
    face.post(Block, WORKER, programme, {"milestone": "ENG-01", "kind": "money", "note": "Ann owes us rent."})
    face.catch_up()
    become(face, COORDINATOR)
    assert "Ann owes us rent." not in _look(face).text
