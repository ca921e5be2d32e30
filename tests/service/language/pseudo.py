"""A language that nobody speaks: every text of Waymark with other letters, and longer. Days and numbers are Greek.

What is still in plain letters on a page was not translated, or is what somebody wrote.
"""

import re
from collections.abc import Container
from functools import cache
from gettext import NullTranslations
from html.parser import HTMLParser

from babel import Locale

from service.language.extract import messages
from service.language.language import Language
from service.language.shelf import recognisable

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OTHER = "áƀçđéƒǧħíĵķłɱñóþɋřšŧúṽŵẋýžÁƁÇĐÉƑǦĦÍĴĶŁṀÑÓÞɊŘŠŦÚṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _OTHER)
_KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&\w+;)")
"""Values that are put in, and what belongs to HTML."""
_SAID = {"aria-label", "title", "placeholder", "alt"}
_NOT_READ = {"script", "style", "code", "pre", "svg:style"}


class Pseudo(NullTranslations):
    """Translates all that a translator is given, and nothing else: a text that is not among them stays in English."""

    def __init__(self, given: Container[str]) -> None:
        super().__init__()
        self._given = given

    def gettext(self, message: str) -> str:
        if message not in self._given:
            return message
        words = "".join(
            part if number % 2 else part.translate(_LETTERS) for number, part in enumerate(_KEPT.split(message))
        )
        return f"⟦{words}{'·' * (len(message) // 4)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@cache
def pseudo() -> Language:
    """With all the sentences that a real catalogue would have."""
    given = messages()
    texts = {text for each in given for text in ((each.id,) if isinstance(each.id, str) else each.id)}
    return Language("en-XA", Locale("el"), Pseudo(texts), recognisable(given))


def _is_said_by_a_script(name: str, value: str) -> bool:
    """A script is handed the sentences it says: it knows no languages."""
    return name.startswith("data-") and " " in value.strip()


class Texts(HTMLParser):
    """Every text of a page that somebody reads or hears, without those in another language than the page's."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self._elsewhere: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if value and (name in _SAID or _is_said_by_a_script(name, value))]
        if tag in {"input", "meta", "link", "br", "hr", "img", "path", "rect", "polyline", "circle"}:
            return
        self._open.append(tag)
        if tag != "html" and dict(attrs).get("lang") and self._elsewhere is None:
            self._elsewhere = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if self._elsewhere is not None and len(self._open) < self._elsewhere:
            self._elsewhere = None

    def handle_data(self, data: str) -> None:
        if data.strip() and self._elsewhere is None and not _NOT_READ.intersection(self._open):
            self.found.append(" ".join(data.split()))


def texts(html: str) -> list[str]:
    """The texts of a page."""
    parser = Texts()
    parser.feed(html)
    return parser.found
