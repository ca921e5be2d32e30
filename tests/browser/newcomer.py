"""Somebody who has never seen Waymark: goes on by what links, buttons and fields are called, and knows no address."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page

MOST_CLICKS = 4
"""So many are enough to come to a page on which something is done or read."""


class Newcomer:
    """One person in one window. Every page they come to says where they are and how to go on, or the test fails."""

    def __init__(self, context: BrowserContext, site: str, first: str = "/") -> None:
        self.page: Page = context.new_page()
        self.site = site
        self.clicks = 0
        self._open(first)

    @property
    def main(self) -> Locator:
        """What is of this page alone."""
        return self.page.locator("main")

    @property
    def text(self) -> str:
        """Everything that stands on this page, in one line."""
        return " ".join(self.main.inner_text().split())

    @property
    def heading(self) -> str:
        """What the page says that it is."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def goes_home(self) -> None:
        """Go to the first page, as one does for another goal or who has lost the way."""
        self._choose("link", "Waymark")
        self.clicks = 0

    def goes_back(self) -> None:
        """Press the button of the browser that goes back."""
        self.page.go_back()
        self._looks_round()

    def follow(self, name: str) -> None:
        """Choose the link that is called so."""
        self._choose("link", name)

    def press(self, name: str) -> None:
        """Choose the button that is called so."""
        self._choose("button", name)

    def sends(self, name: str) -> None:
        """Press the button at the end of what was filled in. It is no step of finding the way."""
        self._choose("button", name)
        self.clicks -= 1

    def types(self, label: str, text: str) -> None:
        """Fill in the field that is called so."""
        self.page.get_by_label(label, exact=True).fill(text)

    def takes(self, name: str, *, role: str = "link") -> Path:
        """Take a file away. It opens in no page."""
        with self.page.expect_download() as download:
            self._named(role, name).click()
        self.clicks += 1
        return download.value.path()

    def reads(self, *words: str) -> None:
        """They are where they wanted to be, in few steps: these words say so."""
        assert self.clicks <= MOST_CLICKS, f"{self.clicks} clicks to {self.heading!r}"
        for each in words:
            assert each in self.text, f"{self.heading!r} does not say {each!r}: {self.text}"

    def is_told(self, *words: str) -> None:
        """It worked, and one notice says so, before the heading."""
        notice = self.main.get_by_role("alert")
        assert notice.count() == 1, self.text
        said = " ".join(notice.inner_text().split())
        assert self.text.index(said) < self.text.index(self.heading)
        for each in words:
            assert each in said, f"It is said {said!r}, and not {each!r}."
        self.clicks = 0

    def _open(self, address: str) -> None:
        self.page.goto(f"{self.site}{address}")
        self._reads_its_heading()

    def _choose(self, role: str, name: str) -> None:
        with self.page.expect_navigation():
            self._named(role, name).click()
        self.clicks += 1
        self._looks_round()

    def _named(self, role: str, name: str) -> Locator:
        """The one of this name. What only a screen reader says after it may follow. Two of a name lead to one place."""
        begins = re.escape(name).replace(":", r"\s*:")
        called = re.compile(rf"^{begins}(\s*:.*)?$")
        found = self.page.get_by_role(role, name=called)  # type: ignore[arg-type]  # a link or a button
        assert found.count(), f"{self.heading!r} has no {role} {name!r}: {self._choices(role)}"
        if role == "link":
            led = {each.get_attribute("href") for each in found.all()}
            assert len(led) == 1, f"{name!r} leads to {led} on {self.heading!r}"
        else:
            assert found.count() == 1, f"{found.count()} buttons {name!r} on {self.heading!r}"
        return found.first

    def _choices(self, role: str) -> list[str]:
        return [each.inner_text() for each in self.page.get_by_role(role).all()]  # type: ignore[arg-type]

    def _reads_its_heading(self) -> None:
        page = self.page
        headings = page.get_by_role("heading", level=1)
        assert headings.count() == 1, f"{page.url} has {headings.count()} first headings"
        assert headings.inner_text().strip()
        assert re.fullmatch(r".+ · Waymark", page.title()), page.title()

    def _looks_round(self) -> None:
        self._reads_its_heading()
        here = self.page.locator("[aria-current]").count()
        back = self.main.locator("a").filter(has_text=re.compile("^Back to ")).count()
        assert here or back, f"{self.heading!r} does not say where it is"
        on = self.main.get_by_role("link").or_(self.main.get_by_role("button"))
        assert on.count(), f"{self.heading!r} has no way on"


def way_in(letter: str) -> str:
    """What somebody clicks who was written to, from its first slash on."""
    found = re.search(r"https?://[^/\s]+(/\S+\?key=[A-Za-z0-9_-]+)", letter)
    assert found is not None, letter
    return found[1]
