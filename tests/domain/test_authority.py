"""Who may do what, tried for every request, every role, before and after the governing document is adopted."""

from pathlib import Path
from typing import get_args

import pytest

from domain.access import authorise
from domain.authority import TABLE, roles_of
from domain.authority_table import as_markdown
from domain.curation import LegacyCommand
from domain.decisions import ProgrammeCommand
from domain.event import ENGINE
from domain.milestone_commands import Accept, AddEvidence, AgreePlan, RetractEvidence
from domain.organisation import OrganisationCommand
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import Command, StartPartWay
from domain.refusals import NotAllowed
from domain.roles import Role
from tests.domain.people import BOARD, COMMISSIONER, FOUNDER, FUNDER, MENTOR, STRANGER, WORKER, meeting, person
from tests.domain.programmes import FIRST_DAY, Walk, a_running_programme
from tests.domain.requests import REQUESTS

ACTORS = {
    "founding group": FOUNDER,
    "board": BOARD[0],
    "mentor": MENTOR,
    "worker": WORKER,
    "commissioner": COMMISSIONER,
    "funder": FUNDER,
    "engine": ENGINE,
    "stranger": STRANGER,
}
WORK = {"deciders", "mentor", "worker"}
DECIDE = {"deciders"}
NOBODY: set[str] = set()
MAY: dict[str, set[str]] = {
    "start-programme": {"mentor"},
    "start-part-way": {"mentor"},
    "appoint": {"deciders", "mentor"},
    "end-appointment": {"deciders", "mentor"},
    "replace-mentor": DECIDE,
    "pause": DECIDE,
    "resume": DECIDE,
    "close-programme": DECIDE,
    "answer-still-running": WORK,
    "decide-sharing": DECIDE,
    "request-break-glass": NOBODY,
    "approve-break-glass": NOBODY,
    "close-break-glass": DECIDE,
    "advance": {"engine"},
    "prompt": {"engine"},
    "keep-pack": {"engine"},
    "agree-plan": DECIDE,
    "revise-plan": DECIDE,
    "waive-gate": DECIDE,
    "open-milestone": WORK,
    "assign": WORK,
    "hand-over": WORK,
    "take-out-passage": DECIDE,
    "add-evidence": WORK | {"commissioner"},
    "retract-evidence": WORK | {"commissioner"},
    "submit": WORK,
    "accept": DECIDE,
    "return": DECIDE,
    "withdraw-acceptance": DECIDE,
    "reopen": DECIDE,
    "correct-date": WORK,
    "block": WORK,
    "unblock": WORK,
    "reschedule": WORK,
    "set-aside": DECIDE,
    "restore": DECIDE,
    "hold-review": WORK,
    "record-mentoring-session": {"mentor", "worker"},
    "record-celebration": WORK,
    "record-lesson": WORK,
    "count-people": {"mentor", "worker"},
    "correct-figure": WORK,
    "record-decision": NOBODY,
    "raise-duty": WORK,
    "meet-duty": WORK,
    "move-duty": WORK,
    "raise-information-need": WORK,
    "answer-information-need": WORK,
    "withdraw-information-need": WORK,
    "say-it-helped": WORK,
    "trace-mentor": WORK,
    "agree-buddy": WORK,
    "appoint-board-member": DECIDE,
    "stand-down": DECIDE,
    "adopt-governing-document": DECIDE,
    "set-threshold": DECIDE,
    "draft-resource": WORK,
    "revise-resource": WORK,
    "check-resource": DECIDE,
    "publish-resource": DECIDE,
    "add-file": DECIDE,
    "leave-out-file": DECIDE,
    "withdraw-resource": DECIDE,
    "name-owner": WORK,
    "end-ownership": WORK,
    "review-resource": WORK,
    "answer-running": WORK,
}
"""Written out by hand, so that a slip in the domain's own table is seen. What a meeting decides has its own tests."""

BEFORE, AFTER = a_running_programme(), a_running_programme().adopt()


def may(walk: Walk, command: Command, actor: str) -> bool:
    try:
        authorise(walk.programme, command, walk.occasion(actor))
    except NotAllowed:
        return False
    return True


def people_who_may(walk: Walk, command: Command) -> set[str]:
    return {name for name, actor in ACTORS.items() if may(walk, command, actor)}


def expected(command: Command, decider: str) -> set[str]:
    return {decider if who == "deciders" else who for who in MAY[command.NAME]}


@pytest.mark.parametrize("command", [r for r in REQUESTS if r.on_behalf_of is None], ids=lambda command: command.NAME)
@pytest.mark.parametrize(("walk", "decider"), [(BEFORE, "founding group"), (AFTER, "board")], ids=["before", "after"])
def test_every_request_is_open_to_its_roles_and_to_nobody_else(walk: Walk, decider: str, command: Command) -> None:
    assert people_who_may(walk, command) == expected(command, decider)


def test_every_command_is_in_the_table_and_the_table_has_nothing_else() -> None:
    commands = {*get_args(ProgrammeCommand), *get_args(OrganisationCommand), *get_args(LegacyCommand), StartPartWay}
    assert set(TABLE) == commands


def test_every_command_is_tried_here() -> None:
    assert [type(request) for request in REQUESTS] == list(TABLE)
    assert set(MAY) == {command.NAME for command in TABLE}


def test_no_two_commands_share_a_name() -> None:
    names = [command.NAME for command in TABLE]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("walk", [BEFORE, AFTER], ids=["before", "after"])
def test_funders_and_commissioners_steer_nothing(walk: Walk) -> None:
    allowed = {type(c) for c in REQUESTS for actor in (FUNDER, COMMISSIONER) if may(walk, c, actor)}
    assert allowed == {AddEvidence, RetractEvidence}


@pytest.mark.parametrize("actor", [FUNDER, COMMISSIONER, STRANGER, ENGINE])
def test_not_even_a_meeting_lets_them_in(actor: str) -> None:
    for command in REQUESTS:
        if not isinstance(command, AddEvidence | RetractEvidence) and MAY[command.NAME] != {"engine"}:
            noted = command.model_copy(update={"on_behalf_of": meeting(FIRST_DAY)})
            assert not may(BEFORE, noted, actor), command.NAME


@pytest.mark.parametrize("command", REQUESTS, ids=lambda command: command.NAME)
def test_a_refusal_says_who_may_and_what_to_do(command: Command) -> None:
    with pytest.raises(NotAllowed, match="Ask "):
        authorise(BEFORE.programme, command, BEFORE.occasion(STRANGER))


def test_the_table_in_the_documents_is_the_table_of_the_rules() -> None:
    printed = Path(__file__).parents[2] / "ops" / "authority.md"
    assert printed.read_text(encoding="utf-8") == as_markdown()


@pytest.mark.parametrize("by", [MENTOR, WORKER, FOUNDER])
def test_those_who_work_there_write_down_what_the_founding_group_decided(by: str) -> None:
    walk = a_running_programme()
    agree = AgreePlan(on_behalf_of=meeting(FIRST_DAY))
    role = authorise(walk.programme, agree, walk.occasion(by))
    assert role in {Role.MENTOR, Role.WORKER, Role.FOUNDER}


def test_before_adoption_a_meeting_of_the_board_decides_nothing() -> None:
    assert not may(BEFORE, AgreePlan(on_behalf_of=meeting(FIRST_DAY, "board")), MENTOR)


def test_after_adoption_a_meeting_of_the_founding_group_decides_nothing() -> None:
    walk = a_running_programme().adopt().wait(days=1)
    assert not may(walk, AgreePlan(on_behalf_of=meeting(walk.today)), MENTOR)
    assert may(walk, AgreePlan(on_behalf_of=meeting(walk.today, "board")), MENTOR)


def test_what_the_founding_group_decided_before_adoption_can_be_written_down_after_it() -> None:
    walk = a_running_programme().wait(days=7).adopt().wait(days=7)
    assert may(walk, Accept(milestone="ENG-01", on_behalf_of=meeting(FIRST_DAY)), MENTOR)
    assert not may(walk, Accept(milestone="ENG-01", on_behalf_of=meeting(FIRST_DAY, "board")), MENTOR)


def test_on_the_day_of_adoption_both_decided() -> None:
    for body in ("founding group", "board"):
        assert may(AFTER, Accept(milestone="ENG-01", on_behalf_of=meeting(FIRST_DAY, body)), MENTOR)


def test_all_members_decide_at_any_time() -> None:
    for walk in (BEFORE, AFTER):
        assert may(walk, Accept(milestone="ENG-01", on_behalf_of=meeting(FIRST_DAY, "members")), WORKER)


def test_a_seat_on_the_register_is_a_role_until_the_person_stands_down() -> None:
    assert Role.BOARD in roles_of(BOARD[0], AFTER.programme, AFTER.board, AFTER.today)
    assert roles_of(person("nobody"), AFTER.programme, AFTER.board, AFTER.today) == frozenset()


def test_a_founder_who_joins_the_board_goes_on_deciding() -> None:
    walk = a_running_programme()
    walk.ask(AppointBoardMember(person=FOUNDER, from_constituency=True))
    walk.adopt()
    assert may(walk, Accept(milestone="ENG-01"), FOUNDER)
