"""The checkers themselves: a bad page is found bad, so a clean one means something."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.examined import Examiner

pytestmark = pytest.mark.browser
HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head>'
GOOD = f"{HEAD}<body><main><h1>A page</h1><p>Words.</p></main></body></html>"
BAD = f'{HEAD}<body><main><h1>A page</h1><div style="width:2000px"><img src="x"><input><p></div></main></body></html>'


@pytest.mark.parametrize("markup", [GOOD, BAD], ids=["good", "bad"])
def test_the_checkers_tell_a_good_page_from_a_bad_one(
    markup: str, page: Page, examiner: Examiner, tmp_path: Path
) -> None:
    clean = markup == GOOD
    file = tmp_path / "page.html"
    file.write_text(markup)
    page.goto(file.as_uri())
    assert (examiner.barriers(page) == []) is clean
    assert (examiner.overflow(page) == 0) is clean
    assert (examiner.mistakes([file]) == []) is clean
