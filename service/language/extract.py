"""Every text that people read, written to messages.pot: what a translator begins with. `make messages` runs it."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from service.language.refused import TABLE as REFUSALS
from service.language.refused import refusals_of
from service.language.sentences import forms_of, sentences_of
from service.language.tables import texts

ROOT = Path(__file__).parent.parent.parent
MESSAGES = Path(__file__).parent / "messages.pot"
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "N_": None,
    "count": (2, 3),
    "easy_line": None,
    "easy_count": (1, 2),
}
_FOLDERS = {"projections": {**_KEYWORDS, "say": None}, "service": _KEYWORDS}
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""A day in the file would change it each time it is made."""
_HEADER = """\
# Translations template for Waymark.
# Copyright (C) 2026 the Waymark contributors
# This file is distributed under the same license as the Waymark project.
#"""
"""Babel's own would change with each new year."""


def messages() -> Catalog:
    """Every text, with the files it stands in."""
    found = Catalog(project="Waymark", header_comment=_HEADER, creation_date=_NO_DAY, fuzzy=False)
    with (ROOT / "babel.cfg").open() as written:
        methods, options = parse_mapping_cfg(written)  # type: ignore[no-untyped-call]
    for folder, keywords in _FOLDERS.items():
        near = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if folder in pattern]
        asked = {pattern.removeprefix(f"{folder}/"): each for pattern, each in options.items()}
        for name, _, message, comments, _ in extract_from_dir(
            ROOT / folder, near, asked, keywords=keywords, comment_tags=("For translators:",), strip_comment_tags=True
        ):
            if message:
                found.add(message, locations=[(f"{folder}/{name}", 0)], auto_comments=comments)
    for place, text in (*texts(), *sentences_of(ROOT)):
        found.add(forms_of(text), locations=[(place, 0)])
    for place, text in refusals_of(ROOT):
        found.add(forms_of(text), locations=[(REFUSALS, 0), (place, 0)])
    return found


def written() -> str:
    """The same as the text of messages.pot."""
    text = io.BytesIO()
    write_po(text, messages(), width=110, sort_output=True, include_lineno=False)
    return text.getvalue().decode()


if __name__ == "__main__":
    MESSAGES.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"Written: {MESSAGES.relative_to(ROOT)}\n")
