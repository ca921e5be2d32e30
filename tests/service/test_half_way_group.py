"""The demonstration has a group whose board decides: whoever looks at it as a member of a board has something to do."""

import pytest

from domain.milestone_commands import Accept
from domain.programme import Status
from domain.programme_commands import Command
from domain.roles import Role
from service.assembly import Waymark, build
from service.demonstration import MENTOR, PEOPLE_OF_TODAY, person_of_today
from service.front_door import FrontDoor
from service.front_page.portraits import Played, gallery
from service.half_way_group import (
    BOARD,
    HANDED_IN,
    HELD_UP,
    NEXT,
    WORKER,
    bring_in,
    half_way_person,
    half_way_programme,
)
from service.invariants_commands import check_commands
from service.people import PersonCard
from service.settings import Settings

CHAIR = half_way_person(BOARD[0][0])


def brought_in(waymark: Waymark) -> None:
    for key, name, _ in PEOPLE_OF_TODAY:
        waymark.people.add(PersonCard(name=name), person_of_today(key))
    bring_in(waymark, MENTOR, person_of_today("funder"))


def test_the_board_decides_and_has_something_to_decide(settings: Settings) -> None:
    with build(settings) as waymark:
        brought_in(waymark)
        state = waymark.front_door.programme(half_way_programme())
        assert {role for held in state.roles.values() for role in held} == {Role.MENTOR, Role.WORKER, Role.FUNDER}
        for milestone in HANDED_IN:
            assert state.milestones[milestone].status is Status.SUBMITTED
        assert state.milestones[HELD_UP[0]].blocked is not None
        assert {state.milestones[each].assignee for each in NEXT} == {half_way_person(WORKER[0])}
        open_now = [each for each in state.milestones.values() if each.status is Status.OPEN]
        assert len(open_now) > len(HANDED_IN)
        today = waymark.clock().date()
        assert all(each.due is not None and each.due >= today for each in open_now), (
            "a newcomer is not met with what others let lie"
        )
        first = next(iter(HANDED_IN))
        waymark.front_door.ask(half_way_programme(), Accept(milestone=first), actor=CHAIR, command_id="accepted")
        with waymark.pool.connection() as connection:
            assert check_commands(connection, []).findings == ()


def test_it_is_brought_in_once_and_goes_on_where_it_was_stopped(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, most = 0, 5
    ask = FrontDoor.ask

    def stopped(door: FrontDoor, programme: str, command: Command, *, actor: str, command_id: str) -> object:
        nonlocal asked
        asked += 1
        if asked > most:
            raise KeyboardInterrupt
        return ask(door, programme, command, actor=actor, command_id=command_id)

    with build(settings) as waymark:
        with monkeypatch.context() as patch:
            patch.setattr(FrontDoor, "ask", stopped)
            with pytest.raises(KeyboardInterrupt):
                brought_in(waymark)
        brought_in(waymark)
        state, end = waymark.front_door.programme(half_way_programme()), waymark.store.end()
        assert state.milestones[HELD_UP[0]].blocked is not None
        brought_in(waymark)
        assert waymark.store.end() == end


def test_a_board_and_a_worker_are_shown_where_they_have_something_to_do(
    settings: Settings,
) -> None:
    ended, half_way = "person:00000000-0000-4000-8000-000000000001", "person:00000000-0000-4000-8000-000000000002"
    programmes = [
        Played("Ended", {ended: ["board", "funder"]}, closed=True, settled=59),
        Played("Half way", {half_way: ["board", "funder", "worker"]}, closed=False, settled=20),
        Played("Begun", {ended: ["worker"]}, closed=False, settled=0),
    ]
    with build(settings) as waymark:
        shown = {each.part: each.person for each in gallery(programmes, [], waymark.people).portraits}
    assert shown == {"Board member": half_way, "Funder": ended, "Worker": half_way}
