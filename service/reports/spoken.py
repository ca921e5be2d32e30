"""The group's own words for itself, in every text of a document: as its report says them."""

from dataclasses import replace
from typing import assert_never

from markupsafe import Markup

from domain.programme_events import Vocabulary
from service.charts.chart import Chart
from service.language.easy_lines import Line
from service.language.language import spoken, translated
from service.language.plan_words import in_own_words, page_in_own_words
from service.reports.document import Block, Document, EasyLines, Grid, Items, Link, Section, Words
from service.reports.report import Report


def words_of(report: Report) -> Vocabulary:
    """What the group calls itself and its people."""
    return Vocabulary.model_validate(report.spoken.model_dump())


def kind_of_group() -> str:
    """What the group is becoming, with the article that English needs: an organisation, a user-led one."""
    words = translated("%(organisation)s")
    return with_article(words) if spoken().locale.language == "en" else words


def with_article(words: str) -> str:
    """A or an, as it is said: an organisation, a user-led one."""
    first = words[:1].lower()
    vowel = first in "aeio" or (first == "u" and not words.lower().startswith(("us", "un-", "uni")))
    return f"{'an' if vowel else 'a'} {words}"


def as_the_group_says(document: Document) -> Document:
    """The document with the texts of the plan said as its group says them."""
    sections = tuple(Section(each.title, tuple(map(_block, each.blocks))) for each in document.sections)
    return replace(document, sections=sections)


def _block(block: Block) -> Block:
    match block:
        case Words():
            return Words(in_own_words(block.text))
        case Items():
            return Items(tuple(map(in_own_words, block.items)))
        case EasyLines():
            return EasyLines(tuple(_line(each) for each in block.lines))
        case Grid():
            return replace(block, caption=in_own_words(block.caption), rows=_rows(block.rows))
        case Chart():
            return replace(block, rows=_rows(block.rows), svg=Markup(page_in_own_words(str(block.svg))))  # noqa: S704 - ours
        case Link():
            # What was published, word for word.
            return block
        case _:
            assert_never(block)


def _line(line: Line) -> Line:
    return replace(line, text=in_own_words(line.text))


def _rows(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(in_own_words, row)) for row in rows)
