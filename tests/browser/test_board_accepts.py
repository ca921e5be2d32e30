"""A board accepts what its worker handed in, by keyboard alone, with JavaScript and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from domain.milestone_commands import AgreePlan
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember
from service.api_examples import COORDINATOR, FOUNDER
from service.settings import Settings
from tests.browser.keyboard import go_to, press
from tests.browser.served import Served, serving, until_shown

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context
    context.close()


def adopted(served: Served) -> None:
    """The plan is agreed and the board is there; ENG-03 waits for its decision."""
    for kind, person, body in (
        (AgreePlan, COORDINATOR, None),
        (AppointBoardMember, FOUNDER, None),
        (AdoptGoverningDocument, FOUNDER, {}),
    ):
        answer = served.face.post(kind, person, f"/api{served.programme}", body)
        assert answer.status_code == 201, answer.text
    until_shown(served.face)


def test_the_board_finds_what_waits_accepts_it_and_celebrates(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        adopted(served)
        served.be(context, FOUNDER)
        page = context.new_page()
        page.goto(f"{served.site}{served.programme}")
        press(page, "Decisions")
        main = page.locator("main")
        assert "You decide, as the board." in main.inner_text()
        title = "Scheme agreed for paying people who give their time, and their expenses"
        press(page, f"Accept it: {title}")
        go_to(page, "note")
        page.keyboard.type("We looked at it together.")
        press(page, "Accept it")
        assert "It is accepted. The milestone is reached." in page.locator(":focus").inner_text()
        page.goto(f"{served.site}{served.programme}/decisions")
        assert "Nothing waits for a decision." in main.inner_text()
        assert "We looked at it together." in main.inner_text()
        page.goto(f"{served.site}{served.programme}/celebrations")
        assert "It is the first milestone of all." in main.inner_text()
        press(page, f"Celebrate it: “{title}” is reached.")
        go_to(page, "note")
        page.keyboard.type("Cake for everybody.")
        press(page, "Write it down")
        page.goto(f"{served.site}{served.programme}/celebrations")
        assert "Cake for everybody." in main.inner_text()
