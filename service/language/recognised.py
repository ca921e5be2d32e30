"""Sentences that were made in English before anybody knew who reads them, said again in the reader's language.

The domain says no in plain English and knows no languages. Its sentences are gathered for translators from its code,
with what they put in as values: “The plan was agreed on %(agreed_on)s.” Here a finished sentence is recognised as one
of them, and said again with the same values, in the plural form that its number asks for. What is not recognised stays
in English, as all does for its readers.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from service.language.sentences import COUNT

_VALUE = re.compile(r"%\((\w+)\)s")
_LONGEST, _FEWEST, _MOST_VALUES = 600, 12, 5
"""How long what is recognised may be, and how much of it must be our own words: so that no text takes long."""
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
_LONGEST_RUN = 8
"""So many sentences are one text at most."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+")

Found = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Sentences:
    """The sentences that can be recognised, as translators have them."""

    texts: tuple[str, ...] = ()

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(self.texts)

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        # Those with the most words of their own first: the others would match more than they should.
        made = sorted((each for each in self.texts if _is_plain_enough(each)), key=_own_words, reverse=True)
        return tuple((_pattern(each), each) for each in made)

    def of(self, said: str, *, alone: bool = False) -> Found | None:
        """The text a sentence was made from, and what was put in: with `alone`, no sentences."""
        if len(said) > _LONGEST:
            return None
        if said in self._plain:
            return said, {}
        for pattern, text in self._patterns:
            found = pattern.fullmatch(said)
            if found and not (alone and any(map(_SENTENCE.search, found.groups()))):
                return text, found.groupdict()
        return None

    def split(self, said: str) -> Iterable[tuple[str, Found | None]]:
        """A text in the longest runs of sentences that are recognised, each with what it was made from.

        A run into which sentences were put is one only where nothing shorter says the same.
        """
        parts = _SENTENCE.split(said.strip())
        while parts:
            size, found = self._longest(parts)
            yield " ".join(parts[:size]), found
            parts = parts[size:]

    def _longest(self, parts: Sequence[str]) -> tuple[int, Found | None]:
        for alone in (True, False):
            for size in range(min(len(parts), _LONGEST_RUN), 0, -1):
                run = " ".join(parts[:size])
                if found := self.of(run, alone=alone):
                    return size, found
                if alone and self.after_a_name(run):
                    return size, None
        return 1, None

    def after_a_name(self, said: str) -> tuple[str, Found] | None:
        """What stands before a sentence of ours (“Living owners: …”), and what that was made from."""
        name, colon, rest = said.partition(": ")
        found = self.of(rest, alone=True) if colon and not _SENTENCE.search(name) else None
        return None if found is None else (name, found)


def _is_plain_enough(text: str) -> bool:
    return 0 < len(_VALUE.findall(text)) <= _MOST_VALUES and _own_words(text) >= _FEWEST


def _own_words(text: str) -> int:
    return len(_VALUE.sub("", text))


def _pattern(text: str) -> re.Pattern[str]:
    seen: set[str] = set()
    made = ""
    for number, part in enumerate(_VALUE.split(text)):
        if number % 2 == 0:
            made += re.escape(part.replace("%%", "%"))
        elif part in seen:
            made += f"(?P={part})"
        else:
            seen.add(part)
            made += f"(?P<{part}>{_NUMBER if part == COUNT else '.+?'})"
    return re.compile(made, re.DOTALL)
