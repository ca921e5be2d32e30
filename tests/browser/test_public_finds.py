"""Somebody who is not signed in finds what a group learned, by keyboard alone, with JavaScript and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from service.settings import Settings
from tests.browser.keyboard import go_to, press
from tests.browser.served import serving

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context
    context.close()


def test_the_public_finds_a_lesson_although_it_mistypes(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        page = context.new_page()
        page.goto(served.site)
        press(page, "Library")
        go_to(page, "words")
        page.keyboard.type("lfit")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        press(page, "The lift")

        assert page.locator("h1").inner_text() == "The lift"
        said = page.locator("main").inner_text()
        assert "Ask first." in said
        assert "Sam Worker" not in said
        assert not page.get_by_role("link", name="My tasks").count()
