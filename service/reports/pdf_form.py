"""A document as a tagged PDF: PDF/UA-1 for screen readers, and PDF/A-2a so that it opens in fifty years."""

import re
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import assert_never

import orjson

from service.charts.chart import Chart
from service.language.language import N_, bare, spoken
from service.language.language import gettext as _
from service.language.pictures import picture
from service.reports.document import Block, Document, EasyLines, Grid, Items, Link, Words

_NO_LETTER = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_OURS = re.compile("[^\u0000-\u024f\u2000-\u206f\u20ac]")
_ROUNDS = 3
_PAGE = N_("Page %(page)s of %(pages)s")
STAND_IN = "□"
"""What stands for a letter that no font here has. A PDF with a letter nobody can read aloud is not accessible."""


def as_pdf(document: Document, made_on: date) -> bytes:
    """The document. The same document of the same day gives the same bytes."""
    # Loaded when somebody asks for one, so that the web starts quickly.
    from typst import TypstError  # noqa: PLC0415

    told = orjson.dumps(_told(document)).decode()
    for _round in range(_ROUNDS):
        try:
            return _compiled(told, made_on)
        except TypstError as fault:
            missing = {_letter(each) for each in _NO_LETTER.findall(fault.diagnostic)}
            if not missing:
                raise
            for each in missing:
                told = told.replace(each, STAND_IN)
    return _compiled(_OURS.sub(STAND_IN, told), made_on)


def _letter(shown: str) -> str:
    """A letter as it stands in the text; invisible ones are reported by their number."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), shown)


def _compiled(told: str, made_on: date) -> bytes:
    from typst import compile as compiled  # noqa: PLC0415 - as above

    made: object = compiled(  # type: ignore[misc]  # its second type is of a file to write, and there is none
        _template(),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"told": told},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC).timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one document
    return made


@cache
def _template() -> bytes:
    return (files("service") / "reports" / "report.typ").read_bytes()


@cache
def _fonts() -> str:
    return str(Path(__file__).parent / "fonts")


def _told(document: Document) -> dict[str, object]:
    locale = spoken().locale
    return {
        "title": document.title,
        "language": locale.language,
        "region": locale.territory,
        "page": bare(_PAGE),
        "credit": document.credit,
        "pictures": {name: (picture(name) or b"").decode() for name in sorted(_pictures(document))},
        "easy": document.easy,
        "notice": document.notice,
        "lead": [words.text for words in document.lead],
        "sections": [
            {"title": section.title, "blocks": [_block(each) for each in section.blocks]}
            for section in document.sections
        ],
    }


def _pictures(document: Document) -> set[str]:
    """Each picture once, however often it is shown."""
    blocks = (block for section in document.sections for block in section.blocks if isinstance(block, EasyLines))
    return {line.picture for block in blocks for line in block.lines if line.picture is not None}


def _block(block: Block) -> dict[str, object]:
    match block:
        case Words():
            return {"kind": "words", "text": block.text}
        case Items():
            return {"kind": "items", "items": block.items}
        case Link():
            return {"kind": "link", "text": block.text, "address": block.address}
        case EasyLines():
            lines = [{"text": each.text, "picture": each.picture, "address": each.address} for each in block.lines]
            return {"kind": "easy", "lines": lines}
        case Grid():
            return {"kind": "grid", "caption": block.caption, "columns": block.columns, "rows": block.rows}
        case Chart():
            return {
                "kind": "chart",
                "alt": f"{block.title}. {block.description}",
                "caption": _("%(title)s, in figures", title=block.title),
                "said": block.description,
                "svg": str(block.svg),
                "columns": block.columns,
                "rows": block.rows,
            }
        case _:
            assert_never(block)
