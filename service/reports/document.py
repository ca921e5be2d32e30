"""A document before it has a form: headings, sentences, lists, tables and pictures, ready to be read."""

from dataclasses import dataclass

from service.charts.chart import Chart
from service.language.easy_lines import Line


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence that leads somewhere. The address is written out, because paper has no links."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. The first cell of each row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class EasyLines:
    """Sentences of Easy Read, each on a line of its own with its picture beside it."""

    lines: tuple[Line, ...]


Block = Words | Items | Link | Grid | EasyLines | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `notice` is what must be said first, `credit` whose the pictures are. `easy`: in Easy Read."""

    title: str
    lead: tuple[Words, ...]
    sections: tuple[Section, ...]
    notice: str | None = None
    easy: bool = False
    organisation: str = ""
    credit: str | None = None
