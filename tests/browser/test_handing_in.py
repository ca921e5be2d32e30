"""A worker hands in a milestone and the founding group accepts it, by keyboard alone, with JavaScript and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from service.api_examples import FOUNDER, WORKER
from service.settings import Settings
from tests.browser.keyboard import go_to, press
from tests.browser.served import Served, serving

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context
    context.close()


def test_a_worker_hands_in_and_the_group_accepts_by_keyboard_alone(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        page = context.new_page()
        _hand_in(served, context, page)
        _accept(served, context, page)


def _hand_in(served: Served, context: BrowserContext, page: Page) -> None:
    served.be(context, WORKER)
    page.goto(f"{served.site}/tasks")
    title = page.locator("ul.tasks a").first.inner_text()
    press(page, title)
    assert page.locator("h1").inner_text() == title
    press(page, "Add evidence")
    go_to(page, "note")
    page.keyboard.type("Twelve people came three times.")
    press(page, "Add")
    page.goto(f"{served.site}{served.programme}/milestones/ENG-02")
    press(page, "Ask for more time")
    press(page, "Give it this date")
    # The summary has the focus, with and without a script, and leads to the field.
    assert "There is a problem" in page.locator(":focus").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.goto(f"{served.site}{served.programme}/milestones/ENG-02")
    press(page, "Hand it in")
    go_to(page, "note")
    page.keyboard.type("We are a group now.")
    press(page, "Hand it in")
    assert "It is handed in." in page.locator(":focus").inner_text()
    assert "Twelve people" not in page.locator("h1").inner_text()
    assert "waiting for a decision" in page.locator(".tag").first.inner_text()


def _accept(served: Served, context: BrowserContext, page: Page) -> None:
    served.be(context, FOUNDER)
    page.goto(f"{served.site}{served.programme}")
    assert page.get_by_role("heading", name="What waits for our decision").is_visible()
    page.goto(f"{served.site}{served.programme}/milestones/ENG-02")
    assert "We are a group now." in page.locator("main").inner_text()
    press(page, "Accept it")
    press(page, "Accept it")
    assert "It is accepted. The milestone is reached." in page.locator(":focus").inner_text()
    assert "reached" in page.locator(".tag").first.inner_text()
