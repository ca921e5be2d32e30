"""The founding group reads its plan and agrees it, by keyboard alone, with JavaScript and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from service.api_examples import FOUNDER
from service.settings import Settings
from tests.browser.keyboard import go_to, press
from tests.browser.served import serving

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context
    context.close()


def test_the_founding_group_reads_its_plan_and_agrees_it(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        served.be(context, FOUNDER)
        page = context.new_page()
        page.goto(f"{served.site}{served.programme}")
        press(page, "Plan")
        assert "GOV-05" in page.locator("main").inner_text()
        press(page, "Decisions")
        press(page, "Agree the plan: Agree the plan")
        go_to(page, "floor_override")
        press(page, "Agree the plan")

        assert "The plan is agreed." in page.locator(":focus").inner_text()
        page.goto(f"{served.site}{served.programme}")
        assert "agreed on" in page.locator("main").inner_text()
