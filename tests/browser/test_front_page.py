"""Everybody's own page, the pages of operators, the public pages and refusals: by keyboard, in every way, and valid."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from service.api_examples import COORDINATOR, FUNDER, WORKER
from service.people import PersonCard
from service.settings import Settings
from tests.browser.every_page import WAYS, put
from tests.browser.examined import Examiner
from tests.browser.keyboard import go_to, press
from tests.browser.served import Served, serving
from tests.service.face import OPERATOR

pytestmark = pytest.mark.browser


@pytest.fixture
def served(settings: Settings) -> Iterator[Served]:
    with serving(settings) as served:
        served.face.waymark.people.add(PersonCard(name="Oona Reeve"), OPERATOR)
        served.face.make_operator(OPERATOR)
        yield served


LOOKED_AT: tuple[tuple[str | None, str], ...] = (
    (None, "/"),
    (None, "/open-data"),
    (None, "/privacy"),
    (None, "/nothing"),
    (COORDINATOR, "/"),
    (WORKER, "/how-it-looks"),
    (WORKER, "/account"),
    (FUNDER, "{programme}/invitations"),
    (OPERATOR, "/"),
    (OPERATOR, "/operator/health"),
    (OPERATOR, "/operator/people"),
    (OPERATOR, "/operator/break-glass"),
)
"""Pages that the whole matrix does not come to, or that are new here."""


def test_each_of_these_pages_can_be_used_in_every_way(
    served: Served, context: BrowserContext, examiner: Examiner, tmp_path: Path
) -> None:
    page, wrong = context.new_page(), []
    for number, (person, address) in enumerate(LOOKED_AT):
        served.nobody(context)
        if person:
            served.be(context, person)
        page.goto(f"{served.site}{address.format(programme=served.programme)}")
        (tmp_path / f"{number}.html").write_text(page.content())
        for details in page.query_selector_all("summary"):
            details.click()
        for way in WAYS:
            put(page, way)
            wrong += [(address, way, each) for each in examiner.barriers(page)]
            if examiner.overflow(page):
                wrong.append((address, way, "too wide: " + examiner.widest(page)))
    assert wrong == []
    assert examiner.mistakes(sorted(tmp_path.glob("*.html"))) == []


def test_a_newcomer_becomes_a_mentor_and_finds_a_group_by_keyboard_alone(
    served: Served, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(served.site)
    go_to(page, "person")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Welcome, Maria Mentor"
    press(page, "Making All Possible")
    assert page.url == f"{served.site}{served.programme}"
    press(page, "History")
    assert page.locator("nav [aria-current='page']").inner_text() == "History"
    press(page, "Overview")
    assert page.url == f"{served.site}{served.programme}"


def test_who_is_refused_is_led_back_to_where_they_were(served: Served, context: BrowserContext) -> None:
    served.be(context, FUNDER)
    page = context.new_page()
    page.goto(f"{served.site}{served.programme}/history")
    page.evaluate(f"location.href = '{served.programme}/invitations'")
    page.get_by_role("heading", name="You may not do this").wait_for()
    page.get_by_role("link", name="Go back to where you were").click()
    assert page.url == f"{served.site}{served.programme}/history"


def test_looks_that_are_kept_are_there_in_another_browser(
    served: Served, context: BrowserContext, browser: Browser
) -> None:
    served.be(context, WORKER)
    page = context.new_page()
    page.goto(f"{served.site}/how-it-looks")
    page.get_by_label("Twice as large").check()
    page.get_by_label("Keep this for me wherever I sign in").check()
    page.get_by_role("button", name="Keep this").click()
    page.get_by_text("Your choice is kept for you").wait_for()
    other = browser.new_context()
    served.be(other, WORKER)
    there = other.new_page()
    there.goto(f"{served.site}/tasks")
    assert _letters(there) == _letters(page)
    assert re.fullmatch(r"3\dpx", _letters(there))
    other.close()


def test_nothing_but_what_is_read_is_printed(served: Served, context: BrowserContext) -> None:
    served.be(context, COORDINATOR)
    page = context.new_page()
    for address in ("/", served.programme, "/privacy", "/operator/health"):
        page.goto(f"{served.site}{address}")
        page.emulate_media(media="print")
        for part in ("header nav", ".places", "footer", "form", ".actions"):
            shown = [each for each in page.query_selector_all(part) if each.is_visible()]
            assert (address, part, len(shown)) == (address, part, 0)
        assert page.locator("h1").is_visible()


def test_paper_is_white_and_shows_how_far_a_programme_is_whatever_somebody_reads_in(
    served: Served, context: BrowserContext
) -> None:
    served.be(context, COORDINATOR)
    page = context.new_page()
    page.goto(f"{served.site}{served.programme}")
    page.emulate_media(media="print", color_scheme="dark")
    soft = "getComputedStyle(document.querySelector('dt')).color"
    assert page.evaluate(soft) == "rgb(51, 51, 51)"
    bar = "getComputedStyle(document.querySelector('progress')).printColorAdjust"
    assert page.evaluate(bar) == "exact"
    assert [each for each in page.query_selector_all("details:not([open])") if each.is_visible()] == []


def _letters(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).fontSize"))
