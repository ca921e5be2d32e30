"""Long lists a page at a time: which part of a list a page shows, and the numbers that lead to the others."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator

_AROUND = 1


def _number(written: object) -> object:
    """A number as somebody typed it into an address; what is none means the first page."""
    text = str(written)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004 - no list is longer


PageNumber = Annotated[int, BeforeValidator(_number), Query()]


@dataclass(frozen=True, slots=True)
class Turn:
    """One page of a list. `first` and `end` say which of the list it shows, counted from nought as a slice is."""

    number: int
    last: int
    first: int
    end: int

    @property
    def previous(self) -> int | None:
        """The number of the page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after."""
        return self.number + 1 if self.number < self.last else None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The pages to turn to: the first, the last, and those around this one. None where some are left out."""
        near = range(self.number - _AROUND, self.number + _AROUND + 1)
        shown = [each for each in range(1, self.last + 1) if each in {1, self.last, *near}]
        gaps = {each for before, each in pairwise(shown) if each - before > 1}
        return tuple(each for number in shown for each in ((None, number) if number in gaps else (number,)))


def turned(number: int, count: int, size: int) -> Turn:
    """A page of a list of `count` things. After the last it is the last: what was there may have been done since."""
    last = max(1, -(-count // size))
    number = min(max(number, 1), last)
    return Turn(number, last, (number - 1) * size, min(number * size, count))
