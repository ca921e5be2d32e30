"""Files of the library, for whoever may see the resource they belong to."""

from dataclasses import dataclass, replace

from fastapi import Response
from psycopg import Connection
from psycopg.types.json import Jsonb

from domain.access import authorize
from domain.resource_events import Audience, PublishedFile
from projections.legacy_rows import RESOURCE
from service.assembly import Waymark
from service.evidence.file_refusals import FileUnknown
from service.evidence.file_store import pieces_of, read_and_closed
from service.evidence.handing_out import saved
from service.sign_in.door import SignedIn
from service.visibility import Visibility

_OFFERED = f"SELECT programme, audience, files FROM {RESOURCE.path} WHERE offered AND files @> %s ORDER BY resource"  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class _Offered:
    programme: str
    audience: Audience
    file: PublishedFile


class PublicShelf:
    """Hands out published files. What is not offered, or not to this reader, is not there."""

    def __init__(self, waymark: Waymark, visibility: Visibility) -> None:
        self._waymark = waymark
        self._visibility = visibility

    def hand_out(self, sha256: str, reader: SignedIn | None) -> Response:
        """A published file, to be saved. Raises FileUnknown."""
        with self._waymark.pool.connection() as connection:
            offered = _offered(connection, sha256)
        for each in offered:
            if self._may(each, reader):
                file = self._waymark.public_files.open(sha256)
                return saved(
                    each.file.name, each.file.media_type, each.file.size, read_and_closed(file, pieces_of(file))
                )
        raise FileUnknown("There is no such file in the library. Look at the page it is on once more.")

    def _may(self, offered: _Offered, reader: SignedIn | None) -> bool:
        match offered.audience:
            case "everybody":
                return True
            case "waymark":
                return reader is not None
            case "programme":
                if reader is None:
                    return False
                seen = self._visibility.for_presence(reader.presence)
                if not seen.may_read(offered.programme, reader.person):
                    return False
                sight = seen.sight(offered.programme, reader.person)
                asked = replace(sight.resource, audience=offered.audience)
                return authorize(sight.actor, "read-resource", asked).allowed


def _offered(connection: Connection, sha256: str) -> list[_Offered]:
    rows = connection.execute(_OFFERED, (Jsonb([{"sha256": sha256}]),), prepare=False)
    return [
        _Offered(programme, audience, PublishedFile.model_validate(file))
        for programme, audience, files in rows
        for file in files
        if file["sha256"] == sha256
    ]
