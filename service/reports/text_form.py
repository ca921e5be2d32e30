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
        lines += [*wrap(document.notice, _WIDE), ""]
    for words in document.lead:
        lines += [*_words(words), ""]
    for section in document.sections:
        lines += ["", *_underlined(section.title, "-"), ""]
        for block in section.blocks:
            lines += [*_block(block), ""]
    return "\n".join(lines).rstrip() + "\n"


def _underlined(title: str, rule: str) -> list[str]:
    lines = wrap(title, _WIDE)
    return [*lines, rule * max(map(len, lines))]


def _block(block: Block) -> Iterable[str]:
    match block:
        case Words():
            return _words(block)
        case Items():
            return [line for item in block.items for line in _item(item)]
        case Link():
            return [*wrap(block.text, _WIDE), block.address]
        case EasyLines():
            return [part for line in block.lines for part in _easy(line)]
        case Grid():
            return [f"{block.caption}:", *_rows(block.columns, block.rows)]
        case Chart():
            return [*wrap(block.description, _WIDE), *_rows(block.columns, block.rows)]
        case _:
            assert_never(block)


def _easy(line: Line) -> list[str]:
    return [*wrap(line.text, _WIDE), *([line.address] if line.address else [])]


def _words(words: Words) -> list[str]:
    return wrap(words.text, _WIDE)


def _item(text: str) -> list[str]:
    return wrap(text, _WIDE, initial_indent="* ", subsequent_indent="  ")


def _rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    for row in rows:
        said = "; ".join(f"{name.lower()} {cell}" for name, cell in zip(columns[1:], row[1:], strict=True))
        yield from _item(f"{row[0]}: {said}")
