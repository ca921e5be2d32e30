"""A real browser, as Debian has it, and checks of pages that nobody here wrote."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from service.settings import Settings
from tests.browser.examined import FLAGS, Examiner
from tests.browser.served import Served, serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: it keeps a loop in this thread, in which no asynchronous test could run after it."""
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, which refuses to speak to any address but this machine's."""
    context = browser.new_context(
        reduced_motion="reduce", viewport={"width": 1000, "height": 900}, java_script_enabled=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own. Nothing moves in it: a colour may still be on its way to dark when axe-core looks."""
    context = browser.new_context(viewport={"width": 1000, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def served(settings: Settings) -> Iterator[Served]:
    """A real installation with a programme in it."""
    with serving(settings) as served:
        yield served


@pytest.fixture(scope="session")
def examiner(verifiers: Path) -> Examiner:
    """axe-core and the Nu HTML checker."""
    return Examiner(verifiers)
