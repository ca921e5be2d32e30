"""Nobody is signed out unawares: every page says until when, a form says it again in time, and more is to be had."""

import pytest
from playwright.sync_api import Browser

from service.api_examples import WORKER
from service.settings import Settings
from tests.browser.served import serving

pytestmark = pytest.mark.browser
SOON = "You are signed out in five minutes"


def test_a_form_says_in_time_that_the_session_ends_and_more_time_costs_nothing_typed(
    settings: Settings, browser: Browser
) -> None:
    with serving(settings) as served:
        context = browser.new_context()
        page = context.new_page()
        page.clock.install()
        served.be(context, WORKER)
        page.goto(f"{served.site}{served.programme}/do/block?milestone=ENG-02")
        told = page.locator("#draft-told")
        page.clock.fast_forward("54:00")
        assert SOON not in told.inner_text()
        page.clock.fast_forward("02:00")
        assert SOON in told.inner_text()
        assert told.get_attribute("role") == "status"
        page.locator("#note").fill("The hall is closed.")
        page.clock.fast_forward("00:02")
        page.get_by_text("What you type is kept as you go.").wait_for()
        page.clock.fast_forward("54:00")
        assert SOON not in told.inner_text(), "whoever types has an hour from then on"
        context.close()


def test_without_a_script_more_time_opens_beside_the_form(settings: Settings, browser: Browser) -> None:
    with serving(settings) as served:
        context = browser.new_context(java_script_enabled=False)
        served.be(context, WORKER)
        page = context.new_page()
        page.goto(f"{served.site}{served.programme}/do/block?milestone=ENG-02")
        page.locator("#note").fill("The hall is closed.")
        with served.face.waymark.pool.connection() as connection:
            connection.execute("UPDATE store.session SET seen_at = seen_at - interval '50 minutes'")
        with context.expect_page() as opened:
            page.get_by_role("link", name="Stay signed in longer").click()
        assert opened.value.locator("h1").inner_text() == "You stay signed in"
        assert page.locator("#note").input_value() == "The hall is closed."
        with served.face.waymark.pool.connection() as connection:
            late = connection.execute("SELECT FROM store.session WHERE seen_at < now() - interval '5 minutes'")
            assert late.fetchall() == []
        context.close()
