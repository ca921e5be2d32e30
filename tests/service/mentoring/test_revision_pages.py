"""A plan is changed on a page: what a change does is seen first, and those who decide make it the plan."""

import re
from html import unescape

from httpx2 import Response

from domain.milestone_commands import AgreePlan
from domain.plan import Weeks
from domain.plan_events import PlanRevised
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER
from tests.service.face import Face
from tests.service.visitor import Page, become, hidden_of, told_programme

SHORTER = {"milestone": "GOV-05", "typical": "30", "earliest": "20", "latest": "60"}
MEETING = {
    "on_behalf_of.body": "founding group",
    "on_behalf_of.held_on": "2026-03-02",
    "on_behalf_of.present": "6",
    "on_behalf_of.votes_for": "5",
    "on_behalf_of.votes_against": "0",
    "on_behalf_of.minute": "All agreed.",
}


def _agreed(face: Face) -> str:
    programme = told_programme(face)
    assert face.post(AgreePlan, FOUNDER, programme, {}).is_success
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    return f"{programme[4:]}/plan/revise"


def _send(face: Face, address: str, before: Response, **typed: str) -> Response:
    hidden = hidden_of(before)[1]
    headers = {"Sec-Fetch-Site": "same-origin"}
    return face.client.post(address, data={**hidden, **typed}, headers=headers, follow_redirects=False)


def _changed(face: Face, address: str, kind: str, **typed: str) -> Response:
    asked = _send(face, address, face.client.get(address), go=f"change-{kind}")
    assert asked.status_code == 200, asked.text
    return _send(face, address, asked, go="put", **typed)


def test_a_founder_sees_what_a_change_does_and_makes_it_the_plan(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    looked = _changed(face, address, "retime", **SHORTER)
    page = Page(looked)
    assert "GOV-05" in page.text
    assert "usually 30 weeks, from 20 to 60" in page.text
    assert re.search(r"\d+ weeks later", page.text)
    ref = f"programme:{address.split('/')[2]}"
    assert face.waymark.front_door.programme(ref).plan_number == 1, "nothing is recorded before"
    assert _send(face, address, looked, go="adopt").status_code == 422
    done = _send(face, address, looked, go="adopt", reason="The register is slow.")
    assert done.status_code == 303, done.text
    again = _send(face, address, looked, go="adopt", reason="The register is slow.")
    assert again.headers["Location"] == done.headers["Location"]
    changed = face.waymark.front_door.programme(ref)
    assert changed.plan_number == 2
    assert changed.milestones["GOV-05"].step.weeks == Weeks(earliest=20, typical=30, latest=60)
    face.catch_up()
    assert "The plan is changed." in face.client.get(done.headers["Location"]).text


def test_a_milestone_that_others_wait_for_is_left_out_and_they_wait_for_what_came_before(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    looked = _changed(face, address, "drop", milestone="ENG-06")
    page = Page(looked)
    assert "ENG-06" in page.text
    assert "is left out" in page.text
    assert "ENG-07" in page.text
    assert _send(face, address, looked, go="adopt", reason="Not for us.").status_code == 303
    plan = face.waymark.front_door.programme(f"programme:{address.split('/')[2]}").milestones
    assert "ENG-06" not in plan
    assert set(plan["ENG-07"].step.depends_on) == {"ENG-04", "ENG-05"}


def test_a_milestone_of_the_groups_own_gets_the_next_number_of_its_stage(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    new = {"title": "A choir", "what": "We sing.", "stage": "SVC", "who": "founders", "depends_on": "SVC-01"}
    looked = _changed(face, address, "add", typical="4", earliest="2", latest="8", **new)
    assert "SVC-05 A choir is added" in Page(looked).text
    assert _send(face, address, looked, go="adopt", reason="We like it.").status_code == 303


def test_what_a_new_milestone_waits_for_stands_under_its_stages_and_those_with_a_tick_are_open(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    asked = _send(face, address, face.client.get(address), go="change-add")
    assert len(re.findall(r"<details><summary>[^<]+ <span", asked.text)) == 12, "a part for each stage, all shut"
    again = _send(face, address, asked, go="put", title="A choir", depends_on="SVC-01")
    assert re.findall(r"<details open><summary>([^<]+) <span", again.text) == ["Serve"]


def test_what_cannot_be_is_said_where_it_was_typed(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    empty = Page(_changed(face, address, "retime", milestone="GOV-05", typical="many"))
    assert {"href": "#typical"} in empty.all("a")
    assert {"href": "#latest"} in empty.all("a")
    upside_down = _changed(face, address, "retime", **{**SHORTER, "latest": "3"})
    assert upside_down.status_code in {409, 422}
    assert "must not get smaller" in upside_down.text
    begun = _changed(face, address, "drop", milestone="ENG-01")
    assert "was begun, so it stays in the record" in begun.text
    circle = _changed(face, address, "reorder", milestone="ENG-02", depends_on="ENG-07")
    assert "would wait for each other" in circle.text


def test_a_mentor_helps_and_writes_down_what_the_meeting_decided(face: Face) -> None:
    address = _agreed(face)
    become(face, COORDINATOR)
    looked = _changed(face, address, "retime", **SHORTER)
    assert "the group decides about it" in looked.text
    alone = _send(face, address, looked, go="adopt", reason="The register is slow.")
    assert alone.status_code == 422
    done = _send(face, address, looked, go="adopt", reason="The register is slow.", **MEETING)
    assert done.status_code == 303, done.text


def test_a_change_is_taken_back_before_it_counts(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    looked = _changed(face, address, "retime", **SHORTER)
    without = _send(face, address, looked, go="without-0")
    assert "Your changes so far" not in without.text
    assert "What do you want to change?" in without.text


def test_who_only_reads_changes_no_plan(face: Face) -> None:
    address = _agreed(face)
    become(face, FUNDER)
    assert face.client.get(address).status_code == 403


def test_a_what_if_of_the_forecast_is_made_the_plan_and_the_record_names_it(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    forecast = face.client.get(address.replace("/plan/revise", "/forecast"))
    offered = re.findall(r'href="([^"]*/plan/revise\?what_if=[^"]*)"', forecast.text)
    assert offered
    looked = face.client.get(unescape(offered[0]))
    assert "You tried this out in the forecast first." in Page(looked).text
    done = _send(face, address, looked, go="adopt", reason="We ask for help.", rebaseline="yes", floor_override="Help.")
    assert done.status_code == 303, Page(done).text
    revised = face.waymark.store.load(f"programme:{address.split('/')[2]}", 0)[-1].fact
    assert isinstance(revised, PlanRevised)
    assert revised.rebaseline
    assert revised.from_what_if is not None
    assert revised.from_what_if.what_if.endswith("-sooner")
    assert revised.from_what_if.fork_on == face.clock().date()
    face.catch_up()
    milestone = revised.from_what_if.what_if.removesuffix("-sooner").upper()
    history = Page(face.client.get(f"/programmes/{address.split('/')[2]}/history"))
    assert f"It was tried out before in the forecast: {milestone} sooner." in history.text


def test_changes_that_are_no_longer_those_of_the_what_if_do_not_name_it(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    what_if = '{"what_if":"less-marketing","changes":[{"change":"drop","milestone":"MKT-01"}]}'
    looked = face.client.get(address, params={"what_if": what_if})
    assert "You tried this out in the forecast first." in Page(looked).text
    more = _send(face, address, _send(face, address, looked, go="change-retime"), go="put", **SHORTER)
    assert "the record will not say that you tried these" in Page(more).text
    done = _send(face, address, more, go="adopt", reason="Both.", floor_override="Both.")
    assert done.status_code == 303, Page(done).text
    revised = face.waymark.store.load(f"programme:{address.split('/')[2]}", 0)[-1].fact
    assert isinstance(revised, PlanRevised)
    assert revised.from_what_if is None
    assert not revised.rebaseline


def test_a_what_if_that_the_plan_has_outgrown_is_refused_in_words(face: Face) -> None:
    address = _agreed(face)
    become(face, FOUNDER)
    gone = '{"changes":[{"change":"drop","milestone":"ZZ-99"}]}'
    looked = face.client.get(address, params={"what_if": gone})
    assert looked.status_code == 404
    assert "The plan has no milestone ZZ-99" in Page(looked).text
    assert face.client.get(address, params={"what_if": "{"}).status_code == 200
