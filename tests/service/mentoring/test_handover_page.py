"""The handover shows each thing that is left behind with whoever looks after it, and what is missing."""

from domain.programme_commands import Appoint
from domain.resource_commands import CheckResource, DraftResource, NameOwner, PublishResource
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from tests.service.face import Face
from tests.service.visitor import Page, become, told_programme


def _with_a_toolkit(face: Face) -> str:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme)
    for kind, actor, body in (
        (DraftResource, WORKER, {"kind": "toolkit", "title": "How to find a hall", "text": "Ask about the lift."}),
        (CheckResource, FOUNDER, {"resource": 1, "agreed": True}),
        (PublishResource, FOUNDER, {"resource": 1}),
    ):
        answer = face.post(kind, actor, programme, body)
        assert answer.is_success, answer.text
    face.catch_up()
    return programme


def _look(face: Face, programme: str, person: str) -> Page:
    become(face, person)
    answer = face.client.get(f"{programme[4:]}/handover")
    assert answer.status_code == 200, answer.text
    return Page(answer)


def test_what_nobody_looks_after_is_missing_until_somebody_says_yes(face: Face) -> None:
    programme = _with_a_toolkit(face)
    page = _look(face, programme, COORDINATOR)
    assert page.title == "Handover: Making All Possible · Waymark"
    assert "Nobody looks after “How to find a hall”" in page.text
    assert "nobody yet" in page.text
    assert {"href": f"{programme[4:]}/do/name-owner?resource=1"} in page.all("a")
    body = {"resource": 1, "organisation": "Tamworth Library", "agreed_on": "2026-03-02"}
    assert face.post(NameOwner, COORDINATOR, programme, body).is_success
    face.catch_up()
    page = _look(face, programme, COORDINATOR)
    assert "Tamworth Library" in page.text
    assert "said yes on 2 March 2026" in page.text
    assert "Nobody looks after" not in page.text


def test_what_comes_before_the_handover_is_named(face: Face) -> None:
    page = _look(face, _with_a_toolkit(face), FOUNDER)
    assert "LEG-04" in page.text
    assert "SUS-01" in page.text


def test_nobody_is_offered_what_would_be_refused(face: Face) -> None:
    programme = _with_a_toolkit(face)
    links = [str(link.get("href")) for link in _look(face, programme, FUNDER).all("a")]
    assert not [link for link in links if "/do/" in link]
    founders = [str(link.get("href")) for link in _look(face, programme, FOUNDER).all("a")]
    assert any("/do/close-programme" in link for link in founders)
