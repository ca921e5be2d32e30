"""Taking things from the library's shelf: what a reader may see, with how often it helped and where it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Cursor

from projections.legacy_rows import PACK, RESOURCE, ResourceRow
from projections.legacy_views import LibraryLine

_EXCERPT = 280
HELPED = (
    "(SELECT count(*) FROM views.legacy_help AS help"
    " WHERE help.resource = row.resource AND help.programme <> row.programme)"
)
"""Programmes that something helped, besides the one that left it."""
IMPORTED = f"EXISTS (SELECT FROM {PACK.path} AS pack WHERE pack.stream = row.stream)"
COLUMNS = ", ".join([*(f"row.{name}" for name in RESOURCE.columns), f"{HELPED} AS helped", f"{IMPORTED} AS imported"])
VISIBLE = (
    "(row.audience = 'everybody' OR (row.audience = 'waymark' AND %(account)s)"
    " OR (row.audience = 'programme' AND row.programme = ANY(%(programmes)s)))"
)


@dataclass(frozen=True, slots=True)
class LibraryReader:
    """What somebody may see: what is for everybody, for everybody with an account, for these programmes' own people."""

    account: bool = False
    programmes: tuple[str, ...] = ()

    @property
    def asked(self) -> dict[str, object]:
        """The same, as a statement asks for it."""
        return {"account": self.account, "programmes": list(self.programmes)}


ANYBODY = LibraryReader()
"""Somebody who has not signed in."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A resource with what is known about it elsewhere."""

    row: ResourceRow
    helped: int
    imported: bool

    @property
    def line(self) -> LibraryLine:
        """One line of a list. What was withdrawn has no words."""
        row = self.row
        if row.published_on is None or row.review_on is None:
            msg = f"{row.resource} was never published."
            raise ValueError(msg)
        return LibraryLine.model_validate(
            {
                **{name: getattr(row, name) for name in _SAME},
                "excerpt": _excerpt(row.text) if row.offered else "",
                "criteria": tuple(row.criteria),
                "constituencies": tuple(row.constituencies),
                "formats": tuple(row.formats),
                "helped": self.helped,
                "imported": self.imported,
            }
        )


_SAME = frozenset(LibraryLine.model_fields) - {
    *("excerpt", "criteria", "constituencies", "formats", "helped", "imported")
}


def taken(cursor: Cursor[Any], where: str, asked: Mapping[str, object], order: str = "row.resource") -> list[Shelved]:
    """The resources that fit. `where` and `order` are SQL of ours, never of a reader."""
    cursor.execute(
        f"SELECT {COLUMNS} FROM {RESOURCE.path} AS row WHERE {where} ORDER BY {order}",  # noqa: S608 - names of our own
        asked,
        prepare=False,
    )
    return [shelved(record) for record in cursor]


def shelved(record: Sequence[Any]) -> Shelved:
    """A record of COLUMNS."""
    width = len(RESOURCE.columns)
    return Shelved(ResourceRow(*record[:width]), record[width], record[width + 1])


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rpartition(' ')[0] or words[:_EXCERPT]} …"
