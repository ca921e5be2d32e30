"""Inviting from the page of a programme: those who give parts see it, and nobody else."""

from domain.roles import Role
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from tests.service.face import STRANGER, Face
from tests.service.sign_in.browser import Browser, House


def be(face: Face, person: str) -> Browser:
    browser = Browser(face)
    assert browser.post("/who", person=person, form_token="").status_code == 303
    return browser


def test_those_who_give_parts_invite_and_take_back_on_a_page(face: Face) -> None:
    programme = face.start().removeprefix("/api")
    face.catch_up()
    founder = be(face, FOUNDER)
    assert f"{programme}/invitations" in founder.get(programme).text
    page = founder.get(f"{programme}/invitations")
    assert page.status_code == 200
    wrong = founder.post(f"{programme}/invitations", name="Bo", email="nonsense", role="worker")
    assert wrong.status_code == 422
    assert 'value="nonsense"' in wrong.text, "what was typed is not lost"
    done = founder.post(f"{programme}/invitations", name="Bo Example", email="bo@example.org", role="worker")
    assert "An invitation is on its way to Bo Example." in done.text
    (letter,) = House(face).letters()
    assert "invites you to Waymark, to take part in Making All Possible, as development worker" in letter
    secret = House(face).link()
    founder.page = done
    invitation = done.text.split('name="invitation" value="')[1].partition('"')[0]
    assert founder.post(f"{programme}/invitations/withdrawn", invitation=invitation).status_code == 303
    assert Browser(face).get(f"/invitation?key={secret}").status_code == 410


def test_nobody_else_invites(face: Face) -> None:
    programme = face.start().removeprefix("/api")
    face.catch_up()
    for person, status in ((WORKER, 403), (STRANGER, 404)):
        browser = be(face, person)
        assert "invitations" not in browser.get(programme).text
        assert browser.get(f"{programme}/invitations").status_code == status
        page = browser.get("/account")
        assert page.status_code == 200
        sent = browser.post(f"{programme}/invitations", name="Bo", email="bo@example.org", role="mentor")
        assert sent.status_code == status
    assert House(face).letters() == []
    assert Role.MENTOR in face.waymark.front_door.programme(f"programme:{programme[12:]}").roles[COORDINATOR]
