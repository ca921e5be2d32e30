"""How soon each page is made, how large it is, and how much a browser loads with it the first time."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urljoin

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from ops.bench.clients import Client, NotDone, get, percentile
from ops.bench.installation import Installation, installed
from ops.bench.programmes import FOUNDER, MENTOR, WORKER, fill, history
from ops.bench.table import Figure, Result, times
from service.api import build_app
from service.api_faults import FOR_PROGRAMS
from service.assembly import build
from service.port import LOOPBACK
from service.projector import rebuild
from service.sign_in.desk import desk_of

SOON, SMALL, ALL = 100.0, 60_000, 250_000
PROGRAMMES, EVENTS, OPENED, TRIES = 50, 500, 20, 40
NOTHING = "/api/problems"
OF_EACH = ("/", "/tasks")
"""Another page for each of them: first nobody, then those who have signed in."""
ENDLESS = "/programmes/{programme}/changes"
"""What is told as it happens: an answer without an end."""
HOW = (
    "{programmes} programmes of {events} events, with the same mentor, worker and founding group, so that each of them "
    "has {programmes} times as much to do as is likely. Every page in the table of routes that one of them is shown, "
    "from `waymark web` in a process of its own, {tries} times each over one connection; the baseline is an answer of "
    "the same server that reads nothing, in turns with it. Work is the processor time of the server for both: it does "
    "not grow when others keep the machine busy. On first load: the page, its sheets, the two common files "
    "of letters, and its pictures. No page needs a script; what a page may use of one is given beside it."
)
_LINKED = re.compile(r'<(?:link rel="stylesheet" href|img src)="([^"]+)"')
_SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
_LETTERS = re.compile(r'url\("([^"]+)"\)')


@dataclass
class Loaded:
    """One page, as somebody gets it. Sizes in bytes, times in seconds; `worked` is the server's processor time."""

    route: str
    who: str
    address: str
    cookie: str
    html: int = 0
    everything: int = 0
    script: int = 0
    seconds: list[float] = field(default_factory=list)
    worked: float = 0.0


def pages(*, quick: bool) -> Result:
    """Time and size of each page."""
    programmes, tries = (6, 8) if quick else (PROGRAMMES, TRIES)
    with installed("web") as installation, build(installation.settings) as waymark:
        pattern = history(EVENTS, OPENED)
        prepared = fill(waymark.store, pattern, programmes)
        rebuild(installation.settings.database_url, waymark.store)
        desk, cookies = desk_of(waymark), {"nobody": ""}
        for who, person in {"mentor": MENTOR, "worker": WORKER, "founder": FOUNDER}.items():
            desk.accounts.add(person)
            secret = desk.sessions.begin(person, ("benchmark",), second_factor=True)
            cookies[who] = f"waymark_session={secret}"
        addresses = _addresses(build_app(waymark), prepared[0].id.partition(":")[2], prepared[0].submitted[0])
        found = list(_found(installation, addresses, cookies))
        nothing = _timed(installation, found, tries)
    broken = [page.route for page in found if not page.seconds]
    figures = [_figure(page, nothing) for page in found if page.seconds]
    slow = [page.route for page in found if percentile(page.seconds, 95) > SOON]
    return Result(
        "pages",
        HOW.format(programmes=programmes, events=EVENTS, tries=tries),
        figures,
        [
            f"{len(found)} pages; slower than {SOON:.0f} ms at the 95th percentile: {', '.join(slow) or 'none'}.",
            *(f"{route} failed, and was not measured." for route in broken),
        ],
    )


def _addresses(app: FastAPI, programme: str, milestone: str) -> dict[str, str]:
    places = {"programme": programme, "milestone": milestone, "name": "percent", "number": "1", "shelf": programme}
    routes = {
        str(route.path)
        for route in iter_route_contexts(app.routes)
        if "GET" in getattr(route, "methods", ()) and not str(route.path).startswith(FOR_PROGRAMS)
        if str(route.path) != ENDLESS
    }
    filled = {route: re.sub(r"\{(\w+)\}", lambda part: places.get(part[1], "x"), route) for route in sorted(routes)}
    do = "/programmes/{programme}/do/{name}"
    return {**filled, do: f"/programmes/{programme}/do/block?milestone={milestone}"}


def _found(installation: Installation, addresses: dict[str, str], cookies: dict[str, str]) -> Iterator[Loaded]:
    """Each page, from the first of the people who is shown it."""
    for route, address in addresses.items():
        for who, cookie in cookies.items():
            status, kind, body = _load(installation, address, cookie)
            if status == HTTPStatus.OK and kind.startswith("text/html"):
                yield _weighed(installation, Loaded(route, who, address, cookie, len(body)), body.decode())
                if route not in OF_EACH:
                    break


def _weighed(installation: Installation, page: Loaded, html: str) -> Loaded:
    page.everything = page.html
    for linked in dict.fromkeys(_LINKED.findall(html)):
        if linked.startswith("data:"):
            continue
        _, kind, body = _load(installation, urljoin(page.address, linked), page.cookie)
        page.everything += len(body)
        for letters in _LETTERS.findall(body.decode()) if kind.startswith("text/css") else ():
            if "-ext-" not in letters:
                page.everything += len(_load(installation, letters, "")[2])
    page.script = sum(len(_load(installation, each, "")[2]) for each in dict.fromkeys(_SCRIPT.findall(html)))
    return page


def _load(installation: Installation, address: str, cookie: str) -> tuple[int, str, bytes]:
    connection = HTTPConnection(LOOPBACK, installation.ports.web, timeout=60)
    try:
        connection.request("GET", address, headers={"Cookie": cookie, "Accept": "text/html"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type", ""), answer.read()
    finally:
        connection.close()


def _timed(installation: Installation, found: Sequence[Loaded], tries: int) -> list[float]:
    """Ask for each page in turns with nothing. Gives how long nothing took."""
    nothing: list[float] = []
    bare = get(installation.ports.web, NOTHING)
    for page in found:
        request = get(installation.ports.web, page.address)
        if page.cookie:
            request = request.removesuffix(b"\r\n") + f"Cookie: {page.cookie}\r\n\r\n".encode()
        with Client(installation.ports.web) as client, suppress(NotDone):
            client.send(request)
            worked = installation.cpu_seconds("web")
            for _ in range(tries):
                for asked, kept in ((bare, nothing), (request, page.seconds)):
                    began = time.perf_counter()
                    client.send(asked)
                    kept.append(time.perf_counter() - began)
            page.worked = (installation.cpu_seconds("web") - worked) / tries
    return nothing


def _figure(page: Loaded, nothing: Sequence[float]) -> Figure:
    p50, p95 = percentile(page.seconds, 50), percentile(page.seconds, 95)
    script = f", may use {page.script / 1000:.0f} KB of script" if page.script else ""
    took = f"{p50:.0f} ms, p95 {p95:.0f} ms, {1000 * page.worked:.0f} ms of work"
    return Figure(
        f"{page.route}, {page.who}",
        f"{took}; {page.html / 1000:.0f} KB, in all {page.everything / 1000:.0f} KB{script}",
        f"{percentile(nothing, 50):.1f} ms",
        times(p50, percentile(nothing, 50)),
        f"p95 < {SOON:.0f} ms, < {SMALL // 1000} KB, ≤ {ALL // 1000} KB",
        p95 < SOON and page.html < SMALL and page.everything <= ALL,
    )
