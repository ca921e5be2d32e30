"""Rows 17, 31, 32, 33: a session is a random number that ends when it should, at once and in every process."""

from datetime import timedelta

import psycopg
from fastapi.testclient import TestClient
from psycopg.sql import SQL, Identifier

from service.api import build_app
from service.assembly import build
from service.settings import Settings
from service.sign_in.after_restore import end_what_opens
from service.sign_in.hosting import THE_MACHINE
from service.sign_in.random_secrets import hash_of
from service.sign_in.sessions import IDLE, LONGEST
from tests.service.face import Face, MovedClock
from tests.service.sign_in.browser import ANN, OURS, House


def test_row_17_on_https_the_cookie_is_one_that_no_other_host_can_set(settings: Settings) -> None:
    public = settings.model_copy(update={"public_url": "https://waymark.example.org"})
    clock = MovedClock()
    with (
        build(public, clock=clock) as waymark,
        TestClient(build_app(waymark), base_url="https://waymark.example.org", follow_redirects=False) as client,
    ):
        house = House(Face(client, waymark, clock))
        house.join()
        house.desk.letters.sign_in(
            ANN, house.desk.links.make(house.desk.accounts.everybody()[0].person, "sign-in", ANN)
        )
        ours = {"Origin": "https://waymark.example.org", "Sec-Fetch-Site": "same-origin"}
        entered = client.post("/sign-in/link", data={"key": house.link()}, headers=ours)
        name, _, rest = entered.headers["Set-Cookie"].partition("=")
        assert name == "__Host-waymark_session"
        assert {each.strip().lower() for each in rest.split(";")[1:]} == {
            "secure",
            "httponly",
            "samesite=lax",
            "path=/",
        }
        assert client.get("/account").status_code == 200
        assert any("https://waymark.example.org/sign-in/link?key=" in text for text in house.letters())


def test_row_17_on_this_machine_it_is_called_otherwise_and_scripts_cannot_read_it(house: House) -> None:
    house.join()
    browser = house.browser()
    browser.post("/sign-in/email", email=ANN, form_token="")
    cookie = browser.post("/sign-in/link", key=house.link(), form_token="").headers["Set-Cookie"].lower()
    assert cookie.startswith("waymark_session=")
    assert {each.strip() for each in cookie.split(";")[1:]} == {"httponly", "samesite=lax", "path=/"}


def test_row_31_the_number_is_another_after_every_sign_in_and_an_old_one_opens_nothing(house: House) -> None:
    house.join()
    browser = house.signed_in()
    first = browser.cookie
    assert first is not None
    assert len(first) >= 43, "256 bits in base64"
    house.face.clock.at += timedelta(minutes=2)
    browser.post("/sign-in/email", email=ANN, form_token="")
    browser.post("/sign-in/link", key=house.link(), form_token="")
    assert browser.cookie != first
    assert house.desk.sessions.find(first) is None


def test_row_31_a_number_that_somebody_else_chose_is_never_taken_over(house: House) -> None:
    house.join()
    browser = house.browser()
    browser.client.cookies.set("waymark_session", "chosen-by-an-attacker", domain="127.0.0.1", path="/")
    browser.post("/sign-in/email", email=ANN, form_token="")
    entered = browser.post("/sign-in/link", key=house.link(), form_token="")
    assert "chosen-by-an-attacker" not in entered.headers["Set-Cookie"]
    assert house.desk.sessions.find("chosen-by-an-attacker") is None


def test_row_31_a_copy_of_the_database_opens_nothing(house: House, settings: Settings) -> None:
    house.join()
    browser = house.signed_in()
    totp = house.with_code(browser)
    browser.get("/account")
    token = browser.post("/account/tokens", label="x").text.split("<code>")[1].partition("</code>")[0]
    browser.get("/account")
    codes = [each.partition("</code>")[0] for each in browser.post("/account/recovery-codes").text.split("<code>")[1:]]
    browser.get("/account")
    browser.post("/account/password", password="four words in a row")
    secrets = [browser.cookie or "", house.link(), totp.secret, token, codes[0], "four words in a row"]
    with psycopg.connect(settings.owner_database_url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'store' ORDER BY 1"
        ).fetchall()
        dump = "\n".join(
            str(row[0])
            for (table,) in tables
            for row in connection.execute(SQL("SELECT t::text FROM store.{} AS t").format(Identifier(table)))
        )
    for secret in secrets:
        assert len(secret) > 8
        assert secret not in dump
        assert secret.encode().hex() not in dump
    assert hash_of(browser.cookie or "").hex() in dump


def test_row_32_a_session_ends_after_an_hour_without_use_and_after_twelve_in_all(house: House) -> None:
    house.join()
    browser = house.signed_in()
    for _ in range(20):
        house.face.clock.at += timedelta(minutes=30)
        assert browser.is_in()
    house.face.clock.at += IDLE
    assert not browser.is_in()
    browser = house.signed_in()
    began = house.face.clock.at
    while house.face.clock.at + timedelta(minutes=50) < began + LONGEST:
        house.face.clock.at += timedelta(minutes=50)
        assert browser.is_in()
    house.face.clock.at = began + LONGEST
    assert not browser.is_in()


def test_row_32_every_page_says_until_when_and_the_page_to_sign_in_says_how_long(house: House) -> None:
    house.join()
    assert "You stay signed in until 11:00, longer if you go on." in house.signed_in().get("/").text
    assert "12 hours in all" in house.browser().get("/sign-in").text


def test_row_32_what_was_typed_is_kept_when_a_session_runs_out_and_shown_to_the_same_person_only(house: House) -> None:
    house.join()
    house.join("bo@example.org", "Bo Example")
    browser = house.signed_in()
    browser.get("/account")
    house.face.clock.at += IDLE
    ended = browser.post("/account/new-email", email="new@example.org", password="not this")
    assert ended.status_code == 401
    assert "What you typed is kept" in ended.text
    other = house.signed_in("bo@example.org")
    assert other.get("/sign-in/kept").status_code == 303, "it is not theirs"
    browser.post("/sign-in/email", email=ANN, form_token="")
    entered = browser.post("/sign-in/link", key=house.link(), form_token="")
    assert entered.headers["Location"] == "/sign-in/kept"
    page = browser.follow(entered)
    assert "new@example.org" in page.text
    assert "not this" not in page.text
    sent = browser.post("/account/new-email", email="new@example.org")
    assert sent.headers["Location"] == "/account?done=email-sent"
    assert browser.get("/sign-in/kept").status_code == 303, "it is shown once"


def test_row_33_who_signs_out_is_out(house: House) -> None:
    house.join()
    browser = house.signed_in()
    number = browser.cookie
    browser.get("/sign-out")
    out = browser.post("/sign-out")
    assert out.status_code == 303
    assert "You are signed out here." in browser.follow(out).text
    browser.client.cookies.set("waymark_session", number or "", domain="127.0.0.1", path="/")
    assert browser.get("/account").status_code == 401


def test_row_33_everybody_is_out_with_the_next_request_in_every_process(house: House) -> None:
    person = house.join()
    here, there = house.signed_in(), house.signed_in()
    with (
        build(house.face.waymark.settings, clock=house.face.clock) as elsewhere,
        TestClient(build_app(elsewhere), base_url="http://127.0.0.1") as process,
    ):
        process.cookies.set("waymark_session", there.cookie or "", domain="127.0.0.1", path="/")
        assert process.get("/account").status_code == 200
        here.get("/account")
        out = here.post("/account/sessions/end")
        assert out.status_code == 303
        assert "You are signed out everywhere." in here.follow(out).text
        assert process.get("/account").status_code == 401
        again = house.signed_in()
        process.cookies.set("waymark_session", again.cookie or "", domain="127.0.0.1", path="/")
        assert process.get("/account").status_code == 200
        house.hosting.disable(person, THE_MACHINE)
        assert process.get("/account").status_code == 401
        assert not again.is_in()
    house.browser().post("/sign-in/email", email=ANN, form_token="")
    assert house.browser().post("/sign-in/link", key=house.link(), form_token="").status_code == 401
    house.hosting.enable(person, THE_MACHINE)
    assert house.signed_in().is_in()


def test_row_33_a_new_password_ends_every_other_session(house: House) -> None:
    house.join()
    here, there = house.signed_in(), house.signed_in()
    here.get("/account")
    assert here.post("/account/password", password="four words in a row").status_code == 303
    assert here.is_in()
    assert not there.is_in()
    by_password = house.browser()
    wanted = by_password.post("/sign-in/password", email=ANN, password="four words in a row", next="/account")
    assert wanted.headers["Location"] == "/account"
    assert by_password.is_in()


def test_nobody_is_sent_elsewhere_after_signing_in(house: House) -> None:
    house.join()
    house.signed_in().get("/account")
    browser = house.signed_in()
    browser.get("/account")
    browser.post("/account/password", password="four words in a row")
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"):
        house.face.clock.at += timedelta(minutes=1)
        entered = house.browser().post(
            "/sign-in/password", email=ANN, password="four words in a row", next=elsewhere, form_token=""
        )
        assert entered.headers["Location"] == "/"
        page = house.browser().client.get("/sign-in", params={"next": elsewhere}, headers=OURS)
        assert "evil.example" not in page.text


def test_row_33_what_was_revoked_since_a_backup_does_not_come_back_with_it(house: House, settings: Settings) -> None:
    house.join()
    browser = house.signed_in()
    browser.get("/account")
    token = browser.post("/account/tokens", label="x").text.split("<code>")[1].partition("</code>")[0]
    _, invitation = house.hosting.invite(THE_MACHINE, "bo@example.org", "Bo Example")
    house.browser().post("/sign-in/email", email=ANN, form_token="")
    with psycopg.connect(settings.owner_database_url) as connection:
        end_what_opens(connection)
    assert not browser.is_in()
    headers = {"Authorization": f"Bearer {token}"}
    assert house.face.client.get("/api/agenda", headers=headers).status_code == 401
    assert house.browser().get(f"/invitation?key={invitation}").status_code == 410
    assert house.browser().post("/sign-in/link", key=house.link(), form_token="").status_code == 401
    assert house.signed_in().is_in(), "they sign in again"
