"""A mentor brings in a group that is on its way already, by keyboard alone and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from service.api_examples import COORDINATOR
from service.settings import Settings
from tests.browser.examined import Examiner
from tests.browser.keyboard import go_to, press
from tests.browser.served import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


def test_a_group_that_is_on_its_way_starts_where_it_is(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        served.be(context, COORDINATOR)
        page = context.new_page()
        page.goto(f"{served.site}/start/template")
        _up_to_the_days(page)
        go_to(page, "way")
        page.keyboard.press("ArrowDown")
        go_to(page, "start_on")
        page.keyboard.type("09012025")
        press(page, "Go on")
        assert page.locator("h1").inner_text() == "How far it is"
        press(page, "Go on")
        assert "There is a problem" in page.locator(":focus").inner_text()
        for name, downs in (("state.ENG-01", 2), ("state.ENG-11", 1)):
            go_to(page, name)
            for _ in range(downs):
                page.keyboard.press("ArrowDown")
        press(page, "Go on")
        assert page.locator("h1").inner_text() == "On which days"
        for name, typed in (("day.ENG-01", "10012025"), ("day.ENG-11", "11032025")):
            go_to(page, name)
            page.keyboard.type(typed)
        press(page, "Keep this for later")
        press(page, "Go on where you stopped")
        assert page.locator("#day-ENG-11").input_value() == "2025-11-03", "nothing is asked twice"
        press(page, "Go on")
        press(page, "Go on")
        told = page.locator("main").inner_text()
        assert "1 October 2025" in told
        assert "Nobody is written to about what is past." in told
        press(page, "Start the programme")
        assert "The programme has begun." in page.locator(":focus").inner_text()


def _up_to_the_days(page: Page) -> None:
    go_to(page, "template")
    page.keyboard.press("Space")
    press(page, "Go on")
    for name, typed in (("organisation", "Able Together"), ("locality", "Derby")):
        go_to(page, name)
        page.keyboard.type(typed)
    press(page, "Go on")
    press(page, "Go on")
    press(page, "Go on")


def test_the_steps_of_a_group_that_is_on_its_way_can_be_used_by_everybody(
    settings: Settings, browser: Browser, examiner: Examiner, tmp_path: Path
) -> None:
    context, wrong = browser.new_context(), []
    with serving(settings) as served:
        served.be(context, COORDINATOR)
        page = context.new_page()
        page.goto(f"{served.site}/start/template")
        for step in ("template", "organisation", "partners", "people", "dates", "reached", "when", "realism", "check"):
            assert page.url.endswith(f"/start/{step}")
            if step in {"dates", "reached", "when"}:
                _on(page)
                wrong += examiner.barriers_wide_and_narrow(page, f"{step} with a mistake")
            if step in {"reached", "when", "realism", "check"}:
                wrong += examiner.barriers_wide_and_narrow(page, step)
                (tmp_path / f"{step}.html").write_text(page.content())
            _fill(page, step)
        context.close()
    assert wrong == []
    assert examiner.mistakes(sorted(tmp_path.glob("*.html"))) == []


def _on(page: Page) -> None:
    page.locator("main .go button:not([name])").click()


def _fill(page: Page, step: str) -> None:
    match step:
        case "template":
            page.locator("#template-existing-group").check()
        case "organisation":
            page.locator("#organisation").fill("Able Together")
            page.locator("#locality").fill("Derby")
        case "dates":
            page.locator("#way-part-way").check()
            page.locator("#start-on").fill("2025-09-01")
        case "reached":
            page.locator("#state-ENG-01-not-begun").select_option("reached")
            page.locator("#state-ENG-11-not-begun").select_option("open")
        case "when":
            page.locator("#day-ENG-01").fill("2025-10-01")
            page.locator("#day-ENG-11").fill("2025-11-03")
        case "check":
            return
        case _:
            pass
    _on(page)
