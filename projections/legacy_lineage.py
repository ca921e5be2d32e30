"""The lineage: who mentored whom, who went on to mentor, and who stands beside whom."""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from psycopg import Connection, Cursor
from pydantic import Field

from projections.legacy_rows import BUDDY, PROGRAMME, BuddyRow, ProgrammeRow
from projections.opening import View

_FURTHEST = 20
MayRead = Callable[[str], bool]


class MentorPart(View):
    """A mentor organisation of this programme. `began_in` is the programme here in which it began itself."""

    organisation: str
    since: date
    until: date | None
    began_in: str | None = Field(description="Empty when it was not traced, or when you have no part in it.")


class Ancestor(View):
    """Who mentored the mentor, one step further back each time."""

    organisation: str
    mentored: str
    generation: int


class Descendant(View):
    """An organisation that this one has gone on to mentor."""

    organisation: str
    programme: str


class Beside(View):
    """Another group that this one stands beside. `gives`: this one helps the other."""

    organisation: str
    part: str
    gives: bool
    since: date


class LineageView(View):
    """Where what this organisation knows came from, and where it went on to.

    Programmes in which the reader has no part are counted and not named.
    """

    programme: str
    organisation: str
    mentors: tuple[MentorPart, ...]
    ancestors: tuple[Ancestor, ...]
    mentors_now: tuple[Descendant, ...]
    mentors_others: int = Field(description="Further programmes that it mentors, in which you have no part.")
    beside: tuple[Beside, ...]
    helped: int = Field(description="Different programmes that said that something it left behind helped them.")


def lineage(connection: Connection, programme: str, may_read: MayRead) -> LineageView | None:
    """The lineage of a programme, or None when there is none of this id (yet). `may_read` says which may be named."""
    with connection.cursor() as cursor:
        row = PROGRAMME.load(cursor, [(programme,)]).get((programme,))
        if row is None:
            return None
        after = PROGRAMME.load_where(cursor, "traced", [programme]).rows.values()
        named = sorted((each for each in after if may_read(each.programme)), key=lambda each: each.start_on)
        return LineageView(
            programme=programme,
            organisation=row.organisation,
            mentors=tuple(_mentors(row, may_read)),
            ancestors=tuple(_ancestors(cursor, row, may_read)),
            mentors_now=tuple(Descendant(organisation=each.organisation, programme=each.programme) for each in named),
            mentors_others=len(after) - len(named),
            beside=tuple(_beside(cursor, programme, may_read)),
            helped=_helped(cursor, programme),
        )


def _mentors(row: ProgrammeRow, may_read: MayRead) -> Iterator[MentorPart]:
    for each in row.mentors:
        began = each["programme"]
        yield MentorPart.model_validate(
            {
                "organisation": each["organisation"],
                "since": each["since"],
                "until": each["until"],
                "began_in": began if isinstance(began, str) and may_read(began) else None,
            }
        )


def _ancestors(cursor: Cursor[Any], row: ProgrammeRow, may_read: MayRead) -> Iterator[Ancestor]:
    met: Collection[str] = {row.programme}
    for generation in range(2, _FURTHEST):
        # What somebody traced may lead round in a circle.
        if row.traced is None or row.traced in met or not may_read(row.traced):
            return
        met = {*met, row.traced}
        before = PROGRAMME.load(cursor, [(row.traced,)]).get((row.traced,))
        if before is None:
            return
        yield Ancestor(organisation=before.mentor_organisation, mentored=before.organisation, generation=generation)
        row = before


def _beside(cursor: Cursor[Any], programme: str, may_read: MayRead) -> Iterator[Beside]:
    own = BUDDY.load_where(cursor, "programme", [programme]).rows.values()
    theirs = [each for each in BUDDY.load_where(cursor, "buddy", [programme]).rows.values() if may_read(each.programme)]
    programmes = PROGRAMME.load(cursor, {(each.programme,) for each in theirs}).rows
    seen: set[tuple[str, str, bool]] = set()
    said: list[tuple[str, bool, BuddyRow]] = [(each.organisation, each.gives, each) for each in own]
    said += [
        (programmes[each.programme,].organisation, not each.gives, each)
        for each in theirs
        if (each.programme,) in programmes
    ]
    for organisation, gives, row in sorted(said, key=lambda each: (each[2].since, each[0], each[2].version)):
        if (organisation, row.part, gives) not in seen:
            seen.add((organisation, row.part, gives))
            yield Beside(organisation=organisation, part=row.part, gives=gives, since=row.since)


def _helped(cursor: Cursor[Any], programme: str) -> int:
    cursor.execute(
        "SELECT count(DISTINCT help.programme) FROM views.legacy_help AS help"
        " JOIN views.legacy_resource AS row USING (resource)"
        " WHERE row.programme = %(programme)s AND help.programme <> %(programme)s",
        {"programme": programme},
    )
    found = cursor.fetchone()
    return found[0] if found else 0
