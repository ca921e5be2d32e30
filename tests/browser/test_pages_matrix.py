"""Every page there is, for every kind of person: its markup, its title and its headings."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.every_page import Seen, pages_of
from tests.browser.examined import Examiner
from tests.browser.served import Served

pytestmark = pytest.mark.browser
_HEADING = re.compile(r"<h([1-6])\b")


def test_every_page_is_valid_and_has_a_title_and_headings_of_its_own(
    served: Served, context: BrowserContext, examiner: Examiner, tmp_path: Path
) -> None:
    pages = pages_of(served, context)
    assert len({seen.route for seen in pages}) > 25
    assert _same_titles(pages) == [{"/sign-in", "/sign-in/link"}]  # each is where one signs in
    wrong = [f"{seen}: {found}" for seen in pages for found in wrong_headings(seen.html)]
    for number, seen in enumerate(pages):
        (tmp_path / f"{number}.html").write_text(seen.html)
    mistakes = examiner.mistakes(sorted(tmp_path.glob("*.html")))
    wrong += [f"{pages[int(each.partition('.')[0])]}: {each}" for each in mistakes]
    assert not wrong, "\n".join(wrong)


def _same_titles(pages: list[Seen]) -> list[set[str]]:
    """Addresses of pages that one person cannot tell apart by their titles."""
    titles: dict[tuple[str, str], set[str]] = {}
    for seen in pages:
        found = re.search(r"<title>(.*?) · Waymark</title>", seen.html, re.DOTALL)
        assert found is not None, str(seen)
        titles.setdefault((seen.who, found[1]), set()).add(seen.address.partition("?")[0])
    return [addresses for addresses in titles.values() if len(addresses) > 1]


def wrong_headings(html: str) -> list[str]:
    """Where a page has no heading of its own, more than one, or leaves a level out."""
    levels = [int(level) for level in _HEADING.findall(html)]
    jumps = [f"h{one} and then h{next_}" for one, next_ in pairwise(levels) if next_ > one + 1]
    first = levels[:1] == [1] or 'class="errors"' in html
    return jumps if first and levels.count(1) == 1 else [f"its headings are {levels}", *jumps]
