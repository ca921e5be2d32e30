"""Operators ask each other on a page to look into a programme; nobody does it alone, and the group sees and ends it."""

import re

import pytest
from httpx2 import Response

from service.api_examples import COORDINATOR, FOUNDER
from service.people import PersonCard
from tests.service.face import OPERATOR, SECOND_OPERATOR, Face
from tests.service.visitor import Page, become

PAGE = "/operator/break-glass"
BECAUSE = "Able Together cannot open its plan."


@pytest.fixture
def operated(face: Face) -> Face:
    for person, name in ((OPERATOR, "Oona Reeve"), (SECOND_OPERATOR, "Otto Second")):
        face.waymark.people.add(PersonCard(name=name), person)
        face.make_operator(person)
    return face


def _send(face: Face, address: str, form: int, **typed: str) -> Response:
    """Fill in one of the forms of the page as it is shown now, and send it."""
    shown = face.client.get(PAGE)
    forms = re.findall(r"<form(.*?)</form>", shown.text, re.DOTALL)
    mine = [each for each in forms if f'action="{address}"' in each][form]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', mine))
    headers = {"Sec-Fetch-Site": "same-origin"}
    return face.client.post(address, data={**hidden, **typed}, headers=headers, follow_redirects=False)


def _ask(face: Face, programme: str) -> Response:
    return _send(face, PAGE, 0, programme=programme, reason=BECAUSE)


def test_one_asks_another_agrees_the_group_sees_it_and_ends_it(operated: Face) -> None:
    programme = operated.start().replace("/api", "")
    become(operated, OPERATOR)
    assert operated.client.get(programme).status_code == 404
    # The address as somebody copies it.
    assert _ask(operated, f"https://waymark.example.org{programme}/plan").headers["Location"] == f"{PAGE}?done=asked"
    mine = Page(operated.client.get(f"{PAGE}?done=asked"))
    assert BECAUSE in mine.text
    assert "Let them look" not in mine.text, "nobody lets themselves in"
    assert "Take it back" in mine.text
    assert operated.client.get(programme).status_code == 404
    become(operated, SECOND_OPERATOR)
    assert "One request to look into a programme waits" in operated.client.get("/operator/health").text
    assert "Oona Reeve" in Page(operated.client.get(PAGE)).text
    assert _send(operated, f"{PAGE}/answer", 0, say="yes").headers["Location"] == f"{PAGE}?done=agreed"
    assert operated.client.get(programme).status_code == 404, "who agrees is not let in"
    operated.catch_up()
    become(operated, OPERATOR)
    assert "Otto Second agreed, until" in Page(operated.client.get(PAGE)).text
    assert operated.client.get(programme).status_code == 200
    become(operated, FOUNDER)
    seen = operated.client.get(f"{programme}/sharing")
    for said in ("When an operator looked in", "Oona Reeve", "Otto Second agreed", BECAUSE, "may look until"):
        assert said in Page(seen).text
    address = f"{programme}/do/close-break-glass"
    form = operated.client.get(f"{address}?request=1").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert operated.client.post(address, data=hidden, headers=headers, follow_redirects=False).status_code == 303
    operated.catch_up()
    assert "ended it" in Page(operated.client.get(f"{programme}/sharing")).text
    become(operated, OPERATOR)
    assert operated.client.get(programme).status_code == 404
    assert "Over" in Page(operated.client.get(PAGE)).text


def test_nobody_agrees_to_their_own_request_even_when_they_forge_the_form(operated: Face) -> None:
    programme = operated.start().replace("/api", "")
    become(operated, OPERATOR)
    _ask(operated, programme)
    forged = _send(operated, f"{PAGE}/answer", 0, say="yes")
    assert forged.status_code == 403
    assert "Nobody lets themselves in" in Page(forged).text
    assert _send(operated, f"{PAGE}/answer", 0, say="no").status_code == 303
    assert "Waits for a second operator" not in operated.client.get(PAGE).text


def test_a_second_operator_says_no(operated: Face) -> None:
    programme = operated.start().replace("/api", "")
    become(operated, OPERATOR)
    _ask(operated, programme)
    become(operated, SECOND_OPERATOR)
    assert _send(operated, f"{PAGE}/answer", 1, say="no").headers["Location"] == f"{PAGE}?done=ended"
    become(operated, OPERATOR)
    page = Page(operated.client.get(PAGE)).text
    assert "Otto Second" in page
    assert "Open now" not in page


def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost(operated: Face) -> None:
    operated.start()
    become(operated, OPERATOR)
    nothing = Page(_send(operated, PAGE, 0, programme=" ", reason=""))
    assert nothing.title.startswith("Error: ")
    assert {"href": "#programme"} in nothing.all("a")
    assert {"href": "#reason"} in nothing.all("a")
    unknown = Page(_send(operated, PAGE, 0, programme="6f9619ff-8b86-4d01-b42d-00cf4fc964ff", reason=BECAUSE))
    assert {"href": "#programme"} in unknown.all("a")
    assert BECAUSE in unknown.text
    twice = operated.start(organisation="Another").replace("/api", "")
    assert _ask(operated, twice).status_code == 303
    assert "Ask a second operator to agree." in Page(_ask(operated, twice)).text


def test_it_is_for_operators_with_two_factors_alone_and_says_nothing_of_the_programme(operated: Face) -> None:
    programme = operated.start(organisation="Unheard Of").replace("/api", "")
    operated.client.cookies.clear()
    assert operated.client.get(PAGE).status_code == 401
    become(operated, COORDINATOR)
    assert operated.client.get(PAGE).status_code == 403
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert operated.client.post(PAGE, data={"programme": programme}, headers=headers).status_code == 403
    become(operated, OPERATOR)
    _ask(operated, programme)
    assert "Unheard Of" not in operated.client.get(PAGE).text
    other = operated.client.post(PAGE, data={"programme": programme, "reason": "x", "form_token": "x"}, headers=headers)
    assert other.status_code == 403, "only a form of this very session counts"
