"""Rows 18 to 22, 35, 40, 41, 44: what every request must bring, and what every answer says to a browser."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from domain.milestone_commands import AddEvidence
from domain.presence import Scope
from domain.programme_commands import EndAppointment
from service.api import build_app
from service.api_examples import COORDINATOR, EXAMPLES, WORKER
from service.assembly import build
from service.settings import Settings
from service.sign_in.hosting import THE_MACHINE
from service.sign_in.random_secrets import is_token, new_token
from tests.service.face import MovedClock, assert_problem
from tests.service.sign_in.browser import ANN, House

EVERYWHERE = ("/", "/sign-in", "/account", "/nothing", "/health", "/api/agenda", "/api/problems", "/pages.css")


def test_row_18_browsers_come_back_over_https_only(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://waymark.example.org"})
    with (
        build(public, clock=MovedClock()) as waymark,
        TestClient(build_app(waymark), base_url="https://waymark.example.org") as client,
    ):
        for address in EVERYWHERE:
            said = client.get(address).headers["Strict-Transport-Security"]
            seconds, *rest = (each.strip() for each in said.split(";"))
            assert int(seconds.removeprefix("max-age=")) >= 365 * 24 * 3600
            assert "includeSubDomains" in rest
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 421


def test_row_19_nothing_runs_but_our_own_script_and_nobody_frames_a_page(house: House) -> None:
    for address in EVERYWHERE:
        policy = house.face.client.get(address).headers["Content-Security-Policy"]
        rules = {each.split()[0]: each.split()[1:] for each in policy.split("; ")}
        assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == ["'none'"], address
        assert rules.get("script-src", ["'self'"]) == ["'self'"]
        assert "unsafe" not in policy
        assert "*" not in policy
    assert "script-src" not in house.face.client.get("/").headers["Content-Security-Policy"]


def test_row_20_every_answer_says_what_it_is(house: House) -> None:
    for address in EVERYWHERE:
        answer = house.face.client.get(address)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        kind = answer.headers["Content-Type"]
        assert kind in {
            "text/html; charset=utf-8",
            "application/problem+json",
            "application/json",
            "text/css; charset=utf-8",
        }, (address, kind)


def test_row_21_another_site_is_never_let_in(house: House) -> None:
    for address in EVERYWHERE:
        for method in ("GET", "OPTIONS", "POST"):
            asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
            answer = house.face.client.request(method, address, headers=asked)
            assert not [name for name in answer.headers if name.startswith("access-control")]
            assert "evil" not in answer.text + str(answer.headers)


def test_row_22_a_form_from_elsewhere_or_without_its_token_changes_nothing(house: House) -> None:
    house.join()
    browser = house.signed_in()
    browser.get("/account")
    before = house.face.waymark.store.end()
    foreign: tuple[dict[str, str], ...] = (
        {"Origin": "https://evil.example"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {},
    )
    for address in ("/account/password", "/account/tokens", "/account/sessions/end", "/sign-out", "/account/code"):
        for headers in foreign:
            assert browser.post(address, headers, password="four words in a row", label="x").status_code == 403
        for token in ("", "x", house.signed_in().get("/account").text[-40:]):
            refused = browser.post(address, form_token=token, password="four words in a row", label="x")
            assert refused.status_code == 403, (address, token)
        house.face.clock.at += timedelta(minutes=1)
    for address in (
        "/sign-in/email",
        "/sign-in/password",
        "/sign-in/link",
        "/sign-in/passkey",
        "/operator",
        "/invitation",
    ):
        for headers in foreign:
            assert browser.post(address, headers, email=ANN, password="x", key="x", name="x").status_code == 403
    assert house.face.waymark.store.end() == before
    assert browser.is_in()


def test_row_22_the_token_of_another_session_does_not_fit(house: House) -> None:
    house.join()
    house.join("bo@example.org", "Bo Example")
    other = house.signed_in("bo@example.org")
    token = re.search(r'name="form_token" value="([^"]+)"', other.get("/account").text)
    assert token is not None
    assert house.signed_in().post("/sign-out", form_token=token[1]).status_code == 403


def test_row_22_the_api_takes_a_cookie_only_from_our_own_pages(house: House) -> None:
    house.face.start()
    house.join()
    browser = house.signed_in()
    assert browser.client.get("/api/agenda").status_code == 200
    body, key = {"name": "Bo"}, {"Idempotency-Key": "1"}
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.client.post("/api/people", json=body, headers={**key, **headers}).status_code == 403
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert browser.client.post("/api/people", json=body, headers={**key, **ours}).status_code == 201


def test_row_22_looking_changes_nothing(house: House) -> None:
    house.join()
    browser = house.signed_in()
    before = house.face.waymark.store.end()
    looked = ("/", "/account", "/sign-out", "/sign-in", "/sign-in/kept", "/sign-in/second", "/account/email?key=x")
    for address in (*looked, "/sign-in/link?key=x", "/invitation?key=x", "/operator?key=x", "/sign-in/with/x/answer"):
        browser.get(address)
    assert house.face.waymark.store.end() == before
    assert browser.is_in()


def _token(house: House, *scopes: Scope, programmes: tuple[str, ...] | None = None, days: int = 1) -> dict[str, str]:
    house.desk.accounts.add(WORKER)
    ends_at = house.face.clock() + timedelta(days=days)
    number = uuid4().int % 10**9
    token = house.desk.tokens.keep(WORKER, number, "x", scopes, programmes, ends_at, second_factor=False)
    return {"Authorization": f"Bearer {token}"}


def test_row_35_a_token_may_do_what_it_is_for_and_no_more_than_its_owner(house: House) -> None:
    programme = house.face.start()
    ref = programme.replace("/api/programmes/", "programme:")
    client, key = house.face.client, {"Idempotency-Key": "1"}
    house.face.catch_up()

    def asks(token: dict[str, str]) -> int:
        return client.get(f"{programme}/agenda", headers=token).status_code

    def acts(token: dict[str, str]) -> int:
        headers = {**token, "Idempotency-Key": str(uuid4())}
        return client.post(f"{programme}/evidence", json=EXAMPLES[AddEvidence], headers=headers).status_code

    reads, writes = _token(house, "read"), _token(house, "read", "write")
    assert (asks(reads), acts(reads)) == (200, 403)
    assert (asks(writes), acts(writes)) == (200, 201)
    of_this, of_other = (
        _token(house, "read", programmes=(ref,)),
        _token(house, "read", programmes=(f"programme:{uuid4()}",)),
    )
    assert (asks(of_this), asks(of_other)) == (200, 403)
    assert client.get("/api/agenda", headers=of_this).status_code == 403, "that is about all programmes"
    refused = client.post(f"{programme}/acceptances", json={"milestone": "ENG-01"}, headers={**writes, **key})
    assert_problem(refused, 403, "not-allowed")
    house.face.post(EndAppointment, COORDINATOR, programme, {"person": WORKER, "role": "worker"})
    assert (asks(writes), acts(writes)) == (404, 404), "the owner lost their part"


def test_row_35_a_token_ends_when_it_is_over_revoked_or_its_owner_shut_out(house: House) -> None:
    person = house.join()
    browser = house.signed_in()
    client = house.face.client

    def made() -> dict[str, str]:
        browser.get("/account")
        page = browser.post("/account/tokens", label="My program", scope="read", days="30")
        token = page.text.split("<code>")[1].partition("</code>")[0]
        assert re.fullmatch(r"waymark_live_[0-9A-Za-z]{49}", token)
        return {"Authorization": f"Bearer {token}"}

    first = made()
    assert client.get("/api/agenda", headers=first).status_code == 200
    assert "My program" in browser.get("/account").text
    assert browser.post("/account/tokens/revoke", number=1).status_code == 303
    assert_problem(client.get("/api/agenda", headers=first), 401, "nobody-acts")
    second = made()
    house.face.clock.at += timedelta(days=30)
    assert client.get("/api/agenda", headers=second).status_code == 401
    browser = house.signed_in()
    third = made()
    house.hosting.disable(person, THE_MACHINE)
    assert client.get("/api/agenda", headers=third).status_code == 401


def test_row_35_a_token_cannot_change_how_its_owner_signs_in(house: House) -> None:
    headers = _token(house, "read", "write")
    assert house.face.client.get("/account", headers=headers).status_code == 401
    assert house.face.client.post("/account/tokens", data={"label": "more"}, headers=headers).status_code == 401


def test_row_35_a_token_says_by_its_form_that_it_is_one_and_a_wrong_letter_shows() -> None:
    token = new_token("live")
    assert token != new_token("live")
    assert is_token(token)
    for wrong in (
        token[:-1],
        token + "a",
        token.replace("waymark", "github"),
        token[:20] + "_" + token[21:],
        "",
        "ä" * 60,
    ):
        assert not is_token(wrong)
    changed = token[:-1] + ("a" if token[-1] != "a" else "b")
    assert not is_token(changed)


@pytest.mark.parametrize("sent", ["Basic YTpi", "Bearer", "Bearer ", "Bearer x y", "waymark_live_x", "Waymark-Actor x"])
def test_a_header_that_is_no_token_is_nobody_even_beside_a_cookie(house: House, sent: str) -> None:
    house.join()
    browser = house.signed_in()
    assert_problem(browser.client.get("/api/agenda", headers={"Authorization": sent}), 401, "nobody-acts")


def test_the_header_that_once_said_who_acts_says_nothing(house: House) -> None:
    headers = {"Waymark-Actor": WORKER}
    assert_problem(house.face.client.get("/api/agenda", headers=headers), 401, "nobody-acts")


def test_row_40_no_secret_is_in_a_log_or_printed_with_the_settings(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.join()
    browser = house.signed_in()
    totp = house.with_code(browser)
    browser.get("/account")
    browser.post("/account/password", password="four words in a row")
    browser.post("/account/new-email", email="new@example.org")
    house.browser().post("/sign-in/password", email=ANN, password="wrong-secret", form_token="")
    said = capsys.readouterr()
    for secret in (browser.cookie or "", house.link(), totp.secret, "four words", "wrong-secret", ANN, "new@", "Ann"):
        assert secret not in said.out + said.err
    printed = repr(house.face.waymark.settings)
    assert "password" not in printed
    for address in ("/docs", "/redoc", "/.git/config", "/.env", "/debug"):
        assert house.face.client.get(address).status_code == 404
    assert house.face.client.request("TRACE", "/").status_code == 405


def test_row_41_nothing_of_somebody_who_is_signed_in_is_kept_by_a_browser(house: House) -> None:
    house.join()
    browser = house.signed_in()
    for address in ("/", "/account", "/sign-out", "/api/agenda", "/api/people", "/nothing", "/api/nothing"):
        assert browser.get(address).headers["Cache-Control"] == "no-store", address
    links = re.findall(r'(?:href|action)="([^"]*)"', browser.get("/account").text)
    assert not [each for each in links if "@" in each or "Ann" in each or (browser.cookie or "-") in each]


def test_row_44_who_signs_in_or_is_refused_stands_in_the_log_and_nobody_forges_a_line(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    person = house.join()
    house.signed_in()
    capsys.readouterr()
    house.signed_in()
    forged = "x\r\n2026-03-02 [info] somebody signed in person=person:0\x1b[31m"
    house.browser().post("/sign-in/password", email=forged, password=forged, form_token="")
    house.face.client.get(f"/nothing/{forged!r}")
    said = capsys.readouterr().out
    assert "somebody signed in" in said
    assert person in said
    assert "a sign-in was refused" in said
    assert "person=person:0\x1b" not in said
    assert "somebody signed in person=person:0" not in said.replace("\\x1b", "")
    assert not re.search(r"\x1b\[31mx|\r", said)
    assert json.dumps(forged) not in said
