"""Word documents and Excel workbooks (OOXML): no macro, no embedded program, nothing fetched from elsewhere."""

import re
from collections.abc import Callable, Mapping
from typing import IO

from service.evidence.archives import MOST_BYTES, Archive
from service.evidence.file_refusals import FileHasProgram, FileHoldsFiles, FileNotWhatItSays, FileReachesOut
from service.evidence.markup import Element, MarkupReader

TYPES = "[Content_Types].xml"
_MAIN: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_PROGRAMS = re.compile(
    r"vba|macro|activex|(^|/)ctrlProps/|oleObject|\.(bin|exe|dll|js|vbs|bat|cmd|ps1|scr|hta|jar|lnk)$", re.IGNORECASE
)
_PRINTER = re.compile(r"(^|/)printerSettings/printerSettings\d+\.bin$")
_FETCHING = re.compile(
    r"(^|/)(connections\.xml|queryTables/|externalLinks/|webextensions/)|attachedToolbars", re.IGNORECASE
)
_EMBEDDED = re.compile(r"(^|/)embeddings/")
_CHART_DATA = re.compile(r"(^|/)embeddings/[^/]+\.xlsx$", re.IGNORECASE)
_FETCHING_FIELD = re.compile(r"\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON)\b", re.IGNORECASE)

_MACRO = "This document has a program in it (a macro or a control). Save it without, or as a PDF, and send that."
_AWAY = (
    "This document fetches something from elsewhere when it is opened, such as a template, a picture or linked data. "
    "Save it as a PDF, and send that."
)


def check_office(file: IO[bytes], ending: str, budget: int = MOST_BYTES, *, inside: bool = False) -> int:
    """Look through a document. Returns how much may still be unpacked. `inside` is for one within another."""
    archive = Archive(file, budget)
    _names(archive, inside=inside)
    types = _Types()
    for name in archive.members:
        if name == TYPES:
            _read(archive, name, types.element)
        elif name.endswith(".rels"):
            _read(archive, name, _relationship)
        elif name.endswith(".xml"):
            fields = _Fields()
            _read(archive, name, fields.element, fields.text)
            fields.check()
        elif not _CHART_DATA.search(name):
            for _ in archive.pieces(name):
                pass
    if _MAIN[ending] not in types.found:
        if any("macro" in each.lower() for each in types.found):
            raise FileHasProgram(_MACRO)
        raise FileNotWhatItSays(
            "The name of this file says that it is a document, and what is in it is something else. "
            "Open it, save it again as the kind it should be, and send that."
        )
    left = archive.left
    for name in archive.members:
        if _CHART_DATA.search(name):
            left = check_office(archive.unpacked(name), "xlsx", left, inside=True)
    return left


def _names(archive: Archive, *, inside: bool) -> None:
    for name in archive.members:
        if _PROGRAMS.search(name) and not _PRINTER.search(name):
            raise FileHasProgram(_MACRO)
        if _FETCHING.search(name):
            raise FileReachesOut(_AWAY)
        if _EMBEDDED.search(name) and (inside or not _CHART_DATA.search(name)) and not name.endswith("/"):
            raise FileHoldsFiles(
                "This document has another file inside it, which nobody would see. Take it out, and send it by itself."
            )


class _Types:
    """What the document says its parts are."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def element(self, _name: str, attributes: Mapping[str, str]) -> None:
        said = attributes.get("ContentType", "")
        self.found.add(said)
        if "macro" in said.lower() or "vba" in said.lower() or "activex" in said.lower():
            raise FileHasProgram(_MACRO)


class _Fields:
    """Codes in a text that a word processor carries out, such as DDE. One may be spread over many elements."""

    def __init__(self) -> None:
        self._in_code = False
        self._codes: list[str] = [""]

    def element(self, name: str, attributes: Mapping[str, str]) -> None:
        self._in_code = name == "instrText"
        if name == "fldSimple":
            self._codes.append(attributes.get("instr", ""))
        elif name == "fldChar" and attributes.get("fldCharType") == "begin":
            self._codes.append("")
        elif name in {"ddeLink", "oleLink", "oleObject", "OLEObject", "altChunk"}:
            raise FileReachesOut(_AWAY)

    def text(self, text: str) -> None:
        if self._in_code:
            self._codes[-1] += text

    def check(self) -> None:
        if any(_FETCHING_FIELD.match(code) for code in self._codes):
            raise FileReachesOut(_AWAY)


def _relationship(name: str, attributes: Mapping[str, str]) -> None:
    if name != "Relationship":
        return
    kind = attributes.get("Type", "").rpartition("/")[2]
    if kind in {"vbaProject", "control", "attachedToolbars", "keyMapCustomizations"}:
        raise FileHasProgram(_MACRO)
    target = attributes.get("Target", "")
    outside = attributes.get("TargetMode", "") == "External" or "://" in target or target.startswith(("\\\\", "//"))
    if outside and kind != "hyperlink":
        raise FileReachesOut(_AWAY)


def _read(archive: Archive, name: str, element: Element, text: Callable[[str], None] | None = None) -> None:
    reader = MarkupReader(element, text)
    for piece in archive.pieces(name):
        reader.read(piece)
    reader.read(b"", last=True)
