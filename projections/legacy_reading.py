"""Reading what a group leaves behind: one thing out of the library, or all of one programme for its own people."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from psycopg import Connection, Cursor

from projections.legacy_rows import DRAFT, LESSON, NEED, PACK, DraftRow, NeedRow, PackRow, ResourceRow
from projections.legacy_shelf import ANYBODY, VISIBLE, LibraryReader, Shelved, taken
from projections.legacy_views import (
    DraftView,
    FileView,
    LegacyView,
    LibraryLine,
    NeedView,
    OwnerView,
    PackView,
    RecordedLessonView,
    ResourceView,
)
from projections.opening import Opening, Person

_AT_ONCE = 200
_SEEN = f"row.edition > 0 AND {VISIBLE}"


def resource(connection: Connection, name: str, reader: LibraryReader, opening: Opening) -> ResourceView | None:
    """One thing in the library, or None when there is none of this name that the reader may see."""
    with connection.cursor() as cursor:
        found = taken(cursor, f"{_SEEN} AND row.resource = %(resource)s", {**reader.asked, "resource": name})
        if not found:
            return None
        pack = PACK.load(cursor, [(found[0].row.stream,)]).get((found[0].row.stream,))
    # Who is not signed in reads no names of people, whoever agreed to what.
    return _whole(found[0], pack, opening if reader.account else None)


def open_data(connection: Connection) -> Iterator[ResourceView]:
    """Everything that is for everybody, without the name of a single person, oldest name first."""
    after = ""
    with connection.cursor() as cursor:
        while page := taken(
            cursor,
            "row.offered AND row.audience = 'everybody' AND row.resource > %(after)s",
            {"after": after, "most": _AT_ONCE, **ANYBODY.asked},
            "row.resource LIMIT %(most)s",
        ):
            packs = PACK.load(cursor, {(each.row.stream,) for each in page})
            yield from (_whole(each, packs.get((each.row.stream,)), None) for each in page)
            after = page[-1].row.resource


def legacy_of(connection: Connection, programme: str, reader: LibraryReader, opening: Opening) -> LegacyView:
    """Everything that a programme leaves behind or asked, for its own people: whoever asks must be one of them."""
    with connection.cursor() as cursor:
        own = taken(
            cursor,
            "row.edition > 0 AND row.programme = %(programme)s",
            {"programme": programme},
            "row.published_on DESC, row.number",
        )
        drafts = DRAFT.load_where(cursor, "programme", [programme]).rows.values()
        lessons = LESSON.load_where(cursor, "programme", [programme]).rows.values()
        needs = sorted(NEED.load_where(cursor, "programme", [programme]).rows.values(), key=lambda row: row.need)
        named = _lines(cursor, {each for need in needs for each in need.resources}, reader)
    names = opening.names(dict.fromkeys(need.raised_by for need in needs))
    made_of = {draft.lesson: draft.resource for draft in drafts if draft.lesson}
    return LegacyView(
        published=tuple(each.line for each in own),
        drafts=tuple(_draft(row, opening) for row in sorted(drafts, key=lambda row: row.number)),
        lessons=tuple(
            RecordedLessonView(
                version=row.version,
                milestone=row.milestone,
                lesson=opening.title(row.lesson),
                context=opening.title(row.context) or None,
                recorded_on=row.recorded_on,
                resource=made_of.get(row.version),
            )
            for row in sorted(lessons, key=lambda row: row.version)
        ),
        needs=tuple(_need(row, Person(ref=row.raised_by, name=names[row.raised_by]), named, opening) for row in needs),
    )


def _whole(found: Shelved, pack: PackRow | None, opening: Opening | None) -> ResourceView:
    row = found.row
    return ResourceView(
        line=found.line,
        text=row.text if row.offered else "",
        easy_read=row.easy_read if row.offered else None,
        link=row.link if row.offered else None,
        files=tuple(FileView.model_validate(each) for each in row.files) if row.offered else (),
        evidence=tuple(row.evidence),
        lesson=row.lesson,
        owner=_owner(row, opening),
        contact=_person(row.contact, opening) if row.offered else None,
        reviewed_on=row.reviewed_on,
        running_on=row.running_on,
        came_from=None if pack is None else _pack(pack),
        withdrawn_on=row.withdrawn_on,
    )


def _owner(row: ResourceRow, opening: Opening | None) -> OwnerView | None:
    if row.owner_organisation is None or row.owner_agreed_on is None:
        return None
    return OwnerView(
        organisation=row.owner_organisation,
        person=_person(row.owner_person, opening),
        agreed_on=row.owner_agreed_on,
    )


def _person(person: str | None, opening: Opening | None) -> Person | None:
    if person is None or opening is None:
        return None
    return Person(ref=person, name=opening.names([person])[person])


def _pack(row: PackRow) -> PackView:
    return PackView.model_validate({name: getattr(row, name) for name in PackView.model_fields})


def _draft(row: DraftRow, opening: Opening) -> DraftView:
    if row.published == row.draft:
        state = "published"
    elif row.agreed is None:
        state = "waiting for a check"
    else:
        state = "checked" if row.agreed else "sent back"
    return DraftView(
        resource=row.resource,
        kind=row.kind,
        milestone=row.milestone,
        draft=row.draft,
        state=state,  # type: ignore[arg-type] # one of the four
        title=opening.title(row.title),
        text=opening.title(row.text),
        easy_read=opening.title(row.easy_read) or None,
        drafted_on=row.drafted_on,
        checked_on=row.checked_on,
        note=opening.title(row.note) or None,
    )


def _need(row: NeedRow, by: Person, named: Mapping[str, LibraryLine], opening: Opening) -> NeedView:
    settled = "withdrawn" if row.withdrawn_on is not None else "answered"
    state = "open" if row.withdrawn_on is None and row.answered_on is None else settled
    return NeedView(
        need=row.need,
        milestone=row.milestone,
        question=opening.title(row.question),
        raised_on=row.raised_on,
        raised_by=by,
        state=state,  # type: ignore[arg-type] # one of the three
        answer=opening.title(row.answer) or None,
        resources=tuple(named[each] for each in row.resources if each in named),
        answered_on=row.answered_on,
    )


def _lines(cursor: Cursor[Any], names: Iterable[str], reader: LibraryReader) -> dict[str, LibraryLine]:
    found = taken(cursor, f"{_SEEN} AND row.resource = ANY(%(names)s)", {**reader.asked, "names": list(names)})
    return {each.row.resource: each.line for each in found}
