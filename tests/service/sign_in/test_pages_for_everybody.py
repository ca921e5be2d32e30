"""The pages of sign-in can be used by everybody: by keyboard, by ear, without a script, on a narrow screen."""

import re

from service import demonstration
from service.sign_in.hosting import THE_MACHINE
from tests.service.face import Face
from tests.service.sign_in.browser import Browser, House


def check(browser: Browser, address: str) -> None:
    page = browser.get(address)
    html = page.text
    assert page.headers["Content-Type"] == "text/html; charset=utf-8", address
    assert html.count("<h1>") == 1, address
    assert '<html lang="en-GB">' in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)), address
    labelled = set(re.findall(r'<label for="([^"]+)"', html))
    for field in re.findall(r"<(?:input|select)[^>]*>", html):
        if 'type="hidden"' in field or field.endswith("hidden>"):
            continue
        found = re.search(r' id="([^"]+)"', field)
        assert found is not None, field
        assert found[1] in labelled, field
    for hint in " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split():
        assert hint in ids
    assert not re.search(r' style="| on[a-z]+="', html), "nothing runs or is drawn from within the page"
    scripts = re.findall(r"<script[^>]*>", html)
    assert all(re.fullmatch(r'<script src="/(passkey|stays)\.js\?[0-9a-f]{12}" defer>', each) for each in scripts)
    for link in re.findall(r'(?:href|src|action)="([^"]*)"', html):
        assert link.startswith(("/", "#", "data:,", "otpauth://")), link


def test_every_page_of_sign_in_can_be_used_by_everybody(house: House) -> None:
    house.join()
    _, invited = house.hosting.invite(THE_MACHINE, "bo@example.org", "Bo Example")
    nobody = house.browser()
    for address in (
        "/sign-in",
        "/sign-in/link?key=x",
        f"/invitation?key={invited}",
        f"/operator?key={house.hosting.operator_link()}",
        "/account",
        "/sign-in/second",
    ):
        check(nobody, address)
    browser = house.signed_in()
    house.with_code(browser)
    for address in ("/account", "/account?done=code", "/sign-out", "/account/email?key=x"):
        check(browser, address)
    check(house.signed_in(), "/sign-in/second")


def test_the_script_is_served_by_us_and_kept(house: House) -> None:
    browser = house.browser()
    address = re.search(r'<script src="([^"]+)"', browser.get("/sign-in").text)
    assert address is not None
    script = browser.get(address[1])
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in script.headers["Cache-Control"]
    for word in ("eval", "innerHTML", "http:", "https:", "onpaste"):
        assert word not in script.text


def test_a_demonstration_has_an_operator_ready_whom_anybody_may_be(face: Face) -> None:
    demonstration.ready_operator(face.waymark)
    demonstration.ready_operator(face.waymark)
    face.catch_up()
    browser = Browser(face)
    assert "Oona Reeve (invented), an operator" in browser.get("/").text
    assert browser.post("/who", person=demonstration.person_of_today("operator"), form_token="").status_code == 303
    assert browser.is_in()
    assert "You are <strong>Oona Reeve (invented)</strong>" in browser.get("/").text


def test_a_wrong_password_leaves_the_address_in_its_field(house: House) -> None:
    tried = house.browser().post("/sign-in/password", email="ann@example.org", password="not this one")
    assert tried.text.count('value="ann@example.org"') == 2
    assert "not this one" not in tried.text
