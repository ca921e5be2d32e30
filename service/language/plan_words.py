"""The texts of the plans that Waymark ships, as each group would say them: they say “members”, a group may not.

A plan is copied into a programme as it was written. Where its texts are shown, the group's own words for its people
and for itself are put in. Only sentences that stand in a plan of ours are changed, and only whole words in them: what
somebody wrote themselves, and every name, stays as it is. So do those who are members of something else: of a board,
with a vote, or of another group.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from markupsafe import escape

from domain.programme_events import Vocabulary
from service.language.vocabulary import USUAL, many, vocabulary

_SENTENCE = re.compile(r"(?<=[.?!:;])\s+")
"""The parts that a text is shown in: Easy Read has each on a line of its own."""
_OF_SOMETHING_ELSE = r"(?<!\b[Bb]oard )(?<!\b[Vv]oting )(?<!\bits )(?<!\bbuddy's )"
_OURS = re.compile(
    rf"(?P<articled>\b[Aa]n? (?:new )?)?{_OF_SOMETHING_ELSE}\b(?P<word>[Mm]ember(?P<members>s)?)\b(?! of it\b)"
    r"|\b(?P<organisation>[Uu]ser-led organisation(?:s)?)\b|\b(?P<short>ULOs?)\b"
)
_GROUPS = 100
"""For so many groups the texts are kept ready."""


def in_own_words(text: str, own: Vocabulary | None = None) -> str:
    """A text in which texts of a plan stand, as the group of `own` says them: that of the programme spoken of."""
    own = own or vocabulary()
    return text if own == USUAL else _replaced(text, own, html=False)


def page_in_own_words(html: str) -> str:
    """The same for a whole page."""
    own = vocabulary()
    return html if own == USUAL else _replaced(html, own, html=True)


def _replaced(text: str, own: Vocabulary, *, html: bool) -> str:
    theirs = _theirs(own, html=html)
    return _pattern(html=html).sub(lambda found: theirs[found[0]], text)


@cache
def _sentences() -> tuple[str, ...]:
    """Every sentence of our plans in which one of the words stands, the longest first."""
    plans = [
        yaml.safe_load(each.read_text("utf-8"))
        for each in (files("service") / "plans").iterdir()
        if each.name.endswith(".yaml")
    ]
    return tuple(sorted({each for each in _strings(plans) if _OURS.search(each)}, key=len, reverse=True))


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - anything that YAML holds
    match value:
        case str() if " " in value:
            yield from _SENTENCE.split(" ".join(value.split()))
        case dict():
            yield from _strings(list(value.values()))
        case list():
            for each in value:
                yield from _strings(each)
        case _:
            return


@cache
def _pattern(*, html: bool) -> re.Pattern[str]:
    known = (re.escape(str(escape(each)) if html else each) for each in _sentences())
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)")


@lru_cache(maxsize=_GROUPS)
def _theirs(own: Vocabulary, *, html: bool) -> dict[str, str]:
    def shown(text: str) -> str:
        return str(escape(text)) if html else text

    return {shown(each): shown(_said(each, own)) for each in _sentences()}


def _said(sentence: str, own: Vocabulary) -> str:
    return _OURS.sub(lambda found: _word(found, own), sentence)


def _word(found: re.Match[str], own: Vocabulary) -> str:
    """The group's own word, with its article, and a capital where ours has one."""
    articled, several = found["articled"] or "", many(own.member)
    if found["word"] is None:
        word = own.short if found["short"] else own.organisation
        word = many(word) if found[0].endswith("s") else word
    elif found["members"]:
        word = articled + several
    elif several == own.member:
        word = f"one of the {several}"
    elif articled.lower() in {"a ", "an "}:
        word = f"{_article(own.member)} {own.member}"
    else:
        word = articled + own.member
    return word[:1].upper() + word[1:] if found[0][:1].isupper() else word


def _article(word: str) -> str:
    return "an" if word[:1].lower() in set("aeio") else "a"
