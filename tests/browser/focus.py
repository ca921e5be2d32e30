"""Where somebody without a mouse is on a page: whether they see it, in which order they come along, what hides it."""

from typing import Any

from playwright.sync_api import Page

_STOP = """() => {
  const at = document.activeElement, last = window.lastStop, wrong = [];
  if (at === document.body || at === document.documentElement) return {end: true, wrong};
  const said = at.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
  const style = getComputedStyle(at);
  const number = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = each => each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4;
  const light = colour => {
    const [r, g, b] = number(colour).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const opaque = colour => (number(colour)[3] ?? 1) > 0;
  let behind = at.parentElement;
  while (behind.parentElement && !opaque(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  const parts = ["date", "datetime-local", "month", "time", "file"].includes(at.type);
  if (last === at && parts) return {end: false, wrong};  // the browser's own parts of it, with its own marks
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2 || !opaque(style.outlineColor))
    wrong.push("no outline");
  else {
    const [line, ground] = [light(style.outlineColor), light(getComputedStyle(behind).backgroundColor)];
    const ratio = (Math.max(line, ground) + 0.05) / (Math.min(line, ground) + 0.05);
    if (ratio < 3) wrong.push("an outline of contrast " + ratio.toFixed(1));
  }
  const box = at.getClientRects()[0];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (bottom - top < Math.min(8, box.height) || right - left < Math.min(8, box.width))
    wrong.push("outside of the window");
  else {
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!over || !(at.contains(over) || over.contains(at)))
      wrong.push("covered by " + (over && over.outerHTML.slice(0, 80)));
  }
  if (last === at) wrong.push("a trap");
  const back = last && last !== at && !(last.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING);
  const again = Boolean(back && at.matches(".skip"));  // from the last stop on to the first
  if (back && !again) wrong.push("before what comes before it");
  window.lastStop = at;
  return {end: again, wrong: wrong.map(each => each + ": " + said)};
}"""


def walked(page: Page, seen: object, stops: int, *, to_the_end: bool = False) -> list[str]:
    """What is wrong at each stop of the tabulator from where the focus is, with the name of the page before it."""
    wrong: list[str] = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        stop: dict[str, Any] = page.evaluate(_STOP)
        if stop["end"]:
            return wrong
        wrong += [f"{seen}: {each}" for each in stop["wrong"]]
    return [*wrong, f"{seen}: it has no end"] if to_the_end else wrong
