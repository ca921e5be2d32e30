"""Looks at pages with axe-core and the Nu HTML checker: what each finds wrong, a line for each."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

FLAGS = (
    "--no-sandbox",  # a container's root has no user namespaces
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Every rule of WCAG 2.2 A and AA that axe-core knows, and its advice beyond them."""

_RUN = """async rules => {
  const found = await axe.run({runOnly: rules, resultTypes: ["violations"]});
  return {violations: found.violations, passes: found.passes.length};
}"""

_WIDEST = """() => [...document.body.querySelectorAll("*")]
  .filter(each => !each.closest(".scroll"))
  .map(each => [Math.round(each.getBoundingClientRect().right), each])
  .reduce((most, each) => each[0] >= most[0] ? each : most)[1].outerHTML.slice(0, 160)"""

WIDE: ViewportSize = {"width": 1000, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 900}


class Examiner:
    """Two checkers that nobody here wrote."""

    def __init__(self, verifiers: Path) -> None:
        self._axe = (verifiers / "node_modules" / "axe-core" / "axe.min.js").read_text()
        self._vnu = verifiers / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

    def barriers(self, page: Page) -> list[str]:
        """What axe-core says keeps somebody from using the page that is open."""
        # Whoever comes from a click is here when the page begins: its end and its style may still be on their way.
        page.wait_for_load_state()
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(self._axe)
        found: dict[str, Any] = page.evaluate(_RUN, RULES)
        assert found["passes"], "axe-core looked at something"
        return [
            f"{each['id']}: {each['help']} ({node['html'][:120]})"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def barriers_wide_and_narrow(self, page: Page, where: str) -> list[tuple[str, str]]:
        """The same at two widths, and whether anybody must scroll sideways; each with where it is."""
        found = []
        for window in (WIDE, NARROW):
            page.set_viewport_size(window)
            found += [(where, each) for each in self.barriers(page)]
            if too_wide := self.overflow(page):
                found.append((where, f"{too_wide} pixels too wide"))
        page.set_viewport_size(WIDE)
        return found

    def overflow(self, page: Page) -> int:
        """By how many pixels the page is wider than its window: 0 when nobody must scroll sideways."""
        wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return max(wide, 0)

    def widest(self, page: Page) -> str:
        """The innermost part of the page that reaches furthest beyond its window."""
        return str(page.evaluate(_WIDEST))

    def mistakes(self, paths: Sequence[Path]) -> list[str]:
        """What the Nu HTML checker calls an error or a warning in these files."""
        done = subprocess.run(
            ["java", "-jar", str(self._vnu), "--exit-zero-always", "--stdout", "--format", "json", *map(str, paths)],
            capture_output=True,
            text=True,
            check=True,
        )
        return [
            f"{Path(each.get('url', '')).name}:{each.get('lastLine', '')} {each['message']}"
            for each in json.loads(done.stdout)["messages"]
            if each["type"] == "error" or each.get("subType") == "warning"
        ]
