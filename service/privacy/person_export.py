"""Everything about one person, for that person: readable pages and the same as data, in one zip.

Nobody else's personal data is in it. Other people are "somebody else", and words about them, or of a group that the
person did not write themselves, are left out with a note that says whom to ask.
"""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from html import escape
from typing import IO, Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row
from pydantic import BaseModel

from domain.event import Fact, PersonRef, Recorded
from domain.passage import Sealed, Words
from service.assembly import Waymark
from service.drafts.drafts import Drafts
from service.evidence.file_refusals import FileGone, FileNotScanned, FileUnknown
from service.evidence.file_seal import FileDamaged
from service.privacy.needs import NeedsBook
from service.sign_in.accounts import uuid_of

SOMEBODY_ELSE = "somebody else"
NOT_YOURS = "[words of the group: ask the group]"
ABOUT_OTHERS = "[about somebody else]"

_PERSON = re.compile(r"person:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMED = """
SELECT originator_id, originator_version FROM store.events
WHERE originator_id = %(person)s OR convert_from(state, 'UTF8') LIKE '%%"' || %(person)s || '"%%'
ORDER BY notification_id
"""
_TABLES: Mapping[str, str] = {
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


def export_person(waymark: Waymark, person: PersonRef, to: IO[bytes]) -> int:
    """Write everything about a person into a zip. Returns how many events are in it."""
    asked: dict[str, Any] = {"id": uuid_of(person), "person": person}
    with waymark.pool.connection() as connection:
        tables = {title: _rows(connection, query, asked) for title, query in _TABLES.items()}
    events = list(_events(waymark, person))
    needs = NeedsBook(waymark.pool, waymark.clock).of(person)
    data = {
        "person": person,
        "made_at": waymark.clock(),
        "needs_in_words": needs.needs.in_words if needs else (),
        "kept": tables,
        "begun": [
            {"where": each.place, "kept_at": each.kept_at, "typed": each.typed}
            for each in Drafts(waymark.pool, waymark.keyring, waymark.clock).of(person)
        ],
        "recorded": events,
    }
    plain = json.loads(json.dumps(data, default=_plain))
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(plain, indent=2, ensure_ascii=False))
        archive.writestr("index.html", _page(plain))
        unsent = [asdict(line) for line in waymark.files.unshown_of(person) if line.subject != person]
        for name, content in _files(waymark, [*tables["Files about you"], *unsent]):
            archive.writestr(f"files/{name}", content)
    return len(events)


def _rows(connection: Connection, query: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode(), asked).fetchall()


def _events(waymark: Waymark, person: PersonRef) -> Iterator[dict[str, Any]]:
    with waymark.pool.connection() as connection:
        places = connection.execute(_NAMED, {"person": person}).fetchall()
    for stream, version in places:
        (event, *_) = waymark.store.load(stream, version - 1)
        yield _told(waymark, event, person)


def _told(waymark: Waymark, event: Recorded[Fact], person: PersonRef) -> dict[str, Any]:
    own = event.meta.actor == person
    said = {
        "where": event.stream,
        "version": event.version,
        "what": event.fact.TOPIC,
        "recorded_at": event.meta.recorded_at,
        "true_on": event.meta.occurred_on,
        "recorded_by": event.meta.actor,
        "in_the_role_of": event.meta.role,
        "says": event.fact,
        "decided_by_a_meeting": event.meta.on_behalf_of,
    }
    told: dict[str, Any] = _opened(waymark, said, person, own=own)
    return told


def _opened(waymark: Waymark, value: object, person: PersonRef, *, own: bool) -> Any:  # noqa: ANN401 - plain JSON
    match value:
        case Sealed() | Words():
            about = value.s if isinstance(value, Sealed) else value.about
            if about != person and about.startswith("person:"):
                return ABOUT_OTHERS
            return waymark.seals.open(value) if own or about == person else NOT_YOURS
        case BaseModel():
            return {name: _opened(waymark, part, person, own=own) for name, part in value}
        case dict():
            return {str(name): _opened(waymark, part, person, own=own) for name, part in value.items()}
        case tuple() | list() | frozenset() | set():
            return [_opened(waymark, part, person, own=own) for part in value]
        case str():
            return _PERSON.sub(lambda found: "you" if found[0] == person else SOMEBODY_ELSE, value)
        case _:
            return value


def _files(waymark: Waymark, lines: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    for line in lines:
        try:
            found = waymark.files.open(line["programme"], line["sha256"])
            yield f"{line['sha256'][:12]}-{found.card.name}", b"".join(found.pieces)
        except (FileGone, FileNotScanned, FileUnknown, FileDamaged):
            # The list of files says that it is gone, or the check of files names it.
            continue


def _plain(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return str(value)


def _page(data: Mapping[str, Any]) -> str:
    parts = [
        "<!doctype html><html lang='en-GB'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        "<title>Everything Waymark keeps about you</title><h1>Everything Waymark keeps about you</h1>",
        (
            f"<p>Made on {escape(data['made_at'][:10])}. The same is in data.json. Files about you, and files of "
            "yours that show nothing yet, are in the folder files. Other people are called “somebody else”.</p>"
        ),
    ]
    for title, rows in data["kept"].items():
        parts.append(f"<h2>{escape(title)}</h2>")
        parts += [_list(row) for row in rows] or ["<p>Nothing.</p>"]
    parts += ["<h2>What you need, in words</h2>", f"<p>{_value(data['needs_in_words'])}</p>"]
    parts.append("<h2>What you began and have not sent</h2>")
    parts += [_list(draft) for draft in data["begun"]] or ["<p>Nothing.</p>"]
    parts.append("<h2>What was recorded that names you</h2>")
    parts += [_list(event) for event in data["recorded"]] or ["<p>Nothing.</p>"]
    return "\n".join(parts)


def _list(row: Mapping[str, Any]) -> str:
    lines = "".join(f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{_value(part)}</dd>" for name, part in row.items())
    return f"<dl>{lines}</dl>"


def _value(part: object) -> str:
    match part:
        case None | "" | []:
            return "nothing"
        case dict():
            return _list(part)
        case list():
            return "<ul>" + "".join(f"<li>{_value(each)}</li>" for each in part) + "</ul>"
        case _:
            return escape(str(part))
