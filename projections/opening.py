"""How a reading turns references into names and sealed words into text, at the last moment."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from domain.passage import Passage, Sealed
from projections.speech import ENGLISH, Speech

Unseal = Callable[[Sealed], str]
"""Opens sealed words. Words whose key was destroyed read “[erased]”."""

Names = Callable[[Iterable[str]], Mapping[str, str]]
"""Gives the names of people by `person:<uuid>`. Who is not kept any more is “[erased]”."""


class View(BaseModel, frozen=True, extra="forbid"):
    """A part of what is read. Everything in it is ready to be shown."""


class Person(View):
    """A person: `ref` is `person:<uuid>`, `name` how they are called."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What a reading needs of the rest."""

    names: Names
    unseal: Unseal
    speech: Speech = ENGLISH
    """The language of sentences."""

    def words(self, passage: Passage) -> str:
        """The words of a passage."""
        return self.unseal(passage) if isinstance(passage, Sealed) else passage.text

    def title(self, stored: object) -> str:
        """A title as a view keeps it, opened if it is sealed."""
        if isinstance(stored, dict):
            return self.unseal(Sealed(**stored))
        return str(stored or "")
