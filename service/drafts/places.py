"""Where somebody goes on with what they typed: the address of its form, with what the form is about."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from service.forms.catalogue import FORMS

_FORM = re.compile(r"/programmes/[0-9a-f-]{36}/do/([a-z-]{1,50})")
_EVIDENCE = re.compile(r"/programmes/[0-9a-f-]{36}/milestones/[A-Z]{2,5}-[0-9]{2,3}/evidence")
_START = re.compile(r"/start/[a-z]{1,20}")
_PLAN, _INVITING = (re.compile(rf"/programmes/[0-9a-f-]{{36}}/{page}") for page in ("plan/revise", "invitations"))
_BREAK_GLASS, _NEEDS = re.compile(r"/operator/break-glass"), re.compile(r"/account/data")
_OWNER = re.compile(r"/library/[0-9a-f-]{36}/[0-9]{1,5}/owner")
PAGES = (_PLAN, _INVITING, _BREAK_GLASS, _NEEDS, _OWNER)
"""Pages with one form that is kept at the address of the page, by whoever shows it."""

_SENT_ELSEWHERE = {"/account/data/needs": "/account/data"}
NEVER = frozenset({"form_token", "password", "code", "key", "answer", "keep", "quietly"})
"""Fields that are never kept: secrets, and what says how a form is sent."""


def place_of(path: str, fields: Mapping[str, str]) -> str:
    """The address of the form that is sent to `path`, for these fields: one draft for each thing it is about."""
    found = _FORM.fullmatch(path)
    words = FORMS.get(found[1]) if found else None
    names = (*words.given, "meeting") if words else ()
    about = {name: fields[name] for name in names if fields.get(name)}
    return f"{path}?{urlencode(about)}" if about else _SENT_ELSEWHERE.get(path, path)


def has_form(place: str) -> bool:
    """Whether the form itself can be opened there, with what was typed in it."""
    path = place.partition("?")[0]
    return any(each.fullmatch(path) for each in (_FORM, _EVIDENCE, _START, *PAGES))


def is_page(place: str) -> bool:
    """Whether one form is kept there, whose page asks for it by its own address."""
    return any(each.fullmatch(place) for each in PAGES)


def about(place: str) -> tuple[str, str, dict[str, str]]:
    """What a place says: the programme's id, the form's name (empty for evidence), and what it is about.

    A page of a programme that is a form is called as its address is: `plan/revise` and `invitations`.
    """
    path, _, query = place.partition("?")
    parts, given = path.split("/"), dict(parse_qsl(query))
    if _EVIDENCE.fullmatch(path):
        return parts[2], "", {"milestone": parts[4]}
    if _PLAN.fullmatch(path) or _INVITING.fullmatch(path):
        return parts[2], "/".join(parts[3:]), given
    return (parts[2], parts[4], given) if _FORM.fullmatch(path) else ("", "", given)


def kept_fields(fields: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """The fields of a form that may be kept."""
    return [(name, text) for name, text in fields if isinstance(text, str) and name not in NEVER]
