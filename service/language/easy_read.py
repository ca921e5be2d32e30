"""The rules of Easy Read, as far as a machine can look: whether people can read it, only they can say.

One idea in a sentence of 15 words at most; no brackets, semicolons or passives; figures as figures. Hard words are
explained in hard_words.py. These are the rules that the UK's government and makers of Easy Read give.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 15
"""Words in a sentence. A name or a date counts as one."""

_SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n+")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets|got)\s+(?!called\b|allowed\b|late\b|often\b|open\b|even\b|seven\b|ten\b)"
    r"(?:not\s+)?(\w+(?:ed|en|ept|ught|ade|ead|old|own|orn))\b",
    re.IGNORECASE,
)
_STATES = {"finished", "disabled", "excited", "interested", "worried", "tired", "old", "own", "down", "then", "when"}
"""Words that look like a passive and say how something is."""
_NUMBER_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|hundred|thousand)\b", re.IGNORECASE
)
_SHORT = re.compile(r"\b[A-Z]{2,}\b")
_KNOWN_SHORT = {"PDF", "TV", "BSL", "UK", "PIN"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not Easy Read in a sentence."""

    sentence: str
    why: str


def sentences(text: str) -> list[str]:
    """The sentences of a text. Each is shown on a line of its own."""
    return [each.strip() for each in _SENTENCE.split(text.strip()) if each.strip()]


def faults(text: str, one_word: Iterable[str] = (), short: Iterable[str] = ()) -> list[Fault]:
    """What is not Easy Read. `one_word` are names that count as a word; `short` are short words explained beside it."""
    for each in sorted(one_word, key=len, reverse=True):
        text = text.replace(each, "Name")
    return [Fault(each, why) for each in sentences(text) for why in _faults(each, {*short, *_KNOWN_SHORT})]


def _faults(sentence: str, known: set[str]) -> Iterator[str]:
    words = sentence.split()
    if len(words) > LONGEST:
        yield f"It has {len(words)} words, and {LONGEST} are the most."
    if re.search(r"[;()\[\]%&…]|\be\.g\.|\bi\.e\.|\betc\b", sentence):
        yield "It has signs or short forms that are hard to read."
    if len(re.findall(r"\band\b", sentence)) > 1 or sentence.count(",") > 2:  # noqa: PLR2004 - a list of three is one idea
        yield "It says more than one thing."
    if any(found.lower() not in _STATES for found in _PASSIVE.findall(sentence)):
        yield "It does not say who does it."
    if _NUMBER_WORDS.search(sentence):
        yield "Write numbers as figures."
    if unknown := set(_SHORT.findall(sentence)) - known:
        yield f"It does not say what {' and '.join(sorted(unknown))} means."
