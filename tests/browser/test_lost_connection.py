"""Without a connection nothing that was typed is lost: the page stays, says so, and the same button works later."""

import pytest
from playwright.sync_api import BrowserContext, expect

from service.api_examples import WORKER
from tests.browser.served import Served

pytestmark = pytest.mark.browser
SAID = "The lift is broken."


def test_a_form_that_is_sent_without_a_connection_stays_as_it_is(served: Served, context: BrowserContext) -> None:
    page = context.new_page()
    served.be(context, WORKER)
    page.goto(f"{served.site}{served.programme}/do/raise-information-need?milestone=ENG-02")
    page.locator("textarea").fill(SAID)
    context.set_offline(True)
    page.get_by_role("button", name="Ask it").click()
    expect(page.locator("#draft-told")).to_contain_text("What you typed is still here")
    assert page.locator("textarea").input_value() == SAID
    context.set_offline(False)
    page.get_by_role("button", name="Ask it").click()
    expect(page.get_by_role("alert")).to_contain_text("Your question is recorded")


def test_what_is_said_without_a_connection_stays_while_it_is_tried_again(
    served: Served, context: BrowserContext
) -> None:
    page = context.new_page()
    page.clock.install()
    served.be(context, WORKER)
    page.goto(f"{served.site}{served.programme}/do/raise-information-need?milestone=ENG-02")
    context.set_offline(True)
    page.locator("textarea").fill(SAID)
    page.get_by_role("button", name="Ask it").click()
    with page.expect_event("requestfailed"):
        page.clock.fast_forward("00:02")
    expect(page.locator("#draft-told")).to_contain_text("press the button again when you are online")
