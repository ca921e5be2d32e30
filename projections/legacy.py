"""The legacy: what groups leave behind, whom it helped, and who went on to stand beside others."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast, get_args

from psycopg import Cursor

from domain.event import Fact, Recorded
from domain.journal_events import LessonRecorded
from domain.learning_events import BuddyAgreed, ResourceHelped
from domain.programme_events import ProgrammeStarted
from domain.resource_events import PackImported, ResourceEvent
from projections import legacy_programmes as programmes
from projections import legacy_resources as resources
from projections.legacy_programmes import OfNeed, OfProgramme
from projections.legacy_rows import (
    BUDDY,
    DRAFT,
    HELP,
    LESSON,
    NEED,
    PACK,
    PROGRAMME,
    RESOURCE,
    SEARCH,
    BuddyRow,
    LessonRow,
)
from projections.table import Table

_RESOURCE = frozenset(get_args(ResourceEvent))
_PROGRAMME = frozenset(get_args(OfProgramme))
_NEED = frozenset(get_args(OfNeed))
_KNOWN = _RESOURCE | _PROGRAMME | _NEED | {ProgrammeStarted, LessonRecorded, ResourceHelped, BuddyAgreed}


class Legacy:
    """What groups leave behind, each row built from one stream alone; what spans streams is joined on reading."""

    name: ClassVar[str] = "legacy"
    shape: ClassVar[int] = 1
    kept: ClassVar[tuple[Table[Any], ...]] = (RESOURCE, DRAFT, PACK, HELP, NEED, LESSON, BUDDY, PROGRAMME)
    tables: ClassVar[tuple[str, ...]] = tuple(table.name for table in kept)
    schema: ClassVar[str] = "\n".join([*(table.ddl for table in kept), SEARCH])

    def apply(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        """Write what these events change."""
        if happened := [event for event in events if type(event.fact) in _KNOWN]:
            batch = _Batch(cursor, happened)
            for event in happened:
                batch.add(event)
            batch.save(cursor)


class _Batch:
    def __init__(self, cursor: Cursor[Any], events: Sequence[Recorded[Fact]]) -> None:
        left = [cast("Recorded[ResourceEvent]", event) for event in events if type(event.fact) in _RESOURCE]
        named = {(resources.ref(each.stream, number),) for each in left if (number := _number(each.fact))}
        self._resources = RESOURCE.load(cursor, sorted(named))
        self._drafts = DRAFT.load(cursor, sorted(named))
        self._programmes = PROGRAMME.load(
            cursor, ((each,) for each in _ledgers(events, {ProgrammeStarted, *_PROGRAMME}))
        )
        self._helps = HELP.load_where(cursor, "programme", _ledgers(events, {ResourceHelped}))
        self._needs = NEED.load_where(cursor, "programme", _ledgers(events, _NEED))
        self._packs = PACK.load(
            cursor, sorted({(each.stream,) for each in left if isinstance(each.fact, PackImported)})
        )
        self._lessons: list[LessonRow] = []
        self._buddies: list[BuddyRow] = []

    def add(self, event: Recorded[Fact]) -> None:
        fact, programme = event.fact, event.meta.ledger
        match fact:
            case PackImported():
                known = self._packs.get((event.stream,))
                if known is None or known.version < event.version:
                    self._packs.put(resources.pack_row(event, fact))
            case ProgrammeStarted():
                if self._programmes.get((programme,)) is None:
                    self._programmes.put(programmes.started(event))  # type: ignore[arg-type] # the same
            case ResourceHelped():
                programmes.helped(self._helps, event)  # type: ignore[arg-type] # the same
            case LessonRecorded():
                self._lessons.append(programmes.lesson_row(event))  # type: ignore[arg-type] # the same
            case BuddyAgreed():
                self._buddies.append(programmes.buddy_row(event))  # type: ignore[arg-type] # the same
            case _ if type(fact) in _RESOURCE:
                resources.changed(self._resources, self._drafts, event, fact)  # type: ignore[arg-type] # the set says so
            case _ if type(fact) in _NEED:
                programmes.asked(self._needs, event)  # type: ignore[arg-type] # the same
            case _:
                programmes.changed(self._programmes[programme,], event)  # type: ignore[arg-type] # the same

    def save(self, cursor: Cursor[Any]) -> None:
        for sheet in (self._resources, self._drafts, self._packs, self._programmes, self._helps, self._needs):
            sheet.save(cursor)
        LESSON.save(cursor, self._lessons)
        BUDDY.save(cursor, self._buddies)


def _number(fact: Fact) -> int | None:
    return getattr(fact, "resource", None)


def _ledgers(events: Iterable[Recorded[Fact]], kinds: Iterable[type]) -> list[str]:
    wanted = frozenset(kinds)
    return list(dict.fromkeys(event.meta.ledger for event in events if type(event.fact) in wanted))
