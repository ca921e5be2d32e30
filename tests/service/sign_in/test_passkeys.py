"""Passkeys: made once, used by their owner only, on our site only, and never the same answer twice."""

import json
from collections.abc import Callable

import pytest

from service.sign_in.hosting import THE_MACHINE
from tests.service.sign_in.browser import Browser, House
from tests.service.sign_in.security_key import PRESENT, SecurityKey, text


def made(browser: Browser, key: SecurityKey) -> int:
    browser.get("/account")
    question = browser.post("/account/passkey-question")
    assert question.status_code == 200, question.text
    return browser.post("/account/passkey", answer=key.make(question.text), label="My phone").status_code


def signed(browser: Browser, key: SecurityKey) -> int:
    question = browser.post("/sign-in/passkey-question", form_token="")
    return browser.post("/sign-in/passkey", answer=key.sign(question.text), next="/account", form_token="").status_code


@pytest.fixture
def key(house: House) -> SecurityKey:
    house.join()
    return SecurityKey(house.face.waymark.settings.site)


def test_a_passkey_signs_in_alone_and_counts_as_two_things(house: House, key: SecurityKey) -> None:
    here = house.signed_in()
    assert made(here, key) == 303
    assert "My phone" in here.get("/account").text
    browser = house.browser()
    assert signed(browser, key) == 303
    assert browser.is_in()
    sessions = house.desk.sessions.of(house.desk.accounts.everybody()[0].person)
    assert {(each.ways, each.second_factor) for each in sessions} == {(("email-link",), False), (("passkey",), True)}


def test_a_passkey_is_the_second_thing_too_and_only_its_owners(house: House, key: SecurityKey) -> None:
    assert made(house.signed_in(), key) == 303
    browser = house.signed_in()
    assert not browser.is_in()
    assert "Use my passkey" in browser.get("/sign-in/second").text
    assert signed(browser, key) == 303
    assert browser.is_in()
    house.join("bo@example.org", "Bo Example")
    other = SecurityKey(key.origin)
    assert made(house.signed_in("bo@example.org"), other) == 303
    browser = house.signed_in()
    assert signed(browser, other) == 401
    assert not browser.is_in()


def test_an_answer_counts_once(house: House, key: SecurityKey) -> None:
    assert made(house.signed_in(), key) == 303
    browser = house.browser()
    question = browser.post("/sign-in/passkey-question", form_token="").text
    answer = key.sign(question)
    assert browser.post("/sign-in/passkey", answer=answer, next="/", form_token="").status_code == 303
    assert browser.post("/sign-in/passkey", answer=answer, next="/", form_token="").status_code == 401
    assert house.browser().post("/sign-in/passkey", answer=answer, next="/", form_token="").status_code == 401


def _elsewhere(key: SecurityKey) -> None:
    key.origin = "https://evil.example"


def _other_site(key: SecurityKey) -> None:
    key.site = "evil.example"


def _unverified(key: SecurityKey) -> None:
    key.flags = PRESENT


def _copied(key: SecurityKey) -> None:
    key.signatures = -1


def _of_somebody_else(key: SecurityKey) -> None:
    key.owner = bytes(16)


@pytest.mark.parametrize("bent", [_elsewhere, _other_site, _unverified, _of_somebody_else])
def test_an_answer_for_another_site_or_without_its_owner_is_refused(
    house: House, key: SecurityKey, bent: Callable[[SecurityKey], None]
) -> None:
    assert made(house.signed_in(), key) == 303
    bent(key)
    assert signed(house.browser(), key) == 401
    if bent is not _of_somebody_else:
        another = SecurityKey(key.origin)
        bent(another)
        house.join("bo@example.org", "Bo Example")
        assert made(house.signed_in("bo@example.org"), another) == 401


def test_a_copy_of_a_passkey_is_noticed_by_its_count(house: House, key: SecurityKey) -> None:
    assert made(house.signed_in(), key) == 303
    assert signed(house.browser(), key) == 303
    assert signed(house.browser(), key) == 303
    _copied(key)
    assert signed(house.browser(), key) == 401


def test_a_passkey_that_was_removed_or_whose_owner_is_shut_out_opens_nothing(house: House, key: SecurityKey) -> None:
    here = house.signed_in()
    assert made(here, key) == 303
    here = house.browser()
    assert signed(here, key) == 303
    here.get("/account")
    assert here.post("/account/factors/remove", number=1).status_code == 303
    assert signed(house.browser(), key) == 401
    again = SecurityKey(key.origin)
    assert made(house.signed_in(), again) == 303
    house.hosting.disable(house.desk.accounts.everybody()[0].person, THE_MACHINE)
    assert signed(house.browser(), again) == 401


@pytest.mark.parametrize("answer", ["", "{}", "[]", "no", "null", '{"rawId": 7}', '{"rawId": "aa", "response": {}}'])
def test_nonsense_is_refused_in_words(house: House, key: SecurityKey, answer: str) -> None:
    here = house.signed_in()
    here.get("/account")
    here.post("/account/passkey-question")
    assert here.post("/account/passkey", answer=answer, label="x").status_code == 401
    browser = house.browser()
    browser.post("/sign-in/passkey-question", form_token="")
    refused = browser.post("/sign-in/passkey", answer=answer, next="/", form_token="")
    assert refused.status_code == 401
    assert "There is a problem" in refused.text
    assert key.id


def test_a_signature_that_is_not_the_keys_is_refused(house: House, key: SecurityKey) -> None:
    assert made(house.signed_in(), key) == 303
    browser = house.browser()
    question = browser.post("/sign-in/passkey-question", form_token="").text
    answer = json.loads(key.sign(question))
    answer["response"]["signature"] = text(b"\x30\x06\x02\x01\x01\x02\x01\x01")
    assert browser.post("/sign-in/passkey", answer=json.dumps(answer), next="/", form_token="").status_code == 401
