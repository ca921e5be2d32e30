"""Where somebody goes on with what they typed: the address of its form, with what the form is about."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from service.forms.catalogue import FORMS

_FORM = re.compile(r"/programmes/[0-9a-f-]{36}/do/([a-z-]{1,50})")
_EVIDENCE = re.compile(r"/programmes/[0-9a-f-]{36}/milestones/[A-Z]{2,5}-[0-9]{2,3}/evidence")
_START = re.compile(r"/start/[a-z]{1,20}")
NEVER = frozenset({"form_token", "password", "code", "key", "answer", "keep", "quietly"})
"""Fields that are never kept: secrets, and what says how a form is sent."""


def place_of(path: str, fields: Mapping[str, str]) -> str:
    """The address of the form that is sent to `path`, for these fields: one draft for each thing it is about."""
    found = _FORM.fullmatch(path)
    words = FORMS.get(found[1]) if found else None
    names = (*words.given, "meeting") if words else ()
    about = {name: fields[name] for name in names if fields.get(name)}
    return f"{path}?{urlencode(about)}" if about else path


def has_form(place: str) -> bool:
    """Whether the form itself can be opened there, with what was typed in it."""
    path = place.partition("?")[0]
    return any(each.fullmatch(path) for each in (_FORM, _EVIDENCE, _START))


def about(place: str) -> tuple[str, str, dict[str, str]]:
    """What a place says: the programme's id, the form's name (empty for evidence), and what it is about."""
    path, _, query = place.partition("?")
    parts, given = path.split("/"), dict(parse_qsl(query))
    if _EVIDENCE.fullmatch(path):
        return parts[2], "", {"milestone": parts[4]}
    return (parts[2], parts[4], given) if _FORM.fullmatch(path) else ("", "", given)


def kept_fields(fields: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """The fields of a form that may be kept."""
    return [(name, text) for name, text in fields if isinstance(text, str) and name not in NEVER]
