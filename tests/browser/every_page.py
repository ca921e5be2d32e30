"""Every page there is, found in the table of routes, so that a new page is looked at from its first day."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi.routing import iter_route_contexts
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.api_faults import FOR_PROGRAMS
from service.forms.catalogue import FORMS
from tests.browser.examined import Examiner
from tests.browser.served import TEMPLATE, Served

PEOPLE = {"nobody": None, "worker": WORKER, "founder": FOUNDER, "mentor": COORDINATOR, "funder": FUNDER}
WAYS = ("wide", "narrow", "dark", "forced colours", "text twice as large")
MILESTONES = ("ENG-02", "ENG-01", "ENG-03", "GOV-05")
"""Open, held up, waiting for a decision, and waiting for others."""
GIVEN = {"milestone": "ENG-02", "duty": "none", "gate": "none", "resource": "resource:{other}/1"}
"""What a form is about. Whatever else it may be about is the first of its kind."""
GIVEN_TO: dict[str, dict[str, str]] = {
    "accept": {"milestone": "ENG-03"},
    "return": {"milestone": "ENG-03"},
    "unblock": {"milestone": "ENG-01"},
    "open-milestone": {"milestone": "GOV-05"},
    **{each: {"resource": "1"} for each in ("revise-resource", "withdraw-resource", "name-owner")},
}
"""What only these forms are about."""
NO_PAGES = (
    *("/files/", ".css", ".js", ".csv", ".jsonl", "/fonts/", "/legacy-pack", "/provider", "/sign-in/with/"),
    "{programme}/changes",
)
"""What is not read as a page: files, the ways to other places, and what is told as it happens."""
FURTHER = {"/programmes/{programme}/figures": "?part=milestones&page=2"}
"""Pages that are another where an address asks for a part of them."""
OWN_NAMES = {"/totals/{name}": {"name": "programmes_started"}}
_ANYTHING = {"name": "percent", "number": "1", "step": "template"}


@dataclass(frozen=True)
class Seen:
    """One page, as one person is shown it."""

    route: str
    template: str
    who: str
    address: str
    html: str

    @property
    def main(self) -> str:
        """What is of this page alone, without what differs each time."""
        main = self.html.partition("<main")[2].partition("</main>")[0]
        return re.sub(r'name="form_token" value="[^"]*"|[0-9a-f-]{24,}', "", main)

    def __str__(self) -> str:
        return f"{self.who} at {self.route} ({self.address.rpartition('/')[2].partition('?')[0]}, {self.template})"


def area_of(route: str) -> str:
    """The part of Waymark that a page is in. Each part is looked at by a file of tests of its own, side by side."""
    if "/do/" in route:
        return "forms"
    if "{milestone}" in route:
        return "milestones"
    return "programme" if route.startswith("/programmes/") else "elsewhere"


def addresses(served: Served, area: str | None = None) -> list[tuple[str, str]]:
    """Every page, or those of one area, as its route and an address."""
    routes = {
        str(route.path)
        for route in iter_route_contexts(served.face.client.app.routes)  # type: ignore[attr-defined]
        if "GET" in getattr(route, "methods", ())
    }
    pages = sorted(
        each for each in routes if not each.startswith(FOR_PROGRAMS) and not any(part in each for part in NO_PAGES)
    )
    return [
        (route, address)
        for route in pages
        if area in {None, area_of(route)}
        for address in _filled(route, served.programme.rpartition("/")[2])
    ]


def _filled(route: str, programme: str) -> list[str]:
    filled = route.replace("{programme}", programme).replace("{shelf}", programme)
    if area_of(route) == "forms" and "{name}" in route:
        return [
            f"{filled.replace('{name}', name)}?{_given(name, words.given, programme)}" for name, words in FORMS.items()
        ]
    if "{milestone}" in route:
        return [filled.replace("{milestone}", each) for each in MILESTONES]
    named = {**_ANYTHING, **OWN_NAMES.get(route, {})}
    address = re.sub(r"\{(\w+)\}", lambda found: named.get(found[1], "x"), filled)
    return [address, *([f"{address}{FURTHER[route]}"] if route in FURTHER else [])]


def _given(form: str, names: Iterable[str], programme: str) -> str:
    given = {**GIVEN, **GIVEN_TO.get(form, {})}
    return urlencode({each: given.get(each, "1").format(other=f"1{programme[1:]}") for each in names})


def pages_of(served: Served, context: BrowserContext, area: str | None = None) -> list[Seen]:
    """Every page that anybody is shown, each once: the same page for two people is one page."""
    found: dict[tuple[str, str], Seen] = {}
    asked = addresses(served, area)
    for who in PEOPLE:
        become(who, served, context)
        for route, address in asked:
            if seen := _asked(served, context, who, route, address):
                found.setdefault((route, seen.main), seen)
    return list(found.values())


def visited(served: Served, page: Page, pages: list[Seen]) -> Iterator[Seen]:
    """Open one page after the other, as whoever is shown it, with everything in it that is shut at first."""
    who = ""
    for seen in sorted(pages, key=lambda seen: seen.who):
        if seen.who != who:
            become(seen.who, served, page.context)
            who = seen.who
        page.goto(f"{served.site}{seen.address}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        yield seen


def of_each_template(pages: list[Seen]) -> list[Seen]:
    """The fullest page that each template makes: it has the most that can go wrong."""
    fullest: dict[str, Seen] = {}
    for seen in pages:
        if seen.template not in fullest or len(seen.main) > len(fullest[seen.template].main):
            fullest[seen.template] = seen
    return list(fullest.values())


def templates_of(served: Served, context: BrowserContext) -> list[Seen]:
    """A page of each template, from whoever is shown it first: sooner found than every page."""
    found: dict[str, Seen] = {}
    open_to_nobody = dict.fromkeys(addresses(served, "elsewhere"))
    left = dict.fromkeys(addresses(served))
    for who in ("worker", "founder", "mentor", "funder", "nobody"):
        become(who, served, context)
        for route, address in open_to_nobody if who == "nobody" else list(left):
            if seen := _asked(served, context, who, route, address):
                left.pop((route, address), None)
                found.setdefault(seen.template, seen)
    return list(found.values())


def _asked(served: Served, context: BrowserContext, who: str, route: str, address: str) -> Seen | None:
    answer = context.request.get(f"{served.site}{address}", max_redirects=0)
    assert answer.status < 500, f"{who} at {route} ({address}) is answered {answer.status}"
    if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
        return None
    return Seen(route, answer.headers.get(TEMPLATE, route), who, address, answer.text())


def become(who: str, served: Served, context: BrowserContext) -> None:
    """Let the browser be one of the people, or nobody."""
    served.nobody(context)
    if person := PEOPLE[who]:
        served.be(context, person)


def put(page: Page, way: str) -> None:
    """Look at the page that is open in one of the ways."""
    page.emulate_media(
        color_scheme="dark" if way == "dark" else "light",
        forced_colors="active" if way == "forced colours" else "none",
    )
    page.set_viewport_size({"width": 320 if way == "narrow" else 1000, "height": 900})
    page.evaluate(f"document.documentElement.style.fontSize = '{200 if way.startswith('text') else 100}%'")


@contextmanager
def listening(page: Page, site: str) -> Iterator[list[str]]:
    """What goes wrong unseen while pages are open: errors in the console, answers that fail, requests to elsewhere."""
    heard: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{site}/", "data:")):
            heard.append(f"it asks {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            heard.append(f"{response.url} answers {response.status}")

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            heard.append(f"the console says: {message.text}")

    page.on("request", asked)
    page.on("response", answered)
    page.on("console", said)
    page.on("pageerror", lambda error: heard.append(f"a script fails: {error}"))
    yield heard


def barriers(served: Served, context: BrowserContext, examiner: Examiner, area: str) -> list[str]:
    """What keeps people from using the pages of an area: each template in every way, each other page narrow.

    A narrow window is the way in which most goes wrong. A line names the page, the person, the way and the fault.
    """
    pages = pages_of(served, context, area)
    thoroughly, page = of_each_template(pages), context.new_page()
    assert len(thoroughly) > 1 or area == "forms"
    wrong = []
    with listening(page, served.site) as heard:
        for seen in visited(served, page, pages):
            wrong += [f"{seen}: {each}" for each in heard]
            for way in WAYS if seen in thoroughly else ("narrow",):
                put(page, way)
                found = examiner.barriers(page)
                if too_wide := examiner.overflow(page):
                    found.append(f"{too_wide} pixels too wide: {examiner.widest(page)}")
                wrong += [f"{seen}, {way}: {each}" for each in found]
            heard.clear()
    return wrong
