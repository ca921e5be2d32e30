"""Words that were mistyped: what they may have been meant to be."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from string import ascii_lowercase

from projections.legacy_rows import ResourceRow

_MOST_WORDS = 8
_LONGEST_WORD = 24
SHORTEST_MISTYPED = 4
"""Letters. A shorter word is like too many others."""
_ALIKE = 0.5
_SHORTEST_TOLD = 3
_MOST_TOLD = 20
_WORD = re.compile(r"\w+")
_LEFT_OUT = re.compile(r"(?:^|\s)-\w")


def tokens(words: str) -> list[str]:
    """The words of a question, without what only a search engine understands."""
    return list(dict.fromkeys(_WORD.findall(words.lower())))[:_MOST_WORDS]


def any_of(words: str) -> str | None:
    """The same question, content with one of its words. None for one word, and where words were to be left out."""
    told = list(dict.fromkeys(each for each in _WORD.findall(words.lower()) if len(each) >= _SHORTEST_TOLD))
    return None if len(tokens(words)) < 2 or not told or _LEFT_OUT.search(words) else " or ".join(told[:_MOST_TOLD])  # noqa: PLR2004


def variants(word: str) -> list[str]:
    """The word, and every word that is one slip of the finger away: a letter too few, too many, wrong or swapped."""
    if not SHORTEST_MISTYPED <= len(word) <= _LONGEST_WORD or not word.isalpha():
        return [word]
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = [first + second[1:] for first, second in halves if second]
    swapped = [first + second[1] + second[0] + second[2:] for first, second in halves if len(second) > 1]
    other = [first + letter + second[1:] for first, second in halves if second for letter in ascii_lowercase]
    more = [first + letter + second for first, second in halves for letter in ascii_lowercase]
    return list(dict.fromkeys([word, *fewer, *swapped, *other, *more]))


def corrected(words: str, found: Iterable[ResourceRow]) -> str | None:
    """What was meant, in the words of what was found first. None when it is what was typed."""
    there = _vocabulary(found)
    meant = [word if word in there else _closest(word, there) or word for word in tokens(words)]
    return " ".join(meant) if meant != tokens(words) else None


def nearest(word: str, found: Sequence[ResourceRow]) -> list[str]:
    """The word that is most like this one, or this one when it is there."""
    there = _vocabulary(found)
    if word in there:
        return [word]
    closest = _closest(word, there)
    return [closest] if closest else []


def _vocabulary(found: Iterable[ResourceRow]) -> list[str]:
    """Words of titles first, so that of two that are equally near theirs wins."""
    rows = list(found)
    texts = [*(row.title for row in rows), *(row.easy_read or "" for row in rows), *(row.text for row in rows)]
    return list(dict.fromkeys(word for text in texts for word in _WORD.findall(text.lower())))


def _closest(word: str, there: Iterable[str]) -> str | None:
    likeness = {each: SequenceMatcher(None, word, each).ratio() for each in there}
    best = max(likeness, key=lambda each: likeness[each], default=None)
    return best if best is not None and likeness[best] >= _ALIKE else None
