"""The calendar that people follow from their own programs, read back by a library that others wrote."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from httpx2 import Response
from icalendar import Calendar

from domain import journal_commands as journal
from domain import milestone_commands as milestones
from domain.milestone_commands import Reschedule, SetAside
from domain.person_commands import IssueToken, RevokeToken
from domain.programme_commands import Appoint, EndAppointment, Pause
from service.api_examples import FOUNDER, FUNDER, WORKER
from service.people import PersonCard
from service.sign_in.desk import desk_of
from service.sign_in.person_log import Asking
from tests.service.conftest import face
from tests.service.face import STRANGER, Face, assert_problem

__all__ = ["face"]


@pytest.fixture
def programme(face: Face) -> str:
    """The address of a programme whose plan is agreed, with two milestones open and a duty."""
    for person, name in ((WORKER, "Sam Worker"), (FOUNDER, "Fay Founder")):
        face.waymark.people.add(PersonCard(name=name), person)
    at = face.start()
    for kind, body in (
        (milestones.AgreePlan, {}),
        (milestones.OpenMilestone, None),
        (journal.RaiseDuty, None),
    ):
        assert face.post(kind, FOUNDER, at, body).status_code == 201
    face.catch_up()
    return at


def address(face: Face, person: str) -> tuple[str, int]:
    """What the page of an account gives: the address of a calendar, and the number under which it is kept."""
    desk = desk_of(face.waymark)
    desk.accounts.add(person)
    ends_at = face.clock() + timedelta(days=365)
    command = IssueToken(scopes=("calendar",), programmes=None, expires_at=ends_at)
    (issued,) = desk.log.ask(person, command, Asking(person))
    number: int = issued.token  # type: ignore[union-attr]  # it is the event of this command
    secret = desk.tokens.keep(person, number, "My calendar", ("calendar",), None, ends_at, second_factor=True)
    return f"/calendar/{secret}.ics", number


def entries(answer: Response) -> dict[str, Any]:
    """What is in a calendar, by UID. Warnings are errors in these tests, and the library notes what it cannot read."""
    assert answer.status_code == 200, answer.text
    calendar = Calendar.from_ical(answer.content)
    events = calendar.walk("VEVENT")
    assert [each.errors for each in calendar.walk() if each.errors] == []
    assert [str(each["TZID"]) for each in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    found = {str(each["UID"]).partition("/")[2].removesuffix("@waymark"): each for each in events}
    assert len(found) == len(events)
    return found


@pytest.mark.usefixtures("programme")
def test_it_holds_what_falls_due_on_whole_days(face: Face) -> None:
    answer = face.client.get(address(face, WORKER)[0])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = entries(answer)
    assert {"milestone/ENG-01", "milestone/ENG-02", "duty/end-of-lease"} <= set(found)
    lease = found["duty/end-of-lease"]
    assert lease.decoded("DTSTART") == date(2027, 3, 31)
    assert (str(lease["STATUS"]), str(lease["TRANSP"])) == ("CONFIRMED", "TRANSPARENT")
    assert len(lease.walk("VALARM")) == 1
    assert str(found["milestone/ENG-01"]["SUMMARY"]).startswith("Due: Partnership agreement")


def test_a_new_date_keeps_its_uid_and_raises_its_sequence(face: Face, programme: str) -> None:
    where = address(face, WORKER)[0]
    before = entries(face.client.get(where))["milestone/ENG-01"]
    assert face.post(Reschedule, FOUNDER, programme).status_code == 201
    face.catch_up()
    found = entries(face.client.get(where))
    after = found["milestone/ENG-01"]
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after.decoded("DTSTART") == date(2026, 6, 30)


def test_what_is_set_aside_or_settled_is_cancelled(face: Face, programme: str) -> None:
    where = address(face, WORKER)[0]
    before = entries(face.client.get(where))
    assert face.post(SetAside, FOUNDER, programme).status_code == 201
    assert face.post(journal.MeetDuty, FOUNDER, programme).status_code == 201
    face.catch_up()
    after = entries(face.client.get(where))
    for key in ("milestone/ENG-02", "duty/end-of-lease"):
        assert str(before[key]["STATUS"]) == "CONFIRMED"
        assert str(after[key]["STATUS"]) == "CANCELLED"
        assert int(after[key]["SEQUENCE"]) > int(before[key]["SEQUENCE"])
        assert not after[key].walk("VALARM")


def test_nobody_is_reminded_of_a_day_that_is_over_in_london(face: Face, programme: str) -> None:
    assert face.post(Reschedule, FOUNDER, programme).status_code == 201
    face.catch_up()
    where = address(face, WORKER)[0]
    face.clock.at = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert entries(face.client.get(where))["milestone/ENG-01"].walk("VALARM")
    face.clock.at += timedelta(hours=1)
    assert not entries(face.client.get(where))["milestone/ENG-01"].walk("VALARM")


def test_a_pause_makes_dates_tentative(face: Face, programme: str) -> None:
    assert face.post(Pause, FOUNDER, programme).status_code == 201
    face.catch_up()
    found = entries(face.client.get(address(face, WORKER)[0]))
    assert str(found["milestone/ENG-01"]["STATUS"]) == "TENTATIVE"


@pytest.mark.usefixtures("programme")
def test_the_same_dates_give_the_same_calendar(face: Face) -> None:
    where = address(face, WORKER)[0]
    assert face.client.get(where).content == face.client.get(where).content


def test_a_reader_gets_the_dates_that_are_shown_to_them_and_who_left_gets_none(face: Face, programme: str) -> None:
    assert face.post(Appoint, FOUNDER, programme).status_code == 201
    face.catch_up()
    where = address(face, FUNDER)[0]
    assert {each.partition("/")[0] for each in entries(face.client.get(where))} == {"milestone"}
    assert face.post(EndAppointment, FOUNDER, programme).status_code == 201
    face.catch_up()
    assert entries(face.client.get(where)) == {}
    assert entries(face.client.get(address(face, STRANGER)[0])) == {}


@pytest.mark.usefixtures("programme")
def test_no_person_is_named_in_it(face: Face) -> None:
    said = face.client.get(address(face, WORKER)[0]).text
    assert "Sam" not in said
    assert "person:" not in said


def test_its_secret_opens_nothing_else_and_nothing_else_opens_it(face: Face, programme: str) -> None:
    where = address(face, WORKER)[0]
    secret = where.removeprefix("/calendar/").removesuffix(".ics")
    asked = face.client.get(programme, headers={"Authorization": f"Bearer {secret}"})
    assert_problem(asked, 403, "token-too-narrow")
    other = face.acts(WORKER)["Authorization"].removeprefix("Bearer ")
    assert face.client.get(f"/calendar/{other}.ics").status_code == 404
    assert face.client.get("/calendar/guessed.ics").status_code == 404


@pytest.mark.usefixtures("programme")
def test_an_address_that_was_taken_back_is_no_address_any_more(face: Face) -> None:
    where, number = address(face, WORKER)
    assert face.client.get(where).status_code == 200
    desk_of(face.waymark).log.ask(WORKER, RevokeToken(token=number), Asking(WORKER))
    assert face.client.get(where).status_code == 404
