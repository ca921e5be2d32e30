"""Plain text and tables of plain text: letters only, and no cell that a spreadsheet would carry out."""

import csv
import io
import re
import unicodedata
from typing import IO

from service.evidence.file_refusals import FileHasProgram, FileNotWhatItSays, FileUnreadable

_MARKUP = re.compile(
    r"^\s*<(!doctype|html|head|body|script|svg|\?xml|\?php|iframe|img|a|style|meta|link)\b", re.IGNORECASE
)
_FORMULA = re.compile(r"\s*(=|[+\-@]\s*[A-Za-z.]+\(|[+\-@].*\|)")
_LONGEST_CELL = 1 << 20
_ENCODINGS = ("utf-8-sig", "windows-1252")
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def check_text(file: IO[bytes]) -> str:
    """Read a text. Raises FileNotWhatItSays for what is no text, or is made for a browser."""
    text = _decoded(file)
    if any(unicodedata.category(letter) == "Cc" and letter not in "\t\n\r\f" for letter in set(text)):
        raise FileNotWhatItSays(
            "The name of this file says that it is plain text, and there is something else in it. "
            "Open it, save it again as plain text, and send that."
        )
    if _MARKUP.match(text):
        raise FileNotWhatItSays("This is a web page, not plain text. Save it as plain text or as a PDF, and send that.")
    return text


def check_table(file: IO[bytes]) -> None:
    """Read a table. A cell that begins like a formula could start a program where it is opened."""
    text = check_text(file)
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        for delimiter in ",;\t":
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                if any(_FORMULA.match(cell) for cell in row):
                    raise FileHasProgram(
                        "A cell of this table begins like a formula, with one of = + - @, which a spreadsheet would "
                        "carry out. Put a space or a letter before it, or send it as xlsx or ods."
                    )
    except csv.Error:
        raise FileUnreadable("This table cannot be read. Save it again as csv, and send that.") from None
    finally:
        csv.field_size_limit(before)


def _decoded(file: IO[bytes]) -> str:
    file.seek(0)
    content = file.read()
    encodings = ("utf-16",) if content.startswith(_MARKS) else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileNotWhatItSays("This is not plain text. Save it again as plain text in UTF-8, and send that.")
