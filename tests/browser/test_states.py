"""Every page that no address leads to: in every way and by keyboard; and whoever made a mistake is told so."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Response

from tests.browser.errors import untold
from tests.browser.every_page import WAYS, listening, put
from tests.browser.examined import Examiner
from tests.browser.focus import walked
from tests.browser.served import TEMPLATE, Served
from tests.browser.states import ERRS, ONLY_HERE, states
from tests.browser.test_pages_matrix import wrong_headings

pytestmark = pytest.mark.browser
STOPS = 25


def test_every_state_of_a_page_can_be_used_by_everybody(
    served: Served, context: BrowserContext, examiner: Examiner, tmp_path: Path
) -> None:
    page, wrong, names, made = context.new_page(), list[str](), list[str](), {""}
    made_by = ""

    def answered(response: Response) -> None:
        nonlocal made_by
        if response.request.is_navigation_request() and "text/html" in response.headers.get("content-type", ""):
            made_by = response.headers.get(TEMPLATE, "")

    page.on("response", answered)
    with listening(page, served.site) as heard:
        for name in states(served, page):
            names.append(name)
            (tmp_path / f"{len(names) - 1}.html").write_text(page.content())
            found = untold(page) if name.endswith(ERRS) else []
            found += wrong_headings(page.content())
            new = made_by in ONLY_HERE - made
            made.add(made_by)
            for way in WAYS if new else ("narrow",):
                put(page, way)
                found += examiner.barriers(page)
                if examiner.overflow(page):
                    found.append(f"{way} too wide: {examiner.widest(page)}")
            if new:
                page.locator("#main").focus()
                found += walked(page, name, STOPS)
            put(page, "wide")
            # A page that says why something is refused is answered so; whatever else fails is told here.
            wrong += [f"{name} ({made_by}): {each}" for each in found]
            wrong += [f"{name}: {each}" for each in heard if "asks" in each or "script" in each]
            heard.clear()
    # What was typed is shown again, although it is no address and no day.
    mistakes = (each for each in examiner.mistakes(list(tmp_path.glob("*.html"))) if "Bad value “" not in each)
    wrong += [f"{names[int(each.partition('.')[0])]}: {each}" for each in mistakes]
    assert not wrong, "\n".join(wrong)
    assert made >= ONLY_HERE
