"""OpenDocument texts and spreadsheets: no macro, no locked part, nothing embedded or fetched from elsewhere."""

import re
import zipfile
from collections.abc import Mapping
from typing import IO

from service.evidence.archives import Archive
from service.evidence.file_kinds import KINDS
from service.evidence.file_refusals import (
    FileHasProgram,
    FileHoldsFiles,
    FileLocked,
    FileNotWhatItSays,
    FileReachesOut,
)
from service.evidence.markup import MarkupReader

_FIRST = "mimetype"
_PROGRAMS = re.compile(
    r"^(Basic|Scripts|Dialogs)/|\.(bin|exe|dll|js|vbs|bat|cmd|ps1|py|scr|hta|jar|class)$", re.IGNORECASE
)
_OBJECT = re.compile(r"^Object[^/]*$")
_AWAY = (
    "This document fetches something from elsewhere when it is opened, such as a picture, a section or linked data. "
    "Save it as a PDF, and send that."
)
_MACRO = "This document has a program in it (a macro). Save it without, or as a PDF, and send that."
_FETCHED = frozenset(
    {"image", "object", "object-ole", "plugin", "applet", "floating-frame", "section-source", "table-source"}
    | {"cell-range-source", "fill-image", "background-image", "database-source-sql", "font-face-uri", "sound"}
)


def check_open(file: IO[bytes], ending: str) -> None:
    """Look through a document."""
    archive = Archive(file)
    first = min(archive.members.values(), key=lambda info: info.header_offset, default=None)
    said = b"".join(archive.pieces(_FIRST)) if _FIRST in archive.members else b""
    if (
        first is None
        or first.filename != _FIRST
        or first.compress_type != zipfile.ZIP_STORED
        or said.decode("latin-1") != KINDS[ending].media_type
        or "content.xml" not in archive.members
    ):
        raise FileNotWhatItSays(
            "The name of this file says that it is a document, and what is in it is something else. "
            "Open it, save it again as the kind it should be, and send that."
        )
    for name in archive.members:
        if _PROGRAMS.search(name):
            raise FileHasProgram(_MACRO)
        if _OBJECT.match(name):
            raise FileHoldsFiles(
                "This document has another file inside it, which nobody would see. Take it out, and send it by itself."
            )
        if name.endswith((".xml", ".rdf")):
            reader = MarkupReader(_element)
            for piece in archive.pieces(name):
                reader.read(piece)
            reader.read(b"", last=archive.members[name].file_size > 0)
        else:
            for _ in archive.pieces(name):
                pass


def _element(name: str, attributes: Mapping[str, str]) -> None:
    if name == "encryption-data":
        raise FileLocked("This document is locked with a password. Save it without one, and send that.")
    if name in {"script", "event-listener", "event", "library"} and attributes.keys() & {"language", "macro-name"}:
        raise FileHasProgram(_MACRO)
    if name.startswith("dde-") or name in {"applet", "plugin", "object-ole"}:
        raise FileReachesOut(_AWAY)
    if name in _FETCHED and _is_away(attributes.get("href", "")):
        raise FileReachesOut(_AWAY)


def _is_away(address: str) -> bool:
    """Whether an address leads out of the document. One within is relative and stays below."""
    return ":" in address or address.startswith(("/", "\\", "../"))
