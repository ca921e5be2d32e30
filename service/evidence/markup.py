"""Reading XML that a stranger wrote: no document type, no entity, nothing fetched, a bounded depth."""

from collections.abc import Callable, Mapping
from typing import NoReturn
from xml.parsers import expat

from service.evidence.file_refusals import FileHasProgram, FileUnreadable

Element = Callable[[str, Mapping[str, str]], None]
"""Is told each element: its name without a namespace's prefix, and its attributes, also without prefixes."""

_DEEPEST = 256


class MarkupReader:
    """Reads one XML text a piece at a time. Raises FileHasProgram for a document type, FileUnreadable for no XML."""

    def __init__(self, element: Element, text: Callable[[str], None] | None = None) -> None:
        self._element = element
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.EntityDeclHandler = _refuse_doctype
        self._parser.ExternalEntityRefHandler = _refuse_doctype
        if text is not None:
            self._parser.CharacterDataHandler = text

    def read(self, piece: bytes, *, last: bool = False) -> None:
        """Read the next piece."""
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError:
            raise FileUnreadable(
                "A part of this document cannot be read. Open it, save it again, and send that."
            ) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FileUnreadable("A part of this document is nested too deeply. Save it as a PDF, and send that.")
        self._element(bare(name), {bare(key): value for key, value in attributes.items()})

    def _end(self, _name: str) -> None:
        self._depth -= 1


def bare(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def _refuse_doctype(*_: object) -> NoReturn:
    raise FileHasProgram(
        "This document defines abbreviations of its own (a DOCTYPE), which can be misused. "
        "Save it as a PDF, and send that."
    )
