"""Everything about one person, for that person: readable pages and the same as data, in one zip.

Nobody else's personal data is in it. Other people are "somebody else", and words about them, or of a group that the
person did not write themselves, are left out with a note that says whom to ask.

The data is for programs: its names and codes are English for everybody. The page beside it says the same in the
language of the person.
"""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
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
from service.privacy.person_export_page import page_of
from service.privacy.person_export_words import ABOUT_OTHERS, NOT_YOURS, SOMEBODY_ELSE, TABLES, YOU
from service.sign_in.accounts import uuid_of

_PERSON = re.compile(r"person:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMED = """
SELECT originator_id, originator_version FROM store.events
WHERE originator_id = %(person)s OR convert_from(state, 'UTF8') LIKE '%%"' || %(person)s || '"%%'
ORDER BY notification_id
"""


def export_person(waymark: Waymark, person: PersonRef, to: IO[bytes]) -> int:
    """Write everything about a person into a zip. Returns how many events are in it."""
    asked: dict[str, Any] = {"id": uuid_of(person), "person": person}
    with waymark.pool.connection() as connection:
        tables = {title: _rows(connection, query, asked) for title, query in TABLES.items()}
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
        archive.writestr("index.html", page_of(plain))
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
            return _PERSON.sub(lambda found: YOU if found[0] == person else SOMEBODY_ELSE, value)
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
