"""The main pages as a screen reader is told them, kept as text: whatever changes there is looked at by a person.

`WAYMARK_WRITE_TREES=1 pytest tests/browser/test_trees.py` writes them anew; then read what `git diff` shows.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from service.settings import Settings
from tests.browser.errors import err
from tests.browser.every_page import become
from tests.browser.served import serving
from tests.service.face import MovedClock

pytestmark = pytest.mark.browser
TREES = Path(__file__).with_name("trees")
WRITE = "WAYMARK_WRITE_TREES"
PAGES = {
    "front-page": ("nobody", "/", "body"),
    "own-page": ("worker", "/", "body"),
    "my-tasks": ("worker", "/tasks", "main"),
    "milestone": ("worker", "{programme}/milestones/ENG-02", "main"),
    "form": ("worker", "{programme}/do/block?milestone=ENG-02", "main"),
    "programme": ("founder", "{programme}", "body"),
    "plan": ("mentor", "{programme}/plan", "main"),
    "decisions": ("founder", "{programme}/decisions", "main"),
    "history": ("funder", "{programme}/history", "main"),
    "proof": ("funder", "{programme}/proof", "main"),
    "report": ("funder", "{programme}/report", "main"),
    "library": ("nobody", "/library", "main"),
    "sign-in": ("nobody", "/sign-in", "main"),
    "groups": ("mentor", "/mentoring", "main"),
    "review": ("mentor", "{programme}/review", "main"),
    "handover": ("mentor", "{programme}/handover", "main"),
    "change-of-plan": ("mentor", "{programme}/plan/revise", "main"),
    "portfolio": ("funder", "/portfolio", "main"),
    "evidence": ("worker", "{programme}/milestones/ENG-02/evidence", "main"),
    "who-sees-what": ("founder", "{programme}/sharing", "main"),
    "celebrations": ("founder", "{programme}/celebrations", "main"),
    "start": ("mentor", "/start/template", "main"),
    "accessibility": ("nobody", "/accessibility", "main"),
}
"""Who looks at what, and which part of it is kept. The frame around each page is kept with a few of them only."""
MOST = 200
"""Lines kept of each. What comes later in a long table is as its beginning."""
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=localhost):[0-9]+")


def test_a_screen_reader_is_told_what_it_was_told_before(settings: Settings, context: BrowserContext) -> None:
    told = {}
    with serving(settings, MovedClock()) as served:
        page = context.new_page()
        for name, (who, address, part) in PAGES.items():
            become(who, served, context)
            page.goto(f"{served.site}{address.format(programme=served.programme)}")
            told[name] = _kept(page.locator(part).aria_snapshot())
        become("worker", served, context)
        page.goto(f"{served.site}{served.programme}/do/block?milestone=ENG-02")
        err(page)
        told["form-with-mistakes"] = _kept(page.locator("main").aria_snapshot())
    if os.environ.get(WRITE):
        TREES.mkdir(exist_ok=True)
        for name, tree in told.items():
            (TREES / f"{name}.yml").write_text(tree)
    kept = {each.stem: each.read_text() for each in TREES.glob("*.yml")}
    changed = [name for name in sorted({*told, *kept}) if told.get(name) != kept.get(name)]
    assert not changed, f"Look at {changed}: if they are right, run this once with {WRITE}=1, and read the difference."


def _kept(tree: str) -> str:
    return "".join(f"{line}\n" for line in _ID.sub("…", tree).splitlines()[:MOST])
