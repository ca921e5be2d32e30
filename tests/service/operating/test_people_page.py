"""Operators shut somebody out and ask somebody in on a page, at once, and see no list of everybody."""

import re

import pytest
from httpx2 import Response

from service.api_examples import COORDINATOR, FOUNDER
from service.people import PersonCard
from service.sign_in.accounts import Accounts
from tests.service.face import OPERATOR, Face
from tests.service.visitor import Page, become

PAGE = "/operator/people"


@pytest.fixture
def operated(face: Face) -> Face:
    accounts = Accounts(face.waymark.pool, face.waymark.clock)
    for person, name, email in (
        (OPERATOR, "Oona Reeve", "oona@example.org"),
        (FOUNDER, "Ann Founder", "ann@example.org"),
        (COORDINATOR, "Maria Mentor", "maria@example.org"),
    ):
        face.waymark.people.add(PersonCard(name=name, email=email, channel="email"), person)
        accounts.add(person)
        accounts.change_email(person, email)
    face.make_operator(OPERATOR)
    return face


def _send(face: Face, address: str, shown: str | None = None, **typed: str) -> Response:
    """Send the form of a page that has this button, as a browser does. `shown` is the page, if it is another."""
    forms = re.findall(r"<form(.*?)</form>", shown or face.client.get(PAGE).text, re.DOTALL)
    button = f'value="{typed["say"]}"' if "say" in typed else ""
    mine = next(each for each in forms if f'action="{address}"' in each and button in each)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', mine))
    headers = {"Sec-Fetch-Site": "same-origin"}
    return face.client.post(address, data={**hidden, **typed}, headers=headers, follow_redirects=False)


def _found(face: Face, email: str) -> Response:
    return _send(face, PAGE, say="find", email=email)


def test_somebody_is_found_by_their_address_shut_out_at_once_and_let_in_again(operated: Face) -> None:
    become(operated, FOUNDER)
    assert operated.client.get("/tasks").status_code == 200
    theirs = dict(operated.client.cookies)
    become(operated, OPERATOR)
    found = _found(operated, "ANN@example.org")
    assert "Ann Founder" in Page(found).text
    assert "Maria Mentor" not in Page(found).text, "nobody else is listed"
    shut = _send(operated, PAGE, found.text, say="out")
    assert shut.headers["Location"] == f"{PAGE}?done=out"
    told = Page(operated.client.get(f"{PAGE}?done=out")).text
    assert "They are shut out." in told
    assert "Shut out now" in told
    ours = dict(operated.client.cookies)
    operated.client.cookies.clear()
    operated.client.cookies.update(theirs)
    assert operated.client.get("/tasks").status_code == 401
    operated.client.cookies.clear()
    operated.client.cookies.update(ours)
    assert _send(operated, PAGE, say="in").headers["Location"] == f"{PAGE}?done=in"
    assert "Shut out now" not in Page(operated.client.get(PAGE)).text


def test_an_address_of_nobody_is_said_and_an_operator_cannot_shut_themselves_out(operated: Face) -> None:
    become(operated, OPERATOR)
    assert "Nobody signs in with this address." in Page(_found(operated, "no@example.org")).text
    assert 'value="out"' not in _found(operated, "oona@example.org").text
    refused = _send(operated, f"{PAGE}/invitation", name="", email="nonsense")
    assert refused.status_code == 422
    assert 'href="#name"' in refused.text
    wrong = _send(operated, f"{PAGE}/invitation", name="Mo Mentor", email="nonsense")
    assert 'href="#email"' in wrong.text
    assert 'id="email-error"' in wrong.text
    token = re.findall(r'name="form_token" value="([^"]*)"', refused.text)[0]
    own = {"person": OPERATOR, "say": "out", "form_token": token}
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert operated.client.post(PAGE, data=own, headers=headers).status_code == 403


def test_an_operator_asks_in_somebody_who_has_no_programme_yet(operated: Face) -> None:
    become(operated, OPERATOR)
    asked = _send(operated, f"{PAGE}/invitation", name="Mo Mentor", email="mo@example.org")
    assert asked.headers["Location"] == f"{PAGE}?done=written"
    told = Page(operated.client.get(asked.headers["Location"])).text
    assert "They are asked in." in told
    assert "the letter with their link is a file in the folder “mailbox”" in told, "nobody waits for a letter in vain"


def test_the_page_is_for_operators_and_the_short_address_leads_to_theirs(operated: Face) -> None:
    become(operated, COORDINATOR)
    assert operated.client.get(PAGE).status_code == 403
    become(operated, OPERATOR)
    assert operated.client.get("/operator", follow_redirects=False).headers["Location"] == "/operator/health"
    assert "Shut somebody out, or ask somebody in" in operated.client.get("/operator/health").text


def test_an_address_that_is_sought_stands_in_no_url(operated: Face) -> None:
    become(operated, OPERATOR)
    found = _found(operated, "ann@example.org")
    assert found.status_code == 200
    assert "Location" not in found.headers
    assert "Ann Founder" not in operated.client.get(f"{PAGE}?email=ann@example.org").text
    forms = re.findall(r"<form[^>]*>", operated.client.get(PAGE).text)
    assert all('method="post"' in each for each in forms if PAGE in each)
