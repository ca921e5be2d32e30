"""The language in which sentences are told. Readings are handed one; the one here is our own English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


class Speech:
    """Says texts, days and numbers. `say` is what translators look for: its text is whole, as far as it goes."""

    def word(self, text: str) -> str:
        """A text from a table. What a group calls its people is put in: here, as most do."""
        return text.replace("%(members)s", "members")

    def say(self, text: str, /, **values: object) -> str:
        """A text with values put in by their names: `%(day)s`."""
        return self.word(text) % values

    def day(self, when: date) -> str:
        """A day as people write it: 3 March 2026."""
        return f"{when.day} {when:%B %Y}"

    def number(self, count: int) -> str:
        """A number: 1,200."""
        return f"{count:,}"

    def count(self, number: int, one: str, many: str) -> str:
        """A number and its noun."""
        return f"{self.number(number)} {one if number == 1 else many}"

    def listed(self, parts: Sequence[str]) -> str:
        """Several things in one sentence: a, b and c."""
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

    def duration(self, minutes: int) -> str:
        """Minutes as people say them: 1 hour and 30 minutes."""
        hours, rest = divmod(minutes, 60)
        parts = [self.count(hours, "hour", "hours")] if hours else []
        return self.listed([*parts, *([self.count(rest, "minute", "minutes")] if rest else [])]) if minutes else ""


def N_(text: str) -> str:  # noqa: N802 - what every translator's tool calls it
    """Mark a text that is said later."""
    return text


ENGLISH = Speech()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something that is said later: a text that is marked, and what is put into it."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, speech: Speech) -> str:
        """The same in a language."""
        return speech.say(self.text, **self.values)
