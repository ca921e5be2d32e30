"""A worker gives evidence with a file by keyboard alone, and loses nothing when their session runs out meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from service.api_examples import COORDINATOR, WORKER
from service.settings import Settings
from tests.browser.keyboard import go_to, press
from tests.browser.served import Served, serving

pytestmark = pytest.mark.browser
SAID = "Twelve people came three times."


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context
    context.close()


def run_out(served: Served) -> None:
    """An hour passes, and nobody does anything."""
    with served.face.waymark.pool.connection() as connection:
        connection.execute("UPDATE store.session SET seen_at = seen_at - interval '2 hours'")


def test_evidence_with_a_file_and_a_form_survive_what_happens(
    settings: Settings, context: BrowserContext, tmp_path: Path
) -> None:
    with serving(settings) as served:
        page = context.new_page()
        served.be(context, WORKER)
        _send_a_file(served, page, tmp_path)
        _lose_the_session(served, context, page)


def _send_a_file(served: Served, page: Page, folder: Path) -> None:
    minutes = folder / "minutes.txt"
    minutes.write_text("We met, and twelve people came.\n", encoding="utf-8")
    page.goto(f"{served.site}{served.programme}/milestones/ENG-02")
    press(page, "Add evidence")
    go_to(page, "note")
    page.keyboard.type(SAID)
    go_to(page, "link")
    page.keyboard.type("our website")
    go_to(page, "file")
    # The system's own window for choosing a file is not part of a page; a keyboard opens it from here.
    page.locator(":focus").set_input_files(str(minutes))
    press(page, "Add")
    assert "There is a problem" in page.locator(":focus").inner_text()
    assert "Your file is here already: minutes.txt" in page.locator("main").inner_text()
    go_to(page, "link")
    page.keyboard.press("Control+A")
    page.keyboard.type("https://example.org/minutes")
    press(page, "Add")
    shown = page.locator("ol.told").inner_text()
    assert SAID in shown
    assert "minutes.txt" in shown


def _lose_the_session(served: Served, context: BrowserContext, page: Page) -> None:
    page.goto(f"{served.site}{served.programme}/do/raise-information-need?milestone=ENG-02")
    go_to(page, "question")
    page.keyboard.type("Who knows a hall with a lift?")
    run_out(served)
    press(page, "Ask it")
    assert "What you typed is kept" in page.locator("main").inner_text()
    served.be(context, WORKER)
    page.goto(f"{served.site}/tasks")
    press(page, "Ask a question (ENG-02)")
    assert "It has not been sent yet." in page.locator("main").inner_text()
    assert page.locator("#question").input_value() == "Who knows a hall with a lift?"
    press(page, "Ask it")
    assert "Your question is recorded." in page.locator(":focus").inner_text()
    page.goto(f"{served.site}/tasks")
    assert "You began this" not in page.locator("main").inner_text()


def test_what_is_typed_is_kept_by_itself_where_a_script_runs(settings: Settings, browser: Browser) -> None:
    with serving(settings) as served:
        context = browser.new_context()
        served.be(context, WORKER)
        page = context.new_page()
        page.goto(f"{served.site}{served.programme}/do/block?milestone=ENG-02")
        go_to(page, "note")
        page.keyboard.type("The hall is closed.")
        page.get_by_text("What you type is kept as you go.").wait_for()
        assert page.locator(":focus").get_attribute("name") == "note", "nothing takes the focus away"
        other = context.new_page()
        other.goto(f"{served.site}{served.programme}/do/block?milestone=ENG-02")
        assert other.locator("#note").input_value() == "The hall is closed."
        other.goto(f"{served.site}{served.programme}/milestones/ENG-02")
        page.bring_to_front()
        page.locator("#kind-money").check()
        press(page, "It is held up")
        other.bring_to_front()
        other.get_by_text("Something changed here since you opened this page.").wait_for()
        context.close()


def test_what_is_typed_to_change_the_plan_is_there_when_the_time_ran_out(settings: Settings, browser: Browser) -> None:
    with serving(settings) as served:
        context = browser.new_context()
        served.be(context, COORDINATOR)
        page = context.new_page()
        page.clock.install()
        address = f"{served.site}{served.programme}/plan/revise"
        page.goto(f"{address}?change=retime")
        page.locator("#milestone").select_option("GOV-05")
        page.locator("#typical").fill("30")
        page.clock.fast_forward("00:02")
        page.get_by_text("What you type is kept as you go.").wait_for()
        page.clock.fast_forward("01:01:00")
        assert "You are signed out now." in page.locator("#session-told").inner_text()
        run_out(served)
        served.nobody(context)
        served.be(context, COORDINATOR)
        page.goto(address)
        assert page.locator("#milestone").input_value() == "GOV-05"
        assert page.locator("#typical").input_value() == "30"
        context.close()
