"""A part in a programme may have a first and a last day, and gives nothing outside them."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.grants import Term
from domain.milestone_commands import AddEvidence, Block
from domain.programme_commands import Appoint, EndAppointment
from domain.programme_events import Appointed
from domain.refusals import AlreadyDone, NotAllowed, NotNow
from domain.roles import Role
from tests.domain.people import FOUNDER, FUNDER, MENTOR, STRANGER, WORKER
from tests.domain.programmes import FIRST_DAY, Walk, a_running_programme
from tests.domain.requests import NAMED

NEXT_WEEK = FIRST_DAY + timedelta(weeks=1)


def blocks(walk: Walk, by: str) -> bool:
    try:
        walk.decide(Block(milestone="ENG-01", kind="money"), by)
    except NotAllowed:
        return False
    return True


def test_a_grant_that_has_ended_gives_nothing_from_that_day() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=STRANGER, role=Role.WORKER, ends_on=NEXT_WEEK))
    assert blocks(walk, STRANGER)
    assert blocks(walk.wait_until(NEXT_WEEK - timedelta(days=1), hour=23), STRANGER)
    assert not blocks(walk.wait_until(NEXT_WEEK, hour=0), STRANGER)


def test_a_grant_gives_nothing_before_it_begins() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=STRANGER, role=Role.WORKER, starts_on=NEXT_WEEK))
    assert not blocks(walk, STRANGER)
    assert blocks(walk.wait(weeks=1), STRANGER)


def test_asked_again_a_role_is_given_for_other_days() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=STRANGER, role=Role.WORKER, ends_on=NEXT_WEEK))
    walk.wait(weeks=2).ask(Appoint(person=STRANGER, role=Role.WORKER, ends_on=walk.today + timedelta(days=1)))
    assert blocks(walk, STRANGER)
    assert not blocks(walk.wait(days=1), STRANGER)


def test_the_same_role_for_the_same_days_is_given_once() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=STRANGER, role=Role.WORKER, ends_on=NEXT_WEEK))
    with pytest.raises(AlreadyDone):
        walk.ask(Appoint(person=STRANGER, role=Role.WORKER, ends_on=NEXT_WEEK))
    with pytest.raises(AlreadyDone):
        walk.ask(Appoint(person=WORKER, role=Role.WORKER))


def test_an_ended_appointment_takes_its_days_along() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=STRANGER, role=Role.WORKER, starts_on=NEXT_WEEK))
    walk.ask(EndAppointment(person=STRANGER, role=Role.WORKER))
    walk.ask(Appoint(person=STRANGER, role=Role.WORKER))
    assert blocks(walk, STRANGER)


def test_who_gave_a_role_is_known() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=STRANGER, role=Role.FUNDER, ends_on=NEXT_WEEK), MENTOR)
    assert walk.programme.term(STRANGER, Role.FUNDER) == Term(MENTOR, None, NEXT_WEEK)


def test_the_coordinator_of_the_mentor_has_no_last_day() -> None:
    walk = a_running_programme()
    with pytest.raises(NotNow, match="Replace the mentor"):
        walk.ask(Appoint(person=MENTOR, role=Role.MENTOR, ends_on=NEXT_WEEK))


def test_a_role_must_begin_before_it_ends() -> None:
    with pytest.raises(ValidationError, match="ends before it begins"):
        Appoint(person=STRANGER, role=Role.FUNDER, starts_on=NEXT_WEEK, ends_on=NEXT_WEEK)


def test_one_person_plays_each_part_for_its_own_time() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=FUNDER, role=Role.WORKER, ends_on=NEXT_WEEK))
    assert walk.programme.held_on(FUNDER, FIRST_DAY) == {Role.FUNDER, Role.WORKER}
    assert walk.programme.held_on(FUNDER, NEXT_WEEK) == {Role.FUNDER}


def test_evidence_of_a_commissioner_ends_with_their_time() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=STRANGER, role=Role.COMMISSIONER, ends_on=NEXT_WEEK), FOUNDER)
    evidence = AddEvidence(milestone=NAMED, note="We saw it.")
    with pytest.raises(NotAllowed):
        walk.wait(weeks=1).decide(evidence, STRANGER)


def test_days_that_nobody_said_are_not_stored() -> None:
    assert Appointed(person=STRANGER, role=Role.FUNDER).model_dump(mode="json") == {
        "person": STRANGER,
        "role": "funder",
    }
    assert "ends_on" in Appointed(person=STRANGER, role=Role.FUNDER, ends_on=NEXT_WEEK).model_dump(mode="json")
