"""Rows 11 and 12: hostile text in every field people write, on every page, in a real browser, and in every table."""

import time
from collections.abc import Iterator
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

from service.api_examples import COORDINATOR, FOUNDER
from service.port import LOOPBACK, free_port
from tests.attacks.conftest import Tried
from tests.attacks.corpus import HOSTILE, LINK, Hostile
from tests.attacks.route_groups import GROUP, filled
from tests.browser.conftest import browser, page
from tests.service.sign_in.browser import House

__all__ = ["browser", "page"]
FILES = (
    ".csv",
    ".jsonl",
    ".json",
    ".css",
    ".js",
    ".txt",
    "/legacy-pack",
    "{sha256}",
    "{ending}",
    "/fonts/{name}",
    "/answer",
    "/kept",
)
DONE_TO_IT = """() => [
    ...[...document.querySelectorAll('script')].filter(each => !each.src.startsWith(location.origin)),
    ...document.querySelectorAll('iframe, object, embed, base, meta[http-equiv]'),
    ...[...document.querySelectorAll('*')].filter(each => [...each.attributes].some(is => is.name.startsWith('on'))),
    ...[...document.querySelectorAll('[href],[action],[src]')].filter(each =>
        /^\\s*(javascript|vbscript|data:text)/i.test(each.getAttribute('href') ?? each.getAttribute('action') ?? '')),
    ...[...document.querySelectorAll('form')].filter(each => !new URL(each.action).origin.startsWith(location.origin)),
].map(each => each.outerHTML.slice(0, 200))"""


@pytest.fixture
def hostile(house: House) -> Hostile:
    return Hostile(house)


@pytest.fixture
def site(hostile: Hostile) -> Iterator[str]:
    """Where a browser finds the same Waymark."""
    app, port = hostile.face.client.app, free_port()
    assert isinstance(app, FastAPI)
    server = uvicorn.Server(uvicorn.Config(app, host=LOOPBACK, port=port, log_config=None, access_log=False))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    yield f"http://{LOOPBACK}:{port}"
    server.should_exit = True
    thread.join()


@pytest.mark.browser
def test_row_11_nothing_that_people_write_runs_in_a_browser(
    hostile: Hostile, site: str, page: Page, tried: Tried
) -> None:
    found: list[str] = []

    def dismiss(said: Dialog) -> None:
        found.append(f"dialog: {said.message}")
        said.dismiss()

    def read(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            found.append(said.text)

    def follow(sent: Request) -> None:
        if not sent.url.startswith((site, "data:")):
            found.append(f"asked {sent.url}")

    page.on("dialog", dismiss)
    page.on("console", read)
    page.on("request", follow)
    programme = hostile.address.rpartition("/")[2]
    shown = 0
    for who in (FOUNDER, COORDINATOR, None):
        page.context.clear_cookies()
        if who is not None:
            secret = hostile.house.desk.sessions.begin(who, ("passkey",), second_factor=True)
            page.context.add_cookies([{"name": "waymark_session", "value": secret, "url": site}])
        for route in GROUP:
            path = route[4:]
            if not route.startswith("GET ") or path.startswith(("/api", "/health")) or path.endswith(FILES):
                continue
            page.goto(site + filled(path, programme))
            found += [f"{path}: {each}" for each in page.evaluate(DONE_TO_IT)]
            assert page.evaluate("window.ran") is None, path
            assert "evil.example" not in page.url
            tried["hostile page"] += 1
            shown += sum(text[:12] in page.inner_text("body") for text in HOSTILE)
        page.goto(site + "/library?words=" + "%3Cscript%3Ewindow.ran%3D1%3C/script%3E")
        assert page.evaluate("window.ran") is None
    assert found == []
    assert shown > 30, "it is there to be read"


def test_row_12_every_word_is_kept_as_it_was_written(hostile: Hostile, tried: Tried) -> None:
    face = hostile.face
    seen = face.get(f"{hostile.address}/history", FOUNDER, limit=500).json()
    words = {word["text"] for entry in seen["entries"] for word in entry["words"]}
    tried["hostile text"] += len(hostile.written)
    assert len(hostile.written) > 50
    assert {text for text in HOSTILE if text in words} == set(HOSTILE)
    assert LINK in words
    for part in ("", "/agenda", "/legacy", "/milestones/ENG-01", "/board"):
        answer = face.get(hostile.address + part, FOUNDER)
        assert answer.headers["Content-Type"] == "application/json"
        assert "evil.example" not in str(answer.headers)
    answer = face.get(f"{hostile.address}/history.csv", FOUNDER)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert '"=HYPERLINK' not in answer.text
