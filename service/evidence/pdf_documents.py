"""PDFs: nothing before or after the document, no lock, and nothing in it that acts by itself."""

import os
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

import pikepdf

from service.evidence.archives import is_archive_too
from service.evidence.file_refusals import (
    FileHasProgram,
    FileHoldsFiles,
    FileIsTwoThings,
    FileLocked,
    FileReachesOut,
    FileUnreadable,
)

_ACTS = frozenset({"/JavaScript", "/Launch", "/RichMediaExecute", "/Rendition", "/Movie", "/SetOCGStateScript"})
_REACHES = frozenset({"/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Thread"})
_PROGRAMS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
_FILES = frozenset({"/EmbeddedFiles", "/EmbeddedFile", "/AF"})
_DEEPEST = 200
_MOST = 2_000_000
_TAIL = 2048

_TWO = "There is something else in this file before or after the PDF. Open it, save it as a PDF again, and send that."
_BROKEN = "This PDF is damaged, or too complicated to look through. Save or print it as a PDF again, and send that."


def check_pdf(file: IO[bytes]) -> None:
    """Look through a PDF, object by object."""
    _alone(file)
    file.seek(0)
    try:
        with pikepdf.open(cast("BinaryIO", file), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise FileLocked(_LOCKED)
            for entry in _dictionaries(pdf):
                _harmless(entry)
    except pikepdf.PasswordError:
        raise FileLocked(_LOCKED) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, UnicodeDecodeError):
        raise FileUnreadable(_BROKEN) from None


_LOCKED = "This PDF is locked, or may not be copied. Save or print it as a PDF without a lock, and send that."


def _alone(file: IO[bytes]) -> None:
    """Readers look for a PDF's beginning and end anywhere near: another file could stand around it."""
    file.seek(0)
    head = file.read(1024)
    file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
    before, mark, after = file.read().rpartition(b"%%EOF")
    if not head.startswith(b"%PDF-1.") and not head.startswith(b"%PDF-2."):
        raise FileIsTwoThings(_TWO)
    if not mark or after.strip(b"\r\n\t \x00") or b"startxref" not in before[-64:] or is_archive_too(file):
        raise FileIsTwoThings(_TWO)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary there is, whether or not anything refers to it, also within others."""
    seen = 0
    for whole in (pdf.trailer, *pdf.objects):
        stack = [(whole, 0)]
        while stack:
            each, depth = stack.pop()
            seen += 1
            if depth > _DEEPEST or seen > _MOST:
                raise FileUnreadable(_BROKEN)
            # What is referred to is one of pdf.objects itself, and gets its own turn.
            if depth and isinstance(each, pikepdf.Object) and each.is_indirect:
                continue
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                yield each
                stack += [(value, depth + 1) for _, value in each.items()]
            elif isinstance(each, pikepdf.Array):
                stack += [(value, depth + 1) for value in each]


def _harmless(entry: pikepdf.Object) -> None:
    names = set(entry.keys())
    kind, action = str(entry.get("/Type", "")), str(entry.get("/S", ""))
    if names & _PROGRAMS or (action in _ACTS and kind != "/StructElem") or entry.get("/Subtype") == "/RichMedia":
        raise FileHasProgram(
            "This PDF has a program in it, or starts one when it is opened. Print it as a PDF again, and send that."
        )
    if action in _REACHES and kind != "/StructElem":
        raise FileReachesOut(
            "This PDF opens or sends something elsewhere when it is used. Print it as a PDF again, and send that."
        )
    if names & _FILES or kind == "/EmbeddedFile" or entry.get("/Subtype") == "/FileAttachment":
        raise FileHoldsFiles(
            "This PDF has other files inside it, which nobody would see. Take them out, and send them by themselves."
        )
