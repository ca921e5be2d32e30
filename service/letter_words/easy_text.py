"""An Easy Read letter as plain text: a sentence on each line, addresses too, hard words, and who checked it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from service.language.easy_lines import Line, hard_words_of, notice_of
from service.language.language import gettext as _


def easy_text(said: Iterable[Line]) -> str:
    """The whole letter."""
    return "\n".join(_written_out(list(said))) + "\n"


def at(line: Line, address: str) -> Line:
    """A sentence that leads to a page."""
    return replace(line, address=address)


def _written_out(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        yield line.text
        if line.address is not None:
            yield line.address
    if words := hard_words_of(lines):
        yield from ("", _("Hard words"), "")
        yield from (f"{word[:1].upper()}{word[1:]}: {meaning}" for word, meaning in words.items())
    yield from ("", notice_of(lines))
