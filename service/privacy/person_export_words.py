"""The words of what a person is given of their own data: every name, kind and code in it, as people say them.

Names of fields and codes are gathered from the events themselves, so that a new kind of event is told in words too.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from domain import access_needs
from domain.passage import Sealed, Words
from projections.telling import BODIES, ROLES
from service.facts import FACTS
from service.looks.looks import Theme
from service.people import Channel
from service.sign_in.links import Purpose
from service.sign_in.sign_in_words import FACTORS

YOU = "you"
SOMEBODY_ELSE = "somebody else"
NOT_YOURS = "[words of the group: ask the group]"
ABOUT_OTHERS = "[about somebody else]"

TABLES: Mapping[str, str] = {
    "You, as we keep you": "SELECT name, email, phone, post, channel, created_at, changed_at, needs, formats,"
    " involvement, needs_asked_on, needs_reminded_on, looks, language FROM store.people WHERE id = %(id)s",
    "Your account": "SELECT email, disabled, operator, made_at FROM store.account WHERE person = %(id)s",
    "Where you are signed in": "SELECT ways, second_factor, begun_at, seen_at, ends_at FROM store.session"
    " WHERE person = %(id)s ORDER BY begun_at",
    "What you sign in with": "SELECT kind, label, added_at, used_at FROM store.factor WHERE person = %(id)s"
    " ORDER BY number",
    "Accounts elsewhere that you sign in with": "SELECT issuer, subject FROM store.identity WHERE person = %(id)s",
    "Programs that act for you": "SELECT label, scopes, programmes, made_at, ends_at, used_at FROM store.api_token"
    " WHERE person = %(id)s ORDER BY number",
    "Links that were sent to you": "SELECT purpose, email, made_at, ends_at, used_at FROM store.sign_in_link"
    " WHERE person = %(id)s ORDER BY made_at",
    "Your invitations": "SELECT email, name, programme, role, made_at, ends_at, settled_at FROM store.invitation"
    " WHERE person = %(id)s ORDER BY made_at",
    "What waits to be told to you": "SELECT programme, about, kind, due, noted_at, channel FROM store.pending_message"
    " WHERE person = %(person)s ORDER BY noted_at",
    "What you were told": "SELECT programme, version, channel, outcome, settled_at FROM store.delivery"
    " WHERE person = %(person)s ORDER BY settled_at",
    "Proofs that you were given": "SELECT ledger, given_at FROM store.bundle_given WHERE reader = %(person)s",
    "Files about you": "SELECT sha256, programme, size, media_type, touched_at, gone FROM store.evidence_file"
    " WHERE subject = %(person)s ORDER BY touched_at",
    "Files that you sent": "SELECT sha256, programme, size, media_type, touched_at, gone FROM store.evidence_file"
    " WHERE uploader = %(person)s ORDER BY touched_at",
}
"""What is kept beside the events, as its titles and where it is found."""

_ASKED = re.compile(r"SELECT (.+?) FROM")
_OF_EVENTS = (
    *("where", "version", "what", "recorded_at", "true_on", "recorded_by", "in_the_role_of", "says"),
    *("decided_by_a_meeting", "body", "held_on", "present", "votes_for", "votes_against", "minute"),
    *("kept_at", "typed", "needs_in_words"),
)
_PLAINER = {
    "as_of": "counted up to",
    "channel": "how you want to be reached",
    "cure_weeks": "weeks to put it right",
    "looks": "how Waymark looks for you",
    "needs_in_words": "what you told us",
    "p50_on": "half of the forecasts end by",
    "p80_on": "8 in 10 of the forecasts end by",
    "part_way": "where you were when you began here",
    "reach": "what it is about",
    "s": "whom it is about",
    "says": "what was recorded",
    "sha256": "fingerprint of the file",
    "tally": "how many",
    "true_on": "day on which it was true",
    "typed": "what you wrote",
    "ways": "how you signed in",
}
"""Names of fields that say too little by themselves."""
_WORDS_OF_PEOPLE = (Words, Sealed)


def _inside(kind: Any, seen: set[Any]) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any annotation
    """The names of fields and the codes of a kind of data, and of all that is in it."""
    if isinstance(kind, type) and issubclass(kind, _WORDS_OF_PEOPLE):
        return
    if get_origin(kind) is Literal:
        yield from (("code", str(code)) for code in get_args(kind))
    elif isinstance(kind, type) and issubclass(kind, Enum):
        yield from (("code", str(code.value)) for code in kind)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen.add(kind)
            for name, part in kind.model_fields.items():
                yield "name", name
                yield from _inside(part.annotation, seen)
    else:
        for part in get_args(kind):
            yield from _inside(part, seen)


def _found() -> frozenset[tuple[str, str]]:
    seen: set[Any] = set()
    return frozenset(found for fact in FACTS for found in _inside(fact, seen))


_FOUND = _found()
_NAMES = {
    *(name for what, name in _FOUND if what == "name"),
    *(name.strip() for query in TABLES.values() for name in _ASKED.findall(query)[0].split(",")),
    *_OF_EVENTS,
}
_CODES = {
    *(code for what, code in _FOUND if what == "code"),
    *(code for kind in (Channel, Purpose, Theme) for code in get_args(kind)),
}

LABELS: Mapping[str, str] = {name: _PLAINER.get(name, name.replace("_", " ")) for name in sorted(_NAMES)}
"""What each field is called."""
KINDS: Mapping[str, str] = {fact.TOPIC: fact.TOPIC.split(".")[1].replace("-", " ") for fact in FACTS}
"""What happened, in a few words."""
CODES: Mapping[str, str] = {
    **{code: code.replace("-", " ") for code in sorted(_CODES) if code == code.lower()},
    **{body: body for body in BODIES},
    **{str(role): words for role, words in ROLES.items()},
    **FACTORS,
    **access_needs.IN_WORDS,
    **{each: each for each in (YOU, SOMEBODY_ELSE, NOT_YOURS, ABOUT_OTHERS)},
}
"""What a field may hold that is no text of anybody's."""
