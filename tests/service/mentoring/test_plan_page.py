"""The plan is a table by stage, with what was planned, what is foreseen and how it went."""

import re

import pytest

from domain.milestone_commands import AgreePlan, OpenMilestone
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become, told_programme


def _plan(face: Face, person: str, programme: str, **asked: str) -> Page:
    become(face, person)
    answer = face.client.get(f"{programme[4:]}/plan", params=asked)
    assert answer.status_code == 200, answer.text
    return Page(answer)


def test_the_plan_shows_each_milestone_with_its_dates(face: Face) -> None:
    programme = told_programme(face)
    page = _plan(face, FOUNDER, programme)
    assert page.title == "The plan of Making All Possible · Waymark"
    assert "59 milestones." in page.text
    assert "held up since 2 March 2026: access" in page.text
    assert "waiting for other milestones" in page.text
    assert "8 in 10 by" in page.text
    assert {"href": f"{programme[4:]}/milestones/GOV-05"} in page.all("a")
    assert len(page.all("table")) == 13, "a table for each stage, and one for the picture"


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"stage": "GOV"}, "GOV-05", "ENG-01"),
        ({"status": "held-up"}, "ENG-01", "ENG-02"),
        ({"status": "open"}, "ENG-02", "GOV-05"),
        ({"who": "treasurer"}, "GOV-06", "ENG-01"),
    ],
)
def test_the_plan_is_narrowed_without_a_script(face: Face, asked: dict[str, str], there: str, gone: str) -> None:
    programme = told_programme(face)
    begun = face.post(OpenMilestone, WORKER, programme, {"milestone": "ENG-02", "reason": "We may begin."})
    assert begun.status_code == 201
    face.catch_up()
    address = f"{programme[4:]}/milestones"
    links = [link.get("href") for link in _plan(face, FOUNDER, programme, **asked).all("a")]
    assert f"{address}/{there}" in links
    assert f"{address}/{gone}" not in links


def test_the_day_of_the_plan_is_the_day_on_which_it_is_due(face: Face) -> None:
    """Four weeks from Sunday 1 March 2026 are a Sunday again: it is due on Monday."""
    programme = face.start(start_on="2026-03-01")
    face.catch_up()
    page = _plan(face, FOUNDER, programme, status="open")
    assert "open, due on 30 March 2026" in page.text
    (row,) = re.findall(r"Partnership agreement signed.*?Begun", page.text, re.DOTALL)
    assert row.rpartition("and the commissioner")[2].strip().startswith("30 March 2026")


def test_a_filter_that_nothing_fits_says_so(face: Face) -> None:
    programme = told_programme(face)
    page = _plan(face, FOUNDER, programme, stage="nothing")
    assert "No milestone fits." in page.text
    assert {"href": f"{programme[4:]}/plan"} in page.all("a")


def test_only_who_may_change_the_plan_is_led_to_changing_it(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme)
    face.post(AgreePlan, FOUNDER, programme, body={})
    face.catch_up()
    change = {"class": "button", "href": f"{programme[4:]}/plan/revise"}
    for person in (FOUNDER, COORDINATOR, WORKER):
        assert change in _plan(face, person, programme).all("a")
    assert change not in _plan(face, FUNDER, programme).all("a")


def test_strangers_see_no_plan(face: Face) -> None:
    programme = told_programme(face)
    become(face, COORDINATOR)
    face.waymark.people.names([STRANGER])
    face.client.cookies.clear()
    assert face.client.get(f"{programme[4:]}/plan").status_code in {303, 401}
    assert face.get(f"{programme[4:]}/plan", STRANGER).status_code == 404
