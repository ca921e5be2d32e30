"""Which kinds of file are taken: by the end of their name, by what they begin with, and by what is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

import puremagic

from projections.speech import N_
from service.evidence.file_names import extension_of
from service.evidence.file_refusals import FileKindRefused, FileNotWhatItSays

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `looks` are the ends of names that a sniffing library may give it; none for text."""

    media_type: str
    looks: frozenset[str]
    plain: str


def _kind(media_type: str, plain: str, *looks: str) -> Kind:
    return Kind(media_type, frozenset(looks), plain)


KINDS: Mapping[str, Kind] = {
    "pdf": _kind("application/pdf", N_("a PDF"), "pdf"),
    "docx": _kind(f"{_OFFICE}wordprocessingml.document", N_("a Word document"), "docx"),
    "xlsx": _kind(f"{_OFFICE}spreadsheetml.sheet", N_("an Excel workbook"), "xlsx"),
    "odt": _kind("application/vnd.oasis.opendocument.text", N_("an OpenDocument text"), "odt"),
    "ods": _kind("application/vnd.oasis.opendocument.spreadsheet", N_("an OpenDocument spreadsheet"), "ods"),
    "png": _kind("image/png", N_("a PNG picture"), "png"),
    "jpg": _kind("image/jpeg", N_("a JPEG picture"), "jpg", "jpeg", "jfif"),
    "jpeg": _kind("image/jpeg", N_("a JPEG picture"), "jpg", "jpeg", "jfif"),
    "mp3": _kind("audio/mpeg", N_("an MP3 recording"), "mp3"),
    "mp4": _kind("video/mp4", N_("an MP4 film"), "mp4", "m4v", "m4a"),
    "txt": _kind("text/plain", N_("plain text")),
    "csv": _kind("text/csv", N_("a table of plain text")),
}
"""The allow-list. Nothing that a browser runs is in it, and nothing with a program inside."""

ENDINGS = ",".join(f".{ending}" for ending in KINDS)
"""The same, as a form tells a browser."""

TAKEN = "PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), pictures (png, jpg), mp3, mp4, txt and csv"

_NOT_TEXT = frozenset(
    {"html", "htm", "xhtml", "svg", "xml", "gif", "pdf", "png", "jpg", "zip", "jar", "exe", "elf", "rtf", "ps", "swf"}
    | {"doc", "docx", "xls", "odt", "mp3", "mp4", "sh", "php", "hta", "chm", "lnk", "class", "wasm", "gz", "7z", "rar"}
)
_HEAD = 4096


def kind_of_name(name: str) -> Kind:
    """What a file is by its name. Raises FileKindRefused."""
    ending = extension_of(name)
    if ending not in KINDS:
        raise FileKindRefused(f"Files of this kind are not taken. You can send {TAKEN}.")
    return KINDS[ending]


def sniff(file: IO[bytes], name: str) -> Kind:
    """What a file is by its name, when its beginning agrees. Raises FileKindRefused, FileNotWhatItSays."""
    kind = kind_of_name(name)
    file.seek(0)
    # A zip is looked into from its end, so the library gets all of it; a text is told by its beginning.
    seen = _seen(file) if kind.looks else _seen_in(file.read(_HEAD))
    agrees = bool(seen & kind.looks) if kind.looks else not seen & _NOT_TEXT
    if not agrees:
        raise FileNotWhatItSays(
            f"The name of this file says that it is {kind.plain}, and what is in it is something else. "
            "Open it, save it again as the kind it should be, and send that."
        )
    return kind


def _seen(file: IO[bytes]) -> frozenset[str]:
    try:
        found = puremagic.magic_stream(file)
    except (puremagic.PureError, ValueError):
        return frozenset()
    return frozenset(each.extension.removeprefix(".").lower() for each in found)


def _seen_in(head: bytes) -> frozenset[str]:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return frozenset()
    return frozenset(each.extension.removeprefix(".").lower() for each in found)


def guessed_ending(file: IO[bytes]) -> str:
    """What the name of a file might end in, by its beginning alone: one of KINDS."""
    file.seek(0)
    seen = _seen(file)
    return next((ending for ending, kind in KINDS.items() if kind.looks & seen), "txt")
