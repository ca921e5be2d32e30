"""The language of whoever reads, for the sentences that readings are made of."""

from collections.abc import Sequence
from datetime import date

from projections.speech import Speech
from service.language import written
from service.language.language import gettext, translated


class SpokenSpeech(Speech):
    """Says everything in the language of the request that is answered just now."""

    def word(self, text: str) -> str:
        """A text from a table, translated."""
        return translated(text)

    def say(self, text: str, /, **values: object) -> str:
        """A text with values put in."""
        return gettext(text, **values)

    def day(self, when: date) -> str:
        """A day as the language writes it."""
        return written.day(when)

    def number(self, count: int) -> str:
        """A number as the language writes it."""
        return written.number(count)

    def count(self, number: int, one: str, many: str) -> str:
        """A number and its noun."""
        return written.count(number, one, many)

    def listed(self, parts: Sequence[str]) -> str:
        """Several things in one sentence."""
        return written.listed(parts)
