"""Nobody outside the board can reckon from what Waymark says who on it comes from the constituency."""

from itertools import pairwise, product

import pytest

from domain.board_privacy import TOGETHER, for_others, tells_of_the_share
from domain.organisation import Organisation
from domain.organisation_commands import AppointBoardMember, StandDown
from tests.domain.people import person
from tests.domain.programmes import Walk, a_running_programme


def register(walk: Walk) -> Organisation | None:
    return walk.organisation


def a_board(flags: tuple[bool, ...]) -> list[Organisation | None]:
    """The register after each person joined."""
    walk = a_running_programme()
    states = [register(walk)]
    for number, flag in enumerate(flags):
        walk.ask(AppointBoardMember(person=person(f"seat {number}"), from_constituency=flag))
        states.append(register(walk))
    return states


@pytest.mark.parametrize("flags", list(product([True, False], repeat=4)))
def test_what_others_know_changes_only_when_three_seats_have(flags: tuple[bool, ...]) -> None:
    said = [(for_others(state).meets_threshold, for_others(state).has_majority) for state in a_board(flags)]
    changed = [number for number, (before, after) in enumerate(pairwise(said), start=1) if before != after]
    assert all(number % TOGETHER == 0 for number in changed)


@pytest.mark.parametrize("leaver", range(4))
def test_who_leaves_looks_the_same_to_others_wherever_they_come_from(leaver: int) -> None:
    walk = a_running_programme()
    for number in range(4):
        walk.ask(AppointBoardMember(person=person(f"seat {number}"), from_constituency=number % 2 == 0))
    before = for_others(register(walk))
    walk.ask(StandDown(person=person(f"seat {leaver}")))
    after = for_others(register(walk))
    assert (before.meets_threshold, before.has_majority) == (after.meets_threshold, after.has_majority)


def test_seats_without_a_vote_do_not_count_as_changes() -> None:
    walk = a_running_programme()
    for number in range(3):
        walk.ask(AppointBoardMember(person=person(f"guest {number}"), from_constituency=True, voting=False))
    assert for_others(register(walk)).voting == 0


def test_what_is_recorded_late_changes_nothing_that_was_said() -> None:
    walk = a_running_programme().wait(weeks=4)
    for number in range(3):
        walk.ask(AppointBoardMember(person=person(f"seat {number}"), from_constituency=True))
    before = for_others(register(walk))
    earlier = walk.today.replace(day=walk.today.day - 1)
    walk.ask(AppointBoardMember(person=person("late"), from_constituency=False, occurred_on=earlier))
    after = for_others(register(walk))
    assert (before.voting, before.from_constituency) == (after.voting, after.from_constituency) == (3, 3)


def test_an_empty_register_meets_nothing() -> None:
    assert not for_others(None).meets_threshold


@pytest.mark.parametrize(
    ("data", "tells"),
    [
        ({"duty": "board-share-1", "kind": "board-share"}, True),
        ({"duty": "board-share-2", "met_on": "2026-03-02"}, True),
        ({"about": "duty/board-share-1", "kind": "due"}, True),
        ({"about": "duty/annual-return-1", "kind": "due"}, False),
        ({"duty": "boarding-1"}, False),
        ({"milestone": "GOV-04"}, False),
    ],
)
def test_what_tells_of_the_share_is_known_by_its_name(data: dict[str, object], tells: bool) -> None:  # noqa: FBT001 - what is expected
    assert tells_of_the_share(data) is tells
