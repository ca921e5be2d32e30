"""Every page there is, for every kind of person: its markup, its title, its headings, and where its links lead."""

import re
from html import unescape
from http import HTTPStatus
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.every_page import Seen, become, pages_of
from tests.browser.examined import Examiner
from tests.browser.served import Served
from tests.browser.states import ON_A_WAY, ONLY_HERE

pytestmark = pytest.mark.browser
FRAMES = {"mentoring/start_frame.html"}
AS_EXPECTED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.METHOD_NOT_ALLOWED}
"""Somebody is asked to sign in first; or a file is to be had, and not only its head."""
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
_LOADED = re.compile(r'<(?:link|img|script|iframe|source|object|use|image)\b[^>]*?\b(?:href|src|data)="([^"]*)"')
_OUTSIDE = ("http:", "https:", "//")
_HEADING = re.compile(r"<h([1-6])\b")


def test_every_page_is_valid_and_has_a_title_and_headings_of_its_own(
    served: Served, context: BrowserContext, examiner: Examiner, tmp_path: Path
) -> None:
    pages = pages_of(served, context)
    assert len({seen.route for seen in pages}) > 25
    assert _same_titles(pages) == [{"/sign-in", "/sign-in/link"}]  # each is where one signs in
    wrong = [f"{seen}: {found}" for seen in pages for found in wrong_headings(seen.html)]
    assert {seen.template for seen in pages} | ONLY_HERE | ON_A_WAY >= _templates()
    wrong += _dead_ends(served, context, pages)
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


def _templates() -> set[str]:
    """Every template that makes a whole page."""
    folder = Path(str(files("service") / "pages"))
    whole = (each for each in folder.rglob("*.html") if '{% extends "' in each.read_text())
    return {each.relative_to(folder).as_posix() for each in whole} - FRAMES


def _dead_ends(served: Served, context: BrowserContext, pages: list[Seen]) -> list[str]:
    """Links of a page that whoever is shown it cannot open, and whatever is loaded from elsewhere."""
    tried, who, wrong = set[tuple[str, str]](), "", []
    for seen in sorted(pages, key=lambda seen: seen.who):
        wrong += [f"{seen}: it loads {each}" for each in _LOADED.findall(seen.html) if each.startswith(_OUTSIDE)]
        if seen.who != who:
            become(seen.who, served, context)
            who = seen.who
        for link in _LINK.findall(seen.html):
            address = urljoin(f"{served.site}{seen.address}", unescape(link)).partition("#")[0]
            if address.startswith(f"{served.site}/") and (who, address) not in tried:
                tried.add((who, address))
                status = context.request.head(address, max_redirects=0).status
                if status >= HTTPStatus.BAD_REQUEST and status not in AS_EXPECTED:
                    wrong.append(f"{seen}: {address} is answered {status}")
    assert len(tried) > 100
    return wrong


def wrong_headings(html: str) -> list[str]:
    """Where a page has no heading of its own, more than one, or leaves a level out."""
    levels = [int(level) for level in _HEADING.findall(html)]
    jumps = [f"h{one} and then h{next_}" for one, next_ in pairwise(levels) if next_ > one + 1]
    first = levels[:1] == [1] or 'class="errors"' in html
    return jumps if first and levels.count(1) == 1 else [f"its headings are {levels}", *jumps]
