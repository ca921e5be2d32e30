"""Every page there is, for every kind of person: wide, narrow, dark, in forced colours, and with text twice as large.

The pages are found in the table of routes, so that a new page is looked at from its first day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser, BrowserContext, Page

from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.api_faults import FOR_PROGRAMS
from service.forms.catalogue import FORMS
from service.settings import Settings
from tests.browser.examined import Examiner
from tests.browser.served import Served, serving

pytestmark = pytest.mark.browser
PEOPLE = {"nobody": None, "worker": WORKER, "founder": FOUNDER, "mentor": COORDINATOR, "funder": FUNDER}
MILESTONES = ("ENG-02", "ENG-01", "ENG-03", "GOV-05")
"""Open, held up, waiting for a decision, and waiting for others."""
GIVEN = {"milestone": "ENG-02", "need": "1", "duty": "none", "gate": "none", "resource": "resource:{other}/1"}
NO_PAGES = ("/files/", ".css", ".js", ".csv", ".jsonl", "/fonts/", "/legacy-pack", "/provider", "/sign-in/with/")
"""What is not read as a page: files, and the ways to other places."""
WAYS = ("wide", "narrow", "dark", "forced colours", "text twice as large")


@dataclass(frozen=True)
class Seen:
    """One page, as one person is shown it."""

    route: str
    who: str
    address: str
    html: str

    @property
    def main(self) -> str:
        """What is of this page alone, without what differs each time."""
        main = self.html.partition("<main")[2].partition("</main>")[0]
        return re.sub(r'name="form_token" value="[^"]*"|[0-9a-f-]{24,}', "", main)


@pytest.fixture
def served(settings: Settings) -> Iterator[Served]:
    with serving(settings) as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    # Without it a colour may still be on its way from light to dark when axe-core looks.
    context = browser.new_context(viewport={"width": 1000, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


def addresses(served: Served) -> list[tuple[str, str]]:
    """Every page, as its route and an address."""
    routes = {
        str(route.path)
        for route in iter_route_contexts(served.face.client.app.routes)  # type: ignore[attr-defined]
        if "GET" in getattr(route, "methods", ())
    }
    pages = sorted(each for each in routes if not each.startswith(FOR_PROGRAMS) and not _is_no_page(each))
    return [(route, address) for route in pages for address in _filled(route, served.programme.rpartition("/")[2])]


def _is_no_page(route: str) -> bool:
    return any(part in route for part in NO_PAGES)


def _filled(route: str, programme: str) -> list[str]:
    filled = route.replace("{programme}", programme).replace("{shelf}", programme).replace("{number}", "1")
    if "/do/" in route:
        other = GIVEN["resource"].format(other=f"1{programme[1:]}")
        asked = {**GIVEN, "resource": other}
        return [
            f"{filled.replace('{name}', name)}?{urlencode({each: asked[each] for each in words.given})}"
            for name, words in FORMS.items()
        ]
    if "{milestone}" in route:
        return [filled.replace("{milestone}", each) for each in MILESTONES]
    return [filled.replace("{name}", "percent")]


def pages_of(served: Served, context: BrowserContext) -> list[Seen]:
    """Every page that anybody is shown, each once: the same page for two people is one page."""
    found: dict[tuple[str, str], Seen] = {}
    for who, person in PEOPLE.items():
        served.nobody(context)
        if person is not None:
            served.be(context, person)
        for route, address in addresses(served):
            answer = context.request.get(f"{served.site}{address}", max_redirects=0)
            if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
                continue
            seen = Seen(route, who, address, answer.text())
            found.setdefault((route, seen.main), seen)
    return sorted(found.values(), key=lambda seen: seen.who)


def put(page: Page, way: str) -> None:
    """Look at the page that is open in one of the ways."""
    page.emulate_media(
        color_scheme="dark" if way == "dark" else "light",
        forced_colors="active" if way == "forced colours" else "none",
    )
    page.set_viewport_size({"width": 320 if way == "narrow" else 1000, "height": 900})
    page.evaluate(f"document.documentElement.style.fontSize = '{200 if way.startswith('text') else 100}%'")


def test_every_page_can_be_used_by_everybody_in_every_way(
    served: Served, context: BrowserContext, examiner: Examiner, tmp_path: Path
) -> None:
    page, wrong, looked = context.new_page(), [], set[str]()
    every = pages_of(served, context)
    assert len({seen.route for seen in every}) > 25
    who = ""
    for number, seen in enumerate(every):
        if seen.who != who:
            served.nobody(context)
            who = seen.who
            if PEOPLE[who]:
                served.be(context, str(PEOPLE[who]))
        page.goto(f"{served.site}{seen.address}")
        # A page of a kind that was seen before is looked at in the way in which most goes wrong.
        for way in WAYS if seen.route not in looked else ("narrow",):
            put(page, way)
            found = examiner.barriers(page)
            if too_wide := examiner.overflow(page):
                found.append(f"{too_wide} pixels too wide")
            wrong += [(seen.who, seen.address.partition("?")[0][-40:], way, each) for each in found]
        looked.add(seen.route)
        (tmp_path / f"{number}.html").write_text(seen.html)
    assert wrong == []
    assert examiner.mistakes(sorted(tmp_path.glob("*.html"))) == []


def test_every_page_has_a_title_and_a_heading_of_its_own(served: Served, context: BrowserContext) -> None:
    titles: dict[tuple[str, str], set[str]] = {}
    for seen in pages_of(served, context):
        found = re.search(r"<title>(.*?) · Waymark</title>", seen.html, re.DOTALL)
        assert found is not None, seen.address
        titles.setdefault((seen.who, found[1]), set()).add(seen.route)
        assert len(re.findall(r"<h1\b", seen.html)) == 1, seen.address
    assert [routes for routes in titles.values() if len(routes) > 1] == [{"/sign-in", "/sign-in/link"}]
