"""From a line of the history, those who decide take one text out of the record, and the line says so at once."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response

from domain.journal_commands import RecordDecision
from domain.milestone_commands import AddEvidence, Block
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.privacy.sweep import Sweep
from tests.service.face import Face
from tests.service.visitor import Page, become

SECRET = "Ann's brother said no."
KEPT = "We need a ramp first."
GONE = "These words were taken out for good."
REASON = "It names somebody who is not here."


@pytest.fixture
def programme(face: Face) -> str:
    """A programme in whose record two texts stand, of which one should never have been written."""
    programme = face.start()
    assert face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": SECRET}).status_code == 201
    held_up = {"milestone": "ENG-01", "kind": "access", "note": KEPT}
    assert face.post(Block, WORKER, programme, held_up).status_code == 201
    face.catch_up()
    return programme[4:]


def history(face: Face, programme: str, person: str, query: str = "") -> Page:
    face.catch_up()
    become(face, person)
    return Page(face.client.get(f"{programme}/history{query}"))


def ways_out(page: Page) -> list[str]:
    return [str(link["href"]) for link in page.all("a") if "/do/take-out-passage" in str(link["href"])]


def of_note(page: Page) -> str:
    """Newest first: the note of the evidence is the older one."""
    return [each for each in ways_out(page) if parse_qs(urlsplit(each).query)["field"] == ["note"]][-1]


def sent(face: Face, address: str) -> Response:
    form = Page(face.client.get(address))
    hidden = {str(each["name"]): str(each["value"]) for each in form.all("input") if each.get("type") == "hidden"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return face.client.post(address, data={**hidden, "reason": REASON}, headers=headers, follow_redirects=False)


def test_a_text_is_taken_out_from_its_line_and_every_other_stays(face: Face, programme: str) -> None:
    address = of_note(history(face, programme, FOUNDER))
    form = face.client.get(address)
    assert (form.status_code, SECRET in Page(form).text, KEPT in form.text) == (200, True, False)
    assert "Ann" not in form.text.partition("<title>")[2].partition("</title>")[0]
    answer = sent(face, address)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, f"{programme}/history")
    face.catch_up()
    after = Page(face.client.get(answer.headers["Location"]))
    assert "These words are being taken out. Nobody can bring them back." in after.text
    assert (SECRET in after.text, GONE in after.text, KEPT in after.text) == (False, True, True)
    assert "took some words out of the record" in after.text
    assert address not in ways_out(after)
    Sweep(face.waymark, timedelta(0)).once()
    swept = history(face, programme, FOUNDER)
    assert (SECRET in swept.text, GONE in swept.text, KEPT in swept.text) == (False, True, True)


def test_who_does_not_decide_is_not_led_there_but_sees_that_it_is_gone(face: Face, programme: str) -> None:
    address = of_note(history(face, programme, FOUNDER))
    sent(face, address)
    face.post(Appoint, COORDINATOR, f"/api{programme}", {"person": FUNDER, "role": "funder"})
    for person in (WORKER, FUNDER):
        page = history(face, programme, person)
        assert [each for each in ways_out(page) if "meeting=yes" not in each] == []
        assert SECRET not in page.text


def test_the_mentor_writes_down_that_a_meeting_took_it_out(face: Face, programme: str) -> None:
    ways = ways_out(history(face, programme, COORDINATOR))
    assert ways
    assert all("meeting=yes" in each for each in ways)


def test_the_minute_of_a_meeting_can_go_alone_too(face: Face, programme: str) -> None:
    assert face.post(RecordDecision, COORDINATOR, f"/api{programme}").status_code == 201
    fields = {parse_qs(urlsplit(each).query)["field"][0] for each in ways_out(history(face, programme, FOUNDER))}
    assert {"note", "decision", "meta.on_behalf_of.minute"} <= fields


def test_a_form_about_nothing_shows_no_words(face: Face, programme: str) -> None:
    become(face, FOUNDER)
    shelf = programme.rpartition("/")[2]
    strange = (
        f"stream=programme:{shelf}&version=0&field=note",
        f"stream=programme:{shelf}&version=1&field=note",
        f"stream=programme:{shelf}&version=99999999999999999999&field=note",
        f"stream=programme:{shelf}&version=x&field=note",
        "stream=programme:1b4e28ba-2fa1-41d2-883f-0016d3cca427&version=1&field=note",
        "",
    )
    for asked in strange:
        answer = face.client.get(f"{programme}/do/take-out-passage?{asked}")
        assert answer.status_code < 500, asked
        assert SECRET not in answer.text
