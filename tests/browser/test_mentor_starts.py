"""A mentor starts a programme step by step, by keyboard alone and without JavaScript: errs, mends it, and sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from service.api_examples import COORDINATOR
from service.settings import Settings
from tests.browser.examined import WIDE, Examiner
from tests.browser.keyboard import go_to, press
from tests.browser.served import serving

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context
    context.close()


def type_into(page: Page, field: str, text: str) -> None:
    """Go to a field and type, in place of what stands there."""
    go_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page: Page, field: str, downs: int) -> None:
    """Go to a question with several answers, and choose the one so many further down."""
    go_to(page, field)
    if downs == 0:
        page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")


def test_a_mentor_starts_a_programme_by_keyboard_alone(settings: Settings, context: BrowserContext) -> None:
    with serving(settings) as served:
        page = context.new_page()
        served.be(context, COORDINATOR)
        page.goto(f"{served.site}/mentoring")
        press(page, "Start a programme")
        press(page, "Begin")
        _answer_the_first_steps(page)
        _name_somebody(page)
        _give_the_days(page)
        assert page.locator("h1").inner_text() == "Is it realistic?"
        assert "8 in 10 end by" in page.locator("main").inner_text()
        press(page, "Go on")
        _change_one_answer(page)
        press(page, "Start the programme")
        assert "The programme has begun." in page.locator(":focus").inner_text()
        assert page.locator("h1").inner_text() == "Able Together"
        assert "Long Eaton" in page.locator("main").inner_text()


def _answer_the_first_steps(page: Page) -> None:
    # A mistake first: nothing is chosen. The summary has the focus, and leads to the question.
    press(page, "Go on")
    assert "There is a problem" in page.locator(":focus").inner_text()
    assert page.title().startswith("Error: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    choose(page, "template", 1)
    press(page, "Go on")
    assert page.locator("h1").inner_text() == "The group"
    type_into(page, "organisation", "Able Together")
    press(page, "Go on")
    assert "There is a problem" in page.locator(":focus").inner_text()
    assert page.locator("#organisation").input_value() == "Able Together"
    type_into(page, "locality", "Derby")
    press(page, "Go on")
    assert page.locator("#mentor").input_value() == "Disability Solutions", "it is not asked twice"
    press(page, "Go on")


def _name_somebody(page: Page) -> None:
    type_into(page, "name", "Nina New")
    choose(page, "role", 0)
    press(page, "Add this person")
    assert "Nina New" in page.locator("main").inner_text()
    press(page, "Go on")


def _give_the_days(page: Page) -> None:
    go_to(page, "start_on")
    page.keyboard.type("04012030")
    press(page, "Go on")


def _change_one_answer(page: Page) -> None:
    assert page.locator("h1").inner_text() == "Check your answers"
    press(page, "Change: Place")
    assert page.locator("#organisation").input_value() == "Able Together"
    type_into(page, "locality", "Long Eaton")
    press(page, "Go on")
    assert page.locator("h1").inner_text() == "Check your answers"
    assert "Long Eaton" in page.locator("main").inner_text()


def test_every_step_can_be_used_by_everybody(
    settings: Settings, browser: Browser, examiner: Examiner, tmp_path: Path
) -> None:
    """The list of pages does not reach these: each opens only when those before are answered."""
    context = browser.new_context(viewport=WIDE)
    with serving(settings) as served:
        page, wrong = context.new_page(), []
        served.be(context, COORDINATOR)
        page.goto(f"{served.site}/start/template")
        for step in ("template", "organisation", "partners", "people", "dates", "realism", "check"):
            assert page.url.endswith(f"/start/{step}")
            if step in {"template", "organisation", "dates"}:
                page.locator("main .go button:not([name])").click()
                wrong += examiner.barriers_wide_and_narrow(page, f"{step} with a mistake")
            wrong += examiner.barriers_wide_and_narrow(page, step)
            (tmp_path / f"{step}.html").write_text(page.content())
            _fill(page, step)
        context.close()
    assert wrong == []
    assert examiner.mistakes(sorted(tmp_path.glob("*.html"))) == []


def _fill(page: Page, step: str) -> None:
    match step:
        case "template":
            page.locator("#template-ulo-from-scratch").check()
        case "organisation":
            page.locator("#organisation").fill("Able Together")
            page.locator("#locality").fill("Derby")
        case "people":
            page.locator("#name").fill("Nina New")
            page.locator("#role-founder").check()
        case "dates":
            page.locator("#start-on").fill("2030-01-07")
        case "check":
            return
        case _:
            pass
    page.locator("main .go button:not([name])").click()
