"""Whether somebody who made a mistake in a form is told so: at the top, where the focus is, and beside each field."""

from playwright.sync_api import Page

_TOLD = """() => {
  const wrong = [], top = document.querySelector("main .errors");
  if (!top) return ["nothing says what is wrong"];
  if (!document.title.startsWith("Error: ")) wrong.push("the title does not say it: " + document.title);
  if (document.activeElement !== top) wrong.push("the focus is at " + document.activeElement.outerHTML.slice(0, 80));
  const named = document.getElementById(top.getAttribute("aria-labelledby"));
  if (!named || !/^H[1-6]$/.test(named.tagName)) wrong.push("what went wrong has no heading");
  for (const each of top.querySelectorAll("li")) {
    const link = each.querySelector("a"), said = each.innerText.trim();
    if (!said) wrong.push("an empty line");
    if (!link) continue;
    const at = document.getElementById(link.hash.slice(1));
    if (!at) { wrong.push("leads to nothing: " + said); continue; }
    at.focus();
    if (document.activeElement !== at) wrong.push("leads to what nobody can fill in: " + said);
    const of = [at, at.closest("fieldset")].filter(Boolean);
    const ids = of.flatMap(each => (each.getAttribute("aria-describedby") || "").split(/\\s+/)).filter(Boolean);
    for (const id of ids) if (!document.getElementById(id)) wrong.push("is described by nothing: #" + id);
    const beside = ids.map(id => document.getElementById(id)).filter(each => each && each.matches(".error"));
    if (!beside.some(each => each.checkVisibility() && said.includes(each.lastChild.textContent.trim())))
      wrong.push("the field does not say it: " + said);
    if (!["radio", "checkbox"].includes(at.type) && at.ariaInvalid !== "true")
      wrong.push("the field is not marked: " + said);
  }
  top.focus();
  return wrong;
}"""
NO_DAY = "some time"
_ERR = """noDay => {
  for (const each of document.querySelector("main form").elements) {
    if (each.type === "date" || each.inputMode === "numeric") { each.type = "text"; each.value = noDay; }
    else if (["text", "url", "textarea"].includes(each.type)) each.value = "";
  }
}"""


def untold(page: Page, *, linked: bool = True) -> list[str]:
    """How the page that is open leaves somebody alone who made a mistake. `linked`: the mistake is in a field."""
    for _ in range(20):
        # A browser gives the focus a moment after it has the page. Our policy lets nothing wait within it.
        if page.evaluate("document.activeElement !== document.body"):
            break
        page.wait_for_timeout(50)
    wrong: list[str] = page.evaluate(_TOLD)
    return [*wrong, "no link leads to a field"] if linked and not page.locator(".errors li a").count() else wrong


def err(page: Page) -> int:
    """Send the form of the page with dates and numbers that are none, and nothing else. Returns the answer's status."""
    page.evaluate(_ERR, NO_DAY)
    with page.expect_navigation() as sent:
        page.evaluate("document.querySelector('main form').requestSubmit()")
    return sent.value.status if sent.value else 0
