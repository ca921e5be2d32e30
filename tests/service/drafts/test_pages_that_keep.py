"""Pages with one form keep what is typed in them too: a plan that is changed, invitations, a look, needs, a review."""

import pytest
from httpx2 import Response

from domain.milestone_commands import AgreePlan
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER
from service.drafts.drafts import Drafts
from service.drafts.places import about, has_form, is_page, place_of
from service.people import PersonCard
from service.sign_in.sessions import IDLE
from tests.service.face import OPERATOR, Face
from tests.service.visitor import Page, become, hidden_of, told_programme

OURS = {"Sec-Fetch-Site": "same-origin"}
CANARY = "The chair has a new kidney."


@pytest.fixture
def programme(face: Face) -> str:
    programme = told_programme(face)
    assert face.post(AgreePlan, FOUNDER, programme, {}).is_success
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    return programme[4:]


def send(face: Face, address: str, before: Response, **typed: str) -> Response:
    hidden = hidden_of(before)[1]
    return face.client.post(address, data={**hidden, **typed}, headers=OURS, follow_redirects=False)


def kept_by_script(face: Face, place: str, before: Response, **typed: str) -> int:
    """What the script of drafts does."""
    return send(face, f"/drafts?place={place}", before, **typed).status_code


def drafts_of(face: Face) -> Drafts:
    return Drafts(face.waymark.pool, face.waymark.keyring, face.waymark.clock)


def test_what_is_gathered_for_the_plan_is_there_again_until_it_is_the_plan(face: Face, programme: str) -> None:
    page = f"{programme}/plan/revise"
    become(face, FOUNDER)
    asked = face.client.get(f"{page}?change=retime")
    assert f'data-draft="/drafts?place={page}"' in asked.text
    assert kept_by_script(face, page, asked, milestone="GOV-05", typical="30") == 204
    again = face.client.get(page)
    assert Page(again).text.count("You began this on 2 March 2026.") == 1
    assert 'value="30"' in again.text
    assert "Change the plan" in face.client.get("/tasks").text
    looked = send(face, page, again, go="put", milestone="GOV-05", typical="30", earliest="20", latest="60")
    assert "usually 30 weeks" in looked.text
    gathered = face.client.get(page)
    assert "usually 30 weeks" in gathered.text, "what is gathered is kept too"
    assert send(face, page, gathered, go="adopt", reason="").status_code == 422
    assert send(face, page, gathered, go="adopt", reason="It is slow.").status_code == 303
    assert drafts_of(face).of(FOUNDER) == []
    assert "You began this" not in face.client.get(page).text


def test_what_is_gathered_can_be_thrown_away_and_what_no_longer_fits_is_said(face: Face, programme: str) -> None:
    page = f"{programme}/plan/revise"
    become(face, FOUNDER)
    asked = face.client.get(f"{page}?change=drop")
    send(face, page, asked, go="put", milestone="ENG-06")
    assert "ENG-06" in Page(face.client.get(page)).text
    fields = [("changes", '[{"kind":"drop","milestone":"ENG-99"}]')]
    assert drafts_of(face).keep(FOUNDER, page, fields)
    assert face.client.get(page).status_code < 500
    thrown = send(face, page, face.client.get(page), go="away")
    assert thrown.headers["Location"] == page
    assert drafts_of(face).of(FOUNDER) == []


def test_an_invitation_that_was_begun_is_there_until_it_is_sent(face: Face, programme: str) -> None:
    page = f"{programme}/invitations"
    become(face, COORDINATOR)
    asked = face.client.get(page)
    assert kept_by_script(face, page, asked, name="Bo Newman", email="bo@example.org", role="founder") == 204
    again = face.client.get(page).text
    assert 'value="Bo Newman"' in again
    assert '<option value="founder" selected>' in again
    assert "Invite people" in face.client.get("/tasks").text
    sent = send(face, page, asked, name="Bo Newman", email="bo@example.org", role="founder")
    assert "An invitation is on its way to Bo Newman." in sent.text
    assert drafts_of(face).of(COORDINATOR) == []


def test_an_operator_whose_session_ran_out_finds_the_reason_in_the_form_again(face: Face, programme: str) -> None:
    face.waymark.people.add(PersonCard(name="Oona Reeve"), OPERATOR)
    face.make_operator(OPERATOR)
    become(face, OPERATOR)
    page = "/operator/break-glass"
    asked = face.client.get(page)
    face.clock.at += IDLE * 2
    ended = send(face, page, asked, reason=CANARY, programme=programme)
    assert "What you typed is kept" in ended.text
    become(face, OPERATOR)
    assert face.client.get("/sign-in/kept", follow_redirects=False).headers["Location"] == page
    again = face.client.get(page)
    assert CANARY in again.text
    assert send(face, page, again, reason=CANARY, programme=programme).headers["Location"] == f"{page}?done=asked"
    assert drafts_of(face).of(OPERATOR) == []


def test_needs_that_were_ticked_and_not_sent_are_ticked_again(face: Face, programme: str) -> None:
    assert programme
    become(face, FOUNDER)
    page = "/account/data"
    asked = face.client.get(page)
    assert kept_by_script(face, page, asked, needs="quiet-room", involvement="neither") == 204
    again = face.client.get(page).text
    assert 'value="neither" checked' in again
    assert send(face, f"{page}/needs", asked, involvement="involve-me").status_code == 200
    assert drafts_of(face).of(FOUNDER) == []


def test_only_these_pages_keep_something_so_and_no_secret(face: Face, programme: str) -> None:
    become(face, FOUNDER)
    asked = face.client.get("/account/data")
    assert kept_by_script(face, "/account", asked, password="x" * 20) == 404
    assert kept_by_script(face, f"{programme}/do/block", asked, note="x") == 404
    assert kept_by_script(face, "/account/data", asked, password="x" * 20, involvement="neither") == 204
    (draft,) = drafts_of(face).of(FOUNDER)
    assert set(draft.typed) == {"involvement"}
    answer = face.client.post("/drafts?place=/account/data", data={"form_token": "x", "needs": "y"}, headers=OURS)
    assert answer.status_code == 403


def test_a_page_that_keeps_is_found_by_its_address() -> None:
    here = "/programmes/6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    assert place_of("/account/data/needs", {}) == "/account/data"
    assert about(f"{here}/plan/revise") == (here[12:], "plan/revise", {})
    for place in (
        f"{here}/invitations",
        "/operator/break-glass",
        "/library/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/1/owner",
    ):
        assert is_page(place)
        assert has_form(place)
    assert not is_page("/account/data/forget")
