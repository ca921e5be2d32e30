"""Pages stay small for somebody with many programmes and long histories, and nothing is lost between their pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from ops.bench.programmes import FOUNDER, MENTOR, WORKER, Prepared, fill, history
from service.past.change_list import AT_ONCE, CAUSES
from tests.service.face import Face
from tests.service.visitor import Page, become

SMALL = 60_000
"""Bytes of HTML."""
_EVENTS, _OPENED, _PROGRAMMES = 500, 20, 3


@pytest.fixture
def programmes(face: Face) -> list[Prepared]:
    """Programmes with the same people and a long history, as the benchmark has them."""
    face.clock.at = datetime.now(UTC)
    prepared = fill(face.waymark.store, history(_EVENTS, _OPENED, timedelta(hours=1)), _PROGRAMMES)
    face.catch_up()
    return prepared


def _shown(face: Face, address: str) -> Page:
    answer = face.client.get(address)
    assert answer.status_code == 200
    assert len(answer.content) < SMALL, address
    return Page(answer)


def _links(page: Page, part: str) -> list[str]:
    return [str(link["href"]) for link in page.all("a") if re.search(part, str(link["href"]))]


def _turned(face: Face, address: str, part: str) -> list[str]:
    """The links of a list, of all its pages: as long as there is a next one, it is turned to."""
    found, query = [], ""
    for _ in range(100):
        page = _shown(face, query or address)
        found += _links(page, part)
        following = [str(link["href"]) for link in page.all("a") if link.get("rel") == "next"]
        if not following:
            return found
        (query,) = (address.partition("?")[0] + each[each.index("?") :] for each in following)
    raise AssertionError(address)


def test_tasks_come_a_page_at_a_time_and_none_is_lost(face: Face, programmes: list[Prepared]) -> None:
    for person, part in ((FOUNDER, r"/milestones/[A-Z]+-\d+$"), (WORKER, r"/milestones/[A-Z]+-\d+$")):
        become(face, person)
        waits = _turned(face, "/tasks", part)
        assert len(waits) == len(set(waits)) >= _OPENED * _PROGRAMMES
        assert {each.split("/")[2] for each in waits} == {each.id.partition(":")[2] for each in programmes}
        assert "This is page 2 of" in _shown(face, "/tasks?page=2").text
        assert _shown(face, "/tasks?page=nonsense").title == _shown(face, "/tasks").title
    become(face, MENTOR)
    assert "This is page" not in _shown(face, "/tasks").text


def test_the_numbers_of_a_long_history_stay_on_small_pages(face: Face, programmes: list[Prepared]) -> None:
    become(face, MENTOR)
    figures = f"/programmes/{programmes[0].id.partition(':')[2]}/figures"
    first = _shown(face, figures)
    parts = sorted(set(_links(first, r"^\?part=")))
    assert len(parts) > 2
    every = _links(first, "/figures/")
    for part in parts:
        every += _turned(face, f"{figures}{part}", "/figures/")
    known = face.get(f"/api{figures}", MENTOR).json()["figures"]
    assert {each.rpartition("/")[2] for each in every} == {each["name"] for each in known}


def test_what_changed_over_a_whole_history_stays_on_small_pages(face: Face, programmes: list[Prepared]) -> None:
    become(face, MENTOR)
    programme = f"/programmes/{programmes[0].id.partition(':')[2]}"
    began = (face.clock.at - timedelta(days=29)).date()
    compared = f"{programme}/history/difference?from_known_at={began}"
    first = _shown(face, compared)
    following = [str(each["href"]) for each in first.all("a") if each.get("rel") == "next"]
    assert [re.sub(r".*&(\w+)=\d+$", r"\1", each) for each in following] == ["page", "after"]
    answer = face.get(f"/api{programme}/history/difference", MENTOR, from_known_at=began)
    told = [each["name"] for each in answer.json()["changes"] if not each["detail"]]
    assert len(told) > AT_ONCE
    pages = [_shown(face, f"{compared}&page={number}") for number in range(1, -(-len(told) // AT_ONCE) + 1)]
    shown = sum(page.text.count("Because of") + page.text.count("Because time went by") for page in pages)
    assert shown == len(told)
    assert ["What was added" in page.text for page in pages] == [True] + [False] * (len(pages) - 1)
    assert "What is different" not in _shown(face, following[1]).text
    alone = _shown(face, next(each for each in _links(first, "about=")))
    assert alone.text.count("Because of") == 1
    assert alone.text.count("of the record") > CAUSES
