"""Many tasks come a page at a time, and none is lost between the pages."""

from datetime import date
from uuid import UUID

import pytest

from projections.agenda_reading import AgendaItem
from service.page_numbers import turned
from service.tasks.task_list import AT_ONCE, page_of

KINDS = {"to_do": 30, "late": 3, "free": 0, "waiting": 40}


def _items(kind: str, many: int) -> list[AgendaItem]:
    return [
        AgendaItem(
            programme=f"programme:{UUID(int=1)}",
            organisation="Our Own Voice",
            kind="milestone",
            key=f"{kind}-{number}",
            title="Meet",
            due=date(2026, 3, 2),
            late_days=0,
            waits_for=(),
            assignee=None,
            since=None,
            blocked=None,
            paused=False,
        )
        for number in range(many)
    ]


@pytest.fixture(name="kinds")
def _kinds() -> dict[str, list[AgendaItem]]:
    return {kind: _items(kind, many) for kind, many in KINDS.items()}


def test_every_task_is_on_one_page_and_the_order_of_the_kinds_stays(kinds: dict[str, list[AgendaItem]]) -> None:
    last = page_of(kinds, 1).turn.last
    pages = [page_of(kinds, number) for number in range(1, last + 1)]
    shown = [item for page in pages for part in page.parts.values() for item in part.shown]
    assert shown == [item for items in kinds.values() for item in items]
    assert all(sum(len(part.shown) for part in page.parts.values()) <= AT_ONCE for page in pages)


def test_a_kind_says_on_which_page_it_begins_and_how_much_of_it_is_shown(kinds: dict[str, list[AgendaItem]]) -> None:
    first, second = (page_of(kinds, number) for number in (1, 2))
    assert {kind: part.begins for kind, part in first.parts.items()} == {"to_do": 1, "late": 2, "free": 2, "waiting": 2}
    assert (second.parts["to_do"].first, second.parts["to_do"].last, second.parts["to_do"].total) == (26, 30, 30)
    assert second.parts["late"].shown == kinds["late"]
    assert not first.parts["waiting"].shown


def test_a_page_after_the_last_is_the_last_for_what_was_there_may_have_been_done() -> None:
    assert turned(9, 30, AT_ONCE) == turned(2, 30, AT_ONCE)
    assert turned(0, 0, AT_ONCE).numbers == (1,)
    assert turned(20, 1000, AT_ONCE).numbers == (1, None, 19, 20, 21, None, 40)
    assert (turned(1, 30, AT_ONCE).previous, turned(2, 30, AT_ONCE).next) == (None, None)
