"""Signing in, in a real browser: the checkers find nothing, passkeys work, and everything can be pasted."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pyotp
import pytest
import uvicorn
from playwright.sync_api import Page

from service.api import build_app
from service.assembly import Waymark, build
from service.port import LOOPBACK, free_port
from service.settings import Settings
from service.sign_in.desk import desk_of
from service.sign_in.hosting import THE_MACHINE, Hosting
from tests.browser.examined import Examiner

pytestmark = pytest.mark.browser
GOOD = "four words in a row"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Served:
    """A Waymark that a real browser can reach."""

    site: str
    waymark: Waymark
    hosting: Hosting

    def invitation(self) -> str:
        """The address of an invitation for Ann."""
        _, secret = self.hosting.invite(THE_MACHINE, "ann@example.org", "Ann Example")
        return f"{self.site}/invitation?key={secret}"


@pytest.fixture
def served(settings: Settings) -> Iterator[Served]:
    here = settings.model_copy(update={"http_port": free_port()})
    with build(here, pool_size=8) as waymark:
        config = uvicorn.Config(
            build_app(waymark), host=LOOPBACK, port=here.http_port, log_config=None, access_log=False
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        try:
            yield Served(here.site, waymark, Hosting(desk_of(waymark), waymark.front_door))
        finally:
            server.should_exit = True
            thread.join()


def press(page: Page, words: str) -> None:
    """Press a button, and wait until the page it leads to is whole: a click alone waits until it begins."""
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


def test_they_are_clean_for_axe_valid_and_fit_a_small_screen(
    served: Served, page: Page, examiner: Examiner, tmp_path: Path
) -> None:
    found: list[str] = []
    files: list[Path] = []

    def look(name: str) -> None:
        for width in (1000, 320):
            page.set_viewport_size({"width": width, "height": 800})
            found.extend(f"{name}: {each}" for each in examiner.barriers(page))
            assert examiner.overflow(page) == 0, (name, width)
        file = tmp_path / f"{name}.html"
        file.write_text(page.content())
        files.append(file)

    page.goto(f"{served.site}/sign-in")
    look("sign-in")
    page.goto(f"{served.site}/operator?key={served.hosting.operator_link()}")
    look("operator")
    page.get_by_label("Your name").fill("Olive Operator")
    page.get_by_label("Your e-mail address").fill("olive@example.org")
    press(page, "Begin")
    look("second-new")
    page.context.clear_cookies()
    page.goto(served.invitation())
    look("invitation")
    press(page, "Accept")
    page.goto(f"{served.site}/account")
    look("account")
    press(page, "Make new recovery codes")
    look("recovery-codes")
    page.goto(f"{served.site}/account")
    press(page, "Add an app for codes")
    look("code")
    page.get_by_label("The code that your app shows").fill("000000")
    press(page, "This is the code")
    look("code-wrong")
    page.goto(f"{served.site}/sign-out")
    look("sign-out")
    assert found == []
    assert examiner.mistakes(files) == []


def test_a_passkey_is_made_and_signs_in(served: Served, page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(served.invitation())
    press(page, "Accept")
    page.goto(f"{served.site}/account")
    press(page, "Add a passkey")
    page.wait_for_url("**/account?done=passkey")
    page.goto(f"{served.site}/sign-out")
    press(page, "Sign out here")
    page.goto(f"{served.site}/account")
    press(page, "Use my passkey")
    page.get_by_role("heading", name="Your account").wait_for()
    assert refused == []


def test_row_27_passwords_and_codes_can_be_pasted(served: Served, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.site)
    page.goto(served.invitation())
    press(page, "Accept")
    page.goto(f"{served.site}/account")

    def paste(label: str, text: str) -> None:
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.get_by_label(label, exact=True).focus()
        page.keyboard.press("Control+V")
        assert page.get_by_label(label, exact=True).input_value() == text

    paste("A new password", GOOD)
    press(page, "Use this password")
    press(page, "Add an app for codes")
    key = page.locator("code", has_text=re.compile("^[A-Z2-7 ]+$")).inner_text()
    paste("The code that your app shows", pyotp.TOTP(key.replace(" ", "")).now())
    press(page, "This is the code")
    page.get_by_text("The app is added.").wait_for()
    page.goto(f"{served.site}/sign-out")
    press(page, "Sign out here")
    page.goto(f"{served.site}/sign-in")
    page.locator("#password-email").fill("ann@example.org")
    paste("Your password", GOOD)
    page.locator("#password").press("Enter")
    page.get_by_role("heading", name="One thing more").wait_for()
