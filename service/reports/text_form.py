"""A document as plain text: what a screen reader, an e-mail or a very old computer reads."""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import assert_never

from service.charts.chart import Chart
from service.language.easy_lines import Line
from service.reports.document import Block, Document, EasyLines, Grid, Items, Link, Words

_WIDE = 72


def as_text(document: Document) -> str:
    """The document. Tables become lines that are read one after the other, pictures become what they show."""
    lines = [*_underlined(document.title, "="), ""]
    if document.notice:
        lines += [*_wrapped(document.notice), ""]
    for words in document.lead:
        lines += [*_words(words), ""]
    for section in document.sections:
        lines += ["", *_underlined(section.title, "-"), ""]
        for block in section.blocks:
            lines += [*_block(block), ""]
    return "\n".join(lines).rstrip() + "\n"


def _underlined(title: str, rule: str) -> list[str]:
    lines = _wrapped(title)
    return [*lines, rule * max(map(len, lines))]


def _block(block: Block) -> Iterable[str]:
    match block:
        case Words():
            return _words(block)
        case Items():
            return [line for item in block.items for line in _item(item)]
        case Link():
            return [*_wrapped(block.text), block.address]
        case EasyLines():
            return [part for line in block.lines for part in _easy(line)]
        case Grid():
            return [f"{block.caption}:", *_rows(block.columns, block.rows)]
        case Chart():
            return [*_wrapped(block.unseen or block.description), *_rows(block.columns, block.rows)]
        case _:
            assert_never(block)


def _easy(line: Line) -> list[str]:
    return [*_wrapped(line.text), *([line.address] if line.address else [])]


def _words(words: Words) -> list[str]:
    return _wrapped(words.text)


def _item(text: str) -> list[str]:
    return _wrapped(text, "* ")


def _wrapped(text: str, mark: str = "") -> list[str]:
    """Its lines. A word with a hyphen stays whole, so that it is read aloud as one word."""
    after = " " * len(mark)
    return wrap(text, _WIDE, initial_indent=mark, subsequent_indent=after, break_on_hyphens=False)


def _rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    for row in rows:
        if len(row) == 2:  # noqa: PLR2004 - what it is, and how it is
            yield from _item(f"{row[0]}: {row[1]}")
            continue
        said = "; ".join(f"{name.lower()} {cell}" for name, cell in zip(columns[1:], row[1:], strict=True))
        yield from _item(f"{row[0]}: {said}")
