"""A group that is on its way comes in with what it has reached; and an answer is found again wherever they sign in."""

import re

from domain.milestone_events import MilestoneAccepted
from service.api_examples import COORDINATOR, WORKER
from service.drafts.drafts import Drafts
from service.mentoring.start_draft import StartDraft
from service.plan_file import load_plan
from service.sign_in.sessions import IDLE
from tests.service.face import Face
from tests.service.mentoring.test_start_pages import GROUP, _answer, _ask, _go
from tests.service.visitor import Page, become

PLAN = "ulo-from-scratch"
FIRST, AGREED = "2025-09-01", "2026-01-12"
DAYS = {"agreed_on": AGREED, "day.ENG-01": FIRST, "day.ENG-02": "2025-11-03", "day.GOV-01": "2026-02-02"}


def _up_to_reached(face: Face) -> None:
    _go(face, "template", "organisation", template=PLAN)
    _go(face, "organisation", "partners", **GROUP)
    _go(face, "partners", "people", mentor="Disability Solutions")
    _go(face, "people", "dates")
    _go(face, "dates", "reached", way="part-way", start_on=FIRST, funding_end="2029-03-30")


def _marked(**found: str) -> dict[str, str]:
    said = {f"state.{each.id}": "not-begun" for each in load_plan(PLAN).milestones}
    return said | {f"state.{name.replace('_', '-')}": state for name, state in found.items()}


def test_a_group_that_is_on_its_way_begins_where_it_is(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_reached(face)
    _go(face, "reached", "when", **_marked(ENG_01="reached", ENG_02="reached", GOV_01="open"))
    asked = {str(each.get("name")) for each in _ask(face, "when").all("input")}
    assert set(DAYS) <= asked
    assert "day.ENG-03" not in asked
    _go(face, "when", "realism", **DAYS)
    _go(face, "realism", "check")
    page = _ask(face, "check")
    for said in (
        "Plan agreed",
        "12 January 2026",
        "ENG-02",
        "3 November 2025",
        "Nobody is written to about what is past.",
    ):
        assert said in page.text
    begun = _answer(face, "check")
    assert begun.status_code == 303, begun.text
    ref = f"programme:{begun.headers['Location'].partition('?')[0].rpartition('/')[2]}"
    programme = face.waymark.front_door.programme(ref)
    assert programme.part_way
    assert str(programme.agreed_on) == AGREED
    status = {name: each.status for name, each in programme.milestones.items()}
    assert (status["ENG-01"], status["ENG-02"], status["GOV-01"]) == ("accepted", "accepted", "open")
    accepted = {
        event.fact.milestone: str(event.meta.occurred_on)
        for event in face.waymark.store.load(ref, 0)
        if isinstance(event.fact, MilestoneAccepted)
    }
    assert accepted == {"ENG-01": FIRST, "ENG-02": "2025-11-03"}
    face.catch_up()
    assert "The programme has begun." in face.client.get(begun.headers["Location"]).text


def test_what_is_reached_brings_the_expected_end_nearer(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_reached(face)
    _go(face, "reached", "when", **_marked(ENG_01="open"))
    _go(face, "when", "realism", **{"day.ENG-01": "2026-02-02"})
    before = _ask(face, "realism").text
    every = {each.id.replace("-", "_"): "reached" for each in load_plan(PLAN).milestones if each.stage != "LEG"}
    _go(face, "reached", "when", **_marked(**every))
    days = {f"day.{name.replace('_', '-')}": "2026-02-02" for name in every}
    _go(face, "when", "realism", **days)
    ends = [re.search(r"8 in 10 end by \d+ \w+ (\d{4})", said) for said in (before, _ask(face, "realism").text)]
    assert ends[0] is not None
    assert ends[1] is not None
    assert int(ends[1][1]) < int(ends[0][1])


def test_a_group_that_is_just_beginning_is_not_asked_about_its_past(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_reached(face)
    _go(face, "dates", "realism", way="beginning", start_on="2026-04-06")
    for step in ("reached", "when"):
        answer = face.client.get(f"/start/{step}", follow_redirects=False)
        assert answer.headers["Location"] == "/start/realism"
    assert "step 6 of 7" in _ask(face, "realism").text


def test_days_that_cannot_be_are_said_at_their_fields(face: Face) -> None:
    become(face, COORDINATOR)
    _go(face, "template", "organisation", template=PLAN)
    _go(face, "organisation", "partners", **GROUP)
    _go(face, "partners", "people", mentor="Disability Solutions")
    _go(face, "people", "dates")
    late = Page(_answer(face, "dates", way="part-way", start_on="2026-04-06"))
    assert {"href": "#start-on"} in late.all("a")
    _go(face, "dates", "reached", way="part-way", start_on=FIRST)
    nothing = Page(_answer(face, "reached", **_marked()))
    assert nothing.title.startswith("Error: ")
    assert {"href": "#state-ENG-01-not-begun"} in nothing.all("a")
    assert any(each.get("id") == "state-ENG-01-not-begun" for each in nothing.all("select"))
    _go(face, "reached", "when", **_marked(ENG_01="reached"))
    for day, said in (
        ("", "One that is about right is enough."),
        ("soon", "Give a day, month and year that there is."),
        ("2027-01-04", "This day is still to come."),
        ("2025-01-06", "This is before the first day, 1 September 2025."),
    ):
        page = Page(_answer(face, "when", **{"day.ENG-01": day}))
        assert said in page.text
        assert {"href": "#day-ENG-01"} in page.all("a")


def test_an_answer_is_found_again_on_another_machine_and_only_by_who_gave_it(face: Face) -> None:
    become(face, COORDINATOR)
    _go(face, "template", "organisation", template=PLAN)
    face.client.cookies.clear()
    become(face, WORKER)
    assert "Go on where you stopped" not in face.client.get("/start").text
    face.client.cookies.clear()
    become(face, COORDINATOR)
    assert "Go on where you stopped" in face.client.get("/start").text
    _go(face, "organisation", "partners", **GROUP)


def test_what_was_typed_into_a_step_is_there_when_the_session_ran_out_or_it_is_kept_for_later(face: Face) -> None:
    become(face, COORDINATOR)
    _go(face, "template", "organisation", template=PLAN)
    token = re.search(r'name="form_token" value="([^"]*)"', face.client.get("/start/organisation").text)
    face.clock.at += IDLE
    sent = {"form_token": token[1] if token else "", "organisation": "Able Together"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    ended = face.client.post("/start/organisation", data=sent, headers=headers, follow_redirects=False)
    assert ended.status_code == 401
    assert "What you typed is kept" in ended.text
    become(face, COORDINATOR)
    back = face.client.get("/sign-in/kept", follow_redirects=False)
    assert back.headers["Location"] == "/start/organisation"
    assert any(each.get("value") == "Able Together" for each in _ask(face, "organisation").all("input"))
    assert face.client.get("/tasks").status_code == 200
    kept = _answer(face, "organisation", organisation="Able", locality="Derby", keep="yes")
    assert kept.headers["Location"] == "/start"
    assert _answer(face, "organisation", organisation="Able", keep="yes", quietly="yes").status_code == 204
    _go(face, "organisation", "partners", **GROUP)
    drafts = Drafts(face.waymark.pool, face.waymark.keyring, face.waymark.clock)
    assert [each.place for each in drafts.of(COORDINATOR)] == ["/start"], "an answered step leaves nothing behind"


def test_what_was_begun_under_a_number_in_the_browser_is_found_and_moved(face: Face) -> None:
    become(face, COORDINATOR)
    desk = face.client.app.state.door.desk  # type: ignore[attr-defined]
    before = StartDraft().with_answers("template", {"template": PLAN})
    number = desk.steps.keep("start", {"draft": before.model_dump_json()}, COORDINATOR)
    face.client.cookies.set("waymark_start", number)
    _ask(face, "organisation")
    assert desk.steps.look(number, "start") is None
    face.client.cookies.clear()
    become(face, COORDINATOR)
    _ask(face, "organisation")


def test_where_everything_is_done_nothing_is_foreseen_any_more(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_reached(face)
    every = [each.id for each in load_plan(PLAN).milestones]
    _go(face, "reached", "when", **{f"state.{name}": "reached" for name in every})
    _go(face, "when", "realism", agreed_on=AGREED, **{f"day.{name}": "2026-02-02" for name in every})
    _go(face, "realism", "check")
    place = _answer(face, "check").headers["Location"].partition("?")[0]
    face.catch_up()
    page = Page(face.client.get(f"{place}/forecast"))
    assert "Everything is done, since 2 February 2026." in page.text
    assert "promise that day" not in page.text
    assert "Look at this before you decide" not in page.text
