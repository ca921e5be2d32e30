"""What a page says after somebody did something, or in another part of a programme's life, is translated too."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain

from domain.milestone_commands import AgreePlan
from domain.programme_commands import CloseProgramme
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from service.forms.catalogue import FORMS
from service.forms.recorded import KEPT
from tests.browser.every_page import addresses
from tests.browser.served import Served
from tests.service.language.pseudo import texts
from tests.service.language.test_every_text import untranslated

GREEK = {"Accept-Language": "en-XA", "Sec-Fetch-Site": "same-origin"}
WRONG = ("", "x", "1")
OWN = ("", "/do", "/forecast", "/decisions", "/review", "/milestones/ENG-02", "/plan")


def be(served: Served, person: str) -> None:
    served.face.client.cookies.clear()
    served.face.client.post("/who", data={"person": person}, headers=GREEK)


def left_in(html: str) -> set[str]:
    return set(chain.from_iterable(map(untranslated, texts(html))))


def answers(served: Served, address: str) -> Iterator[str]:
    """What a form answers when nothing, or nothing that makes sense, was typed into it."""
    client = served.face.client
    for typed in WRONG:
        form = client.get(address, headers=GREEK)
        if form.status_code != HTTPStatus.OK:
            yield form.text
            return
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.text))
        asked = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', form.text)) - set(hidden)
        answer = client.post(
            address.partition("?")[0],
            data={**hidden, **(dict.fromkeys(asked, typed) if typed else {})},
            headers=GREEK,
            follow_redirects=False,
        )
        yield answer.text


def test_what_is_wrong_with_a_form_is_said_in_every_language(served: Served) -> None:
    forms, found = [at for route, at in addresses(served, "forms") if "{name}" in route], dict[str, set[str]]()
    for person in (COORDINATOR, WORKER, FOUNDER):
        be(served, person)
        for address in forms:
            for html in answers(served, address):
                found.setdefault(address.partition("/do/")[2], set()).update(left_in(html))
    assert {form: left for form, left in found.items() if left} == {}


def test_what_was_recorded_is_said_in_every_language(served: Served) -> None:
    be(served, FOUNDER)
    told = (served.face.client.get(f"/tasks?done={name}", headers=GREEK).text for name in (*FORMS, KEPT))
    assert set().union(*map(left_in, told)) == set()


def test_a_programme_is_spoken_of_in_every_language_until_its_end(served: Served) -> None:
    face, found = served.face, dict[str, set[str]]()

    def look(when: str) -> None:
        face.catch_up()
        be(served, FOUNDER)
        for path in OWN:
            html = face.client.get(f"{served.programme}{path}", headers=GREEK).text
            found[f"{when}: {path}"] = left_in(html)

    assert face.post(AgreePlan, FOUNDER, f"/api{served.programme}").status_code == 201
    look("agreed")
    face.clock.move(200)
    look("late")
    ended = {"ending": "stopped-early", "reason": "We agreed it."}
    assert face.post(CloseProgramme, FOUNDER, f"/api{served.programme}", ended).status_code == 201
    look("ended")
    assert {page: left for page, left in found.items() if left} == {}
