"""Every page by keyboard alone: one sees where one is, in the order of reading, and nothing traps."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.every_page import put, templates_of, visited
from tests.browser.focus import walked
from tests.browser.served import Served

pytestmark = pytest.mark.browser
STOPS, MANY = 40, 400
"""So many stops of each page, from its main part on; one page is walked from its very beginning to its very end."""


@pytest.mark.parametrize("way", ["wide", "narrow"])
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(
    served: Served, context: BrowserContext, way: str
) -> None:
    pages, page = templates_of(served, context), context.new_page()
    assert len(pages) > 35
    wrong = []
    for seen in visited(served, page, pages):
        put(page, way)
        page.emulate_media(color_scheme="dark" if way == "narrow" else "light")
        if seen.template == "programme.html":
            wrong += walked(page, seen, MANY, to_the_end=True)
        else:
            page.locator("#main").focus()
            wrong += walked(page, seen, STOPS)
    assert not wrong, "\n".join(wrong)
