"""Rows 10, 26, 27, 28, 34, 38: what people sign in with, and when one thing is not enough."""

from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from domain.roles import Role
from service.api_examples import COORDINATOR
from service.sign_in.passwords import SHORTEST, Passwords, common, good_password, is_dated
from service.sign_in.refusals import PasswordTooWeak, TooManyTries
from service.sign_in.sessions import FRESH
from tests.service.face import STRANGER, assert_problem
from tests.service.sign_in.browser import ANN, Browser, House, key_on

GOOD = "four words in a row"


def with_password(house: House) -> None:
    house.join()
    browser = house.signed_in()
    browser.get("/account")
    assert browser.post("/account/password", password=GOOD).status_code == 303


def test_row_10_the_eleventh_try_in_a_minute_waits_and_others_are_not_held_up(house: House) -> None:
    with_password(house)
    house.join("bo@example.org", "Bo Example")
    for _ in range(10):
        assert house.browser().post("/sign-in/password", email=ANN, password="no", form_token="").status_code == 401
    for typed in (ANN, ANN.upper(), f" {ANN} "):
        held = house.browser().post("/sign-in/password", email=typed, password=GOOD, form_token="")
        assert held.status_code == 429
        assert int(held.headers["Retry-After"]) > 0
    other = house.browser().post("/sign-in/password", email="bo@example.org", password="no", form_token="")
    assert other.status_code == 401
    assert house.signed_in("bo@example.org").is_in()
    anew = House(house.face)
    with pytest.raises(TooManyTries):
        anew.desk.attempts.count("password", ANN)
    house.face.clock.at += timedelta(minutes=1)
    assert house.browser().post("/sign-in/password", email=ANN, password=GOOD, form_token="").status_code == 303


def test_row_10_links_codes_and_unknown_tokens_are_counted_too(house: House) -> None:
    house.join()
    asked = [house.browser().post("/sign-in/email", email=ANN, form_token="").status_code for _ in range(6)]
    assert asked == [200] * 5 + [429]
    house.face.clock.at += timedelta(minutes=1)
    house.with_code(house.signed_in())
    browser = house.signed_in()
    browser.get("/sign-in/second")
    tried = [browser.post("/sign-in/second", code="000000", next="/").status_code for _ in range(11)]
    assert tried == [401] * 10 + [429]
    guessed = [
        house.face.client.get("/api/agenda", headers={"Authorization": f"Bearer waymark_live_{'a' * 49}"}).status_code
        for _ in range(61)
    ]
    assert guessed == [401] * 60 + [429]


@pytest.mark.parametrize("password", ["short", "1234567", "password", "Password", "aaaaaaaa", "iloveyou", "qwertyuiop"])
def test_row_26_short_and_well_known_passwords_are_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        good_password(password)


@pytest.mark.parametrize(
    "password", ["correct horse", "x" * 7 + "y" * 60, "ärgerliche Wörter", "пароль подлинный", "12 34 56 79", " lead "]
)
def test_row_26_long_ones_are_taken_as_they_are_and_need_no_odd_letters(password: str) -> None:
    if len(password) < SHORTEST:
        with pytest.raises(PasswordTooWeak):
            good_password(password)
    else:
        assert good_password(password) == password


def test_row_26_ones_own_name_and_address_are_no_passwords() -> None:
    for password in ("Ann Example", "ann@example.org", "ANN EXAMPLE"):
        with pytest.raises(PasswordTooWeak):
            good_password(password, ANN, "Ann Example")
    assert len(common()) >= 3000


def test_row_27_passwords_and_codes_can_be_pasted_and_filled_in_by_a_manager(house: House) -> None:
    page = house.browser().get("/sign-in").text
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="username"' in page
    assert "onpaste" not in page
    house.join()
    browser = house.signed_in()
    assert 'autocomplete="new-password"' in browser.get("/account").text
    house.with_code(browser)
    second = house.signed_in().get("/sign-in/second").text
    assert 'autocomplete="one-time-code"' in second


def test_row_28_a_coordinator_and_an_operator_do_nothing_with_one_factor(house: House) -> None:
    programme = house.face.start()
    person = house.join()
    founder = house.signed_in()
    assert founder.is_in(), "nobody else needs two"
    house.appoint(programme, person, Role.MENTOR, COORDINATOR)
    not_enough = founder.client.get("/account")
    assert not_enough.status_code == 403, "what was enough is not enough any more"
    assert "signs in with two things" in not_enough.text
    assert "Send me a link" in not_enough.text
    token = house.desk.tokens.keep(
        person, 7, "old", ("read",), None, house.face.clock() + timedelta(days=1), second_factor=False
    )
    refused = house.face.client.get("/api/agenda", headers={"Authorization": f"Bearer {token}"})
    assert_problem(refused, 403, "second-factor-needed")
    browser = house.browser()
    browser.post("/sign-in/email", email=ANN, form_token="")
    entered = browser.post("/sign-in/link", key=house.link(), form_token="")
    assert entered.headers["Location"].startswith("/sign-in/second")
    assert not browser.is_in()
    _chooses_a_code(house, browser, entered.headers["Location"])
    assert browser.is_in()


def test_row_28_who_has_a_second_factor_cannot_choose_another_with_only_the_first(house: House) -> None:
    house.join()
    house.with_code(house.signed_in())
    thief = house.signed_in()
    page = thief.get("/sign-in/second")
    assert "Set up" not in page.text
    for address in ("/sign-in/second/new", "/sign-in/second/passkey-question", "/sign-in/second/passkey"):
        assert thief.post(address, code="123456", answer="{}").status_code == 401
    assert thief.post("/account/code").status_code == 401
    assert not thief.is_in()


def test_row_28_half_a_sign_in_ends_after_a_quarter_of_an_hour(house: House) -> None:
    house.join()
    totp = house.with_code(house.signed_in())
    browser = house.signed_in()
    browser.get("/sign-in/second")
    house.face.clock.at += timedelta(minutes=15)
    assert browser.post("/sign-in/second", code=totp.at(house.face.clock()), next="/").status_code == 401


def test_row_34_to_change_how_one_signs_in_one_signs_in_again(house: House) -> None:
    house.join()
    browser = house.signed_in()
    house.with_code(browser)
    house.face.clock.at += FRESH
    assert "sign in again" in browser.get("/account").text
    before = house.face.waymark.store.end()
    for address, fields in (
        ("/account/password", {"password": GOOD}),
        ("/account/code", {}),
        ("/account/passkey-question", {}),
        ("/account/recovery-codes", {}),
        ("/account/factors/remove", {"number": 1}),
        ("/account/new-email", {"email": "new@example.org"}),
        ("/account/tokens", {"label": "x"}),
    ):
        browser.get("/account")
        refused = browser.post(address, **fields)
        assert refused.status_code == 403, address
        assert "sign in again first" in refused.text
    assert house.face.waymark.store.end() == before


def test_row_34_a_new_address_is_used_once_its_owner_opened_the_link_and_the_old_one_is_told(house: House) -> None:
    house.join()
    browser = house.signed_in()
    browser.get("/account")
    browser.post("/account/new-email", email="new@example.org")
    key = house.link()
    other = house.signed_in()
    other.get("/account")
    browser.get(f"/account/email?key={key}")
    assert browser.post("/account/email", key=key).headers["Location"] == "/account?done=email"
    assert not other.is_in()
    told = house.letters()[-1]
    assert told.startswith(f"To: {ANN}")
    assert "new@example.org" not in told
    assert house.signed_in("new@example.org").is_in()


def test_row_38_passwords_are_kept_as_argon2id_with_these_figures_and_hashed_again_when_they_change() -> None:
    kept = Passwords().hashed(GOOD)
    figures = extract_parameters(kept.decode())
    assert (figures.type, figures.memory_cost, figures.time_cost, figures.parallelism) == (Type.ID, 64 * 1024, 3, 4)
    assert (figures.hash_len, figures.salt_len) == (32, 16)
    assert not is_dated(kept)
    assert is_dated(PasswordHasher(time_cost=1, memory_cost=8192).hash(GOOD).encode())


def test_row_38_an_old_hash_becomes_a_new_one_at_the_next_sign_in(house: House) -> None:
    with_password(house)
    person = house.desk.accounts.everybody()[0].person
    factor = house.desk.factors.one(person, "password")
    assert factor is not None
    house.desk.factors.change_secret(factor, PasswordHasher(time_cost=1, memory_cost=8192).hash(GOOD).encode())
    assert house.browser().post("/sign-in/password", email=ANN, password=GOOD, form_token="").status_code == 303
    again = house.desk.factors.one(person, "password")
    assert again is not None
    assert not is_dated(again.secret)


def test_somebody_unknown_is_nobody(house: House) -> None:
    assert house.desk.accounts.get(STRANGER) is None
    assert house.browser().get("/sign-in/second").status_code == 401


def _chooses_a_code(house: House, browser: Browser, address: str) -> None:
    page = browser.get(address)
    assert "Set up a second step" in page.text
    wrong = browser.page = browser.post("/sign-in/second/new", code="12")
    assert wrong.status_code == 401
    assert key_on(wrong) == key_on(page), "the key stays the same, so that the app need not be set up again"
    done = browser.post("/sign-in/second/new", code=pyotp.TOTP(key_on(page)).at(house.face.clock()))
    assert done.status_code == 303, done.text
