"""Every page without JavaScript: it says nothing else than with it, and each of its forms can be sent."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.every_page import templates_of, visited
from tests.browser.served import Served

pytestmark = pytest.mark.browser
PASSKEYS = "/passkey.js"
"""A passkey is the browser's own, and only a script can ask for one. There is always another way to sign in."""
FOR_ANYBODY = ("/who", "/how-it-looks", "/sign-in/", "/operator", "/invitation")
"""Forms that are sent before anybody has signed in, and so before there is a token."""
_FAULTS = """([forAnybody, passkeys]) => {
  const said = each => each.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
  const seen = each => each.checkVisibility({visibilityProperty: true});
  const wrong = [];
  for (const form of document.forms) {
    if (!seen(form)) continue;
    const shown = each => each.type !== "hidden" && !each.hidden && each.localName !== "fieldset";
    const controls = [...form.elements].filter(shown);
    if (!controls.some(each => each.type === "submit" && !each.disabled && seen(each)))
      wrong.push("no button sends " + said(form));
    const to = new URL(form.action);
    if (form.method === "post" && !form.elements.form_token && !forAnybody.some(each => to.pathname.startsWith(each)))
      wrong.push("no token in " + said(form));
    if (to.origin !== location.origin) wrong.push("sent elsewhere: " + said(form));
    for (const each of controls) {
      if (each.disabled) wrong.push("cannot be used: " + said(each));
      if (!seen(each) && !each.closest("details")) wrong.push("cannot be seen: " + said(each));
      if (each.type !== "submit" && each.type !== "button" && !each.name) wrong.push("is not sent: " + said(each));
      if (each.type !== "submit" && each.type !== "button" && !each.labels.length && !each.ariaLabel)
        wrong.push("has no label: " + said(each));
    }
  }
  for (const each of document.querySelectorAll("a")) {
    const to = each.getAttribute("href");
    if (!to || to === "#" || to.startsWith("javascript:")) wrong.push("leads nowhere: " + said(each));
    else if (to.startsWith("#") && !document.getElementById(to.slice(1))) wrong.push("leads to nothing: " + said(each));
  }
  for (const each of document.querySelectorAll("*"))
    for (const name of each.getAttributeNames())
      if (name.startsWith("on") || name === "style") wrong.push(name + " is refused by our own policy: " + said(each));
  for (const each of document.querySelectorAll("noscript")) if (!passkeys) wrong.push("differs: " + said(each));
  return wrong;
}"""


@pytest.fixture(name="context")
def without_javascript(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


def test_every_page_is_complete_without_javascript(served: Served, context: BrowserContext) -> None:
    pages, page, wrong = templates_of(served, context), context.new_page(), []
    assert len(pages) > 35
    for seen in visited(served, page, pages):
        passkeys = PASSKEYS in seen.html
        found: list[str] = page.evaluate(_FAULTS, [FOR_ANYBODY, passkeys])
        if re.search(r"<script(?![^>]*\bsrc=)", seen.html):
            found.append("has a script within the page")
        if (
            re.search(r"(?i)(enable|turn on|need|requires?) javascript", page.locator("body").inner_text())
            and not passkeys
        ):
            found.append("asks for JavaScript")
        wrong += [f"{seen}: {each}" for each in found]
    assert not wrong, "\n".join(wrong)
