from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from service.event_recorder import StoreAway
from service.group_commit import GroupCommit


class Desk:
    """Doubles numbers, holding the first group until told; it has no answer for 13."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.held = Event()
        self.free = Event()
        self.away = False

    def save(self, numbers: Sequence[int]) -> list[int]:
        self.groups.append(list(numbers))
        self.held.set()
        self.free.wait()
        if self.away:
            raise StoreAway
        if 13 in numbers:
            raise ArithmeticError(13)
        return [2 * number for number in numbers]


def queue_behind(desk: Desk, numbers: Sequence[int], apart: str = "") -> list[object]:
    """Have the first number saved alone, and all others come while that goes on."""
    group = GroupCommit(desk.save)

    def add(number: int) -> object:
        try:
            return group.add(number, frozenset({apart or str(number)}))
        except (ArithmeticError, StoreAway) as fault:
            return type(fault)

    with ThreadPoolExecutor(len(numbers)) as threads:
        first = threads.submit(add, numbers[0])
        desk.held.wait()
        others = [threads.submit(add, number) for number in numbers[1:]]
        while len(group._queue) < len(others):  # noqa: SLF001 - the only way to see that all have come
            assert not first.done()
        desk.free.set()
        return [first.result(), *(other.result() for other in others)]


def test_what_comes_while_one_is_saved_is_saved_together() -> None:
    desk = Desk()

    assert queue_behind(desk, [1, 2, 3, 4]) == [2, 4, 6, 8]
    assert [len(group) for group in desk.groups] == [1, 3]


def test_a_refusal_reaches_only_the_one_who_asked() -> None:
    assert queue_behind(Desk(), [1, 2, 13, 4]) == [2, 4, ArithmeticError, 8]


def test_those_that_would_collide_are_saved_apart() -> None:
    desk = Desk()

    assert queue_behind(desk, [1, 2, 3], apart="the same garden") == [2, 4, 6]
    assert [len(group) for group in desk.groups] == [1, 1, 1]


def test_a_large_crowd_is_saved_in_several_groups() -> None:
    desk = Desk()

    assert queue_behind(desk, list(range(100, 180))) == [2 * number for number in range(100, 180)]
    assert [len(group) for group in desk.groups] == [1, 50, 29]


def test_everybody_is_told_when_the_store_is_away() -> None:
    desk = Desk()
    desk.away = True

    assert queue_behind(desk, [1, 2, 3]) == [StoreAway] * 3
    assert [len(group) for group in desk.groups] == [1, 2]


def test_a_desk_that_was_interrupted_serves_the_next() -> None:
    def interrupted(_: Sequence[int]) -> list[int]:
        raise KeyboardInterrupt

    group = GroupCommit(interrupted)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            group.add(1, frozenset())
