"""Somebody without a mouse."""

import pytest
from playwright.sync_api import Page

_MOST = 150


def go_to(page: Page, words: str) -> None:
    """Press the tabulator until the link, button or field of these words has the focus."""
    focus = page.locator(":focus")
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        if focus.count() and words in {_said(focus.inner_text()), focus.get_attribute("name")}:
            return
    pytest.fail(f"The keyboard does not reach {words!r}.")


def press(page: Page, words: str) -> None:
    """Go there and press the return key."""
    go_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _said(text: str) -> str:
    """In one line, as it is heard: what only a screen reader says stands in a line of its own."""
    return " ".join(text.split()).replace(" :", ":")
