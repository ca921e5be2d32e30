"""What a person is given of their own data as a page, in their language: it needs nothing else to be read."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from service.language.language import gettext as _
from service.language.language import spoken, translated
from service.language.written import day
from service.privacy.person_export_words import CODES, KINDS, LABELS
from service.sign_in.sign_in_words import moment

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")


def page_of(data: Mapping[str, Any]) -> str:
    """The same as the data, which came from JSON."""
    title, nothing = escape(_("Everything Waymark keeps about you")), escape(_("Nothing."))
    made = _(
        "Made on %(day)s. The same is in data.json. Files about you, and files of yours that show nothing yet, are in "
        "the folder files. Other people are called “somebody else”.",
        day=moment(datetime.fromisoformat(data["made_at"])),
    )
    parts = [
        f"<!doctype html><html lang='{spoken().tag}'>",
        "<meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        f"<title>{title}</title><h1>{title}</h1>",
        f"<p>{escape(made)}</p>",
    ]
    needs = [{"needs_in_words": [translated(each) for each in data["needs_in_words"]]}]
    for heading, rows in (
        *((translated(each), rows) for each, rows in data["kept"].items()),
        (_("What you need, in words"), needs),
        (_("What you began and have not sent"), data["begun"]),
        (_("What was recorded that names you"), data["recorded"]),
    ):
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts += [_list(row) for row in rows] or [f"<p>{nothing}</p>"]
    return "\n".join(parts)


def _list(row: Mapping[str, Any]) -> str:
    lines = "".join(f"<dt>{escape(_label(name))}</dt><dd>{_value(part)}</dd>" for name, part in row.items())
    return f"<dl>{lines}</dl>"


def _label(name: str) -> str:
    words = LABELS.get(name)
    return name.replace("_", " ") if words is None else translated(words)


def _value(part: object) -> str:
    match part:
        case None | "" | []:
            return escape(_("nothing"))
        case bool():
            return escape(_("yes") if part else _("no"))
        case dict():
            return _list(part)
        case list():
            return "<ul>" + "".join(f"<li>{_value(each)}</li>" for each in part) + "</ul>"
        case str():
            return escape(_words(part))
        case _:
            return escape(str(part))


def _words(text: str) -> str:
    """A code or a day as people say it. What anybody wrote stays as it is."""
    if _DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    if _MOMENT.fullmatch(text):
        return moment(datetime.fromisoformat(text))
    words = KINDS.get(text, CODES.get(text))
    return text if words is None else translated(words)
