"""A programme is started step by step: nothing is lost, nothing is asked twice, and it begins once."""

import re
from datetime import date

from httpx2 import Response

from domain.programme_commands import Appoint, EndAppointment
from domain.programme_events import ProgrammeStarted
from domain.roles import Role
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become, told_programme

GROUP = {
    "organisation": "Able Together",
    "locality": "Derby",
    "nation": "england",
    "kind": "self-help group",
    "short": "group",
    "member": "friend",
}
START_ON, FUNDING_END = "2026-04-06", "2029-03-30"


def _ask(face: Face, step: str) -> Page:
    answer = face.client.get(f"/start/{step}", follow_redirects=False)
    assert answer.status_code == 200, (step, answer.status_code, answer.headers.get("Location"))
    return Page(answer)


def _answer(face: Face, step: str, **typed: str) -> Response:
    shown = face.client.get(f"/start/{step}")
    token = re.search(r'name="form_token" value="([^"]*)"', shown.text)
    assert token is not None
    fields = {"form_token": token[1], **typed}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return face.client.post(f"/start/{step}", data=fields, headers=headers, follow_redirects=False)


def _go(face: Face, step: str, to: str, **typed: str) -> None:
    answer = _answer(face, step, **typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/start/{to}"), answer.text


def _up_to_check(face: Face) -> None:
    _go(face, "template", "organisation", template="ulo-from-scratch")
    _go(face, "organisation", "partners", **GROUP)
    _go(face, "partners", "people", mentor="Disability Solutions", commissioner="", funders="A Trust\n\nA Lottery\n")
    assert _answer(face, "people", add="yes", name="Nina New", role="founder").status_code == 200
    _go(face, "people", "dates")
    _go(face, "dates", "realism", start_on=START_ON, funding_end=FUNDING_END)
    _go(face, "realism", "check")


def test_a_mentor_starts_a_programme_and_comes_to_its_page(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_check(face)
    page = _ask(face, "check")
    for said in (
        "Able Together",
        "Derby, England",
        "self-help group (group), friend",
        "A Trust, A Lottery",
        "Nina New",
    ):
        assert said in page.text
    assert "6 April 2026" in page.text
    begun = _answer(face, "check")
    assert begun.status_code == 303, begun.text
    place = begun.headers["Location"]
    programme = face.waymark.front_door.programme(f"programme:{place.partition('?')[0].rpartition('/')[2]}")
    assert programme.organisation == "Able Together"
    started = face.waymark.store.load(programme.id, 0)[0].fact
    assert isinstance(started, ProgrammeStarted)
    assert (started.vocabulary.organisation, started.vocabulary.member) == ("self-help group", "friend")
    assert programme.start_on == date.fromisoformat(START_ON)
    assert programme.duties["funding-ends"].due == date.fromisoformat(FUNDING_END)
    founders = [person for person, held in programme.roles.items() if Role.FOUNDER in held]
    assert list(face.waymark.people.names(founders).values()) == ["Nina New"]
    face.catch_up()
    shown = face.client.get(place)
    assert shown.status_code == 200
    assert "The programme has begun." in shown.text


def test_the_steps_come_one_after_the_other_and_none_is_skipped(face: Face) -> None:
    become(face, COORDINATOR)
    for step in ("organisation", "people", "check"):
        answer = face.client.get(f"/start/{step}", follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/start/template")
    assert face.client.get("/start/nothing").status_code == 404


def test_what_was_answered_stands_there_again_and_is_changed_from_the_end(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_check(face)
    page = _ask(face, "organisation")
    typed = {str(each["name"]): each.get("value") for each in page.all("input")}
    assert (typed["organisation"], typed["member"]) == ("Able Together", "friend")
    _go(face, "organisation", "check", **{**GROUP, "locality": "Long Eaton"})
    assert "Long Eaton, England" in _ask(face, "check").text
    # Other days must be looked at again: are they realistic?
    _go(face, "dates", "realism", start_on="2026-05-04", funding_end="")
    assert "/start/check" in _answer(face, "realism").headers["Location"]
    assert "not known yet" in _ask(face, "check").text


def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(face: Face) -> None:
    become(face, COORDINATOR)
    nothing = _answer(face, "template")
    assert nothing.status_code == 422
    assert Page(nothing).title.startswith("Error: ")
    _go(face, "template", "organisation", template="existing-group")
    wrong = Page(_answer(face, "organisation", **{**GROUP, "locality": " "}))
    assert {"href": "#locality"} in wrong.all("a")
    assert any(each.get("value") == "Able Together" for each in wrong.all("input"))
    _go(face, "organisation", "partners", **GROUP)
    _go(face, "partners", "people", mentor="Disability Solutions")
    unsaid = Page(_answer(face, "people", add="yes", name="Nina New", email="nina"))
    assert {"href": "#role-mentor"} in unsaid.all("a")
    assert {"href": "#email"} in unsaid.all("a")
    _go(face, "people", "dates")
    for start, end, said in (
        ("soon", "", "Give a day, month and year that there is."),
        ("2026-04-06", "2026-04-06", "The funding must end after the first day."),
        ("2020-01-06", "2020-02-03", "This day has passed."),
        ("2020-01-06", "", "This is more than a year ago. Check the year."),
        ("2005-04-06", "", "This is more than twenty years away from today. Check the year."),
        ("2056-04-06", "", "This is more than twenty years away from today. Check the year."),
    ):
        page = _answer(face, "dates", start_on=start, funding_end=end)
        assert page.status_code == 422
        assert said in Page(page).text


def test_warnings_say_which_milestones_their_codes_mean(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_check(face)
    said = _ask(face, "realism").text
    assert "SVC-04: Advice, information and representation offered to the public" in said
    assert "Which milestones these are" in said


def test_a_person_typed_in_but_not_added_is_not_lost(face: Face) -> None:
    become(face, COORDINATOR)
    _go(face, "template", "organisation", template="ulo-from-scratch")
    _go(face, "organisation", "partners", **GROUP)
    _go(face, "partners", "people", mentor="Disability Solutions")
    _go(face, "people", "dates", name="Nina New", role="founder")
    assert "Nina New" in _ask(face, "people").text
    assert "Nina New" not in Page(_answer(face, "people", remove="1")).text


def test_people_of_other_programmes_are_chosen_and_others_are_not_offered(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme, {"person": STRANGER, "role": "worker"})
    face.catch_up()
    become(face, COORDINATOR)
    _go(face, "template", "organisation", template="ulo-from-scratch")
    _go(face, "organisation", "partners", **GROUP)
    offered = {str(each.get("value")) for each in _ask(face, "partners").all("input")}
    assert "Disability Solutions" in offered, "what the mentor's organisation is called is known already"
    _go(face, "partners", "people", mentor="Disability Solutions")
    choices = {str(each.get("value")) for each in _ask(face, "people").all("option")}
    assert {FOUNDER, WORKER} <= choices
    assert COORDINATOR not in choices
    both = _answer(face, "people", add="yes", person=WORKER, name="Nina New", role="worker")
    assert both.status_code == 422
    assert "Not both." in Page(both).text
    unknown = "person:00000000-0000-4000-8000-000000000000"
    assert _answer(face, "people", add="yes", person=unknown, role="worker").status_code == 422
    assert "Sam Worker, a worker" in Page(_answer(face, "people", add="yes", person=WORKER, role="worker")).text


def test_who_has_an_address_is_invited_and_not_given_a_part_before_they_say_yes(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_check(face)
    assert _answer(face, "people", add="yes", name="Ivy Invited", email="ivy@example.org", role="founder").is_success
    place = _answer(face, "check").headers["Location"]
    ref = f"programme:{place.partition('?')[0].rpartition('/')[2]}"
    invited = face.client.app.state.door.desk.invitations.of(ref)  # type: ignore[attr-defined]
    assert [(each.name, each.email, each.role) for each in invited] == [
        ("Ivy Invited", "ivy@example.org", Role.FOUNDER)
    ]
    programme = face.waymark.front_door.programme(ref)
    assert invited[0].person not in programme.roles


def test_a_refusal_is_shown_with_the_step_where_it_can_be_mended(face: Face) -> None:
    programme = told_programme(face)
    become(face, COORDINATOR)
    _up_to_check(face)
    assert _answer(face, "people", add="yes", person=WORKER, role="worker").status_code == 200
    # In the meantime the worker has left, and is nobody whom this mentor may simply give a part.
    assert face.post(EndAppointment, COORDINATOR, programme, {"person": WORKER, "role": "worker"}).is_success
    face.catch_up()
    answer = _answer(face, "check")
    assert answer.status_code == 403
    page = Page(answer)
    assert page.title.startswith("Error: ")
    assert "Nothing has begun yet, and nothing is lost." in page.text
    assert {"href": "/start/people"} in page.all("a")
    assert "Sam Worker" not in Page(_answer(face, "people", remove="2")).text.partition("Add one more")[0]
    _go(face, "people", "check")
    assert _answer(face, "check").headers["Location"].startswith("/programmes/")


def test_sent_twice_it_is_one_programme(face: Face) -> None:
    become(face, COORDINATOR)
    _up_to_check(face)
    token = next(str(each["value"]) for each in _ask(face, "check").all("input") if each.get("name") == "form_token")
    cookies = dict(face.client.cookies)
    places = set()
    for _ in range(2):
        face.client.cookies.clear()
        for name, value in cookies.items():
            face.client.cookies.set(name, value)
        headers = {"Sec-Fetch-Site": "same-origin"}
        answer = face.client.post("/start/check", data={"form_token": token}, headers=headers, follow_redirects=False)
        assert answer.status_code == 303
        places.add(answer.headers["Location"].partition("?")[0])
    assert len([each for each in places if each.startswith("/programmes/")]) == 1
    assert places - {"/mentoring"} == {each for each in places if each.startswith("/programmes/")}


def test_a_draft_is_opened_for_nobody_else(face: Face) -> None:
    become(face, COORDINATOR)
    _go(face, "template", "organisation", template="ulo-from-scratch")
    become(face, COORDINATOR)
    assert "Go on where you stopped" in face.client.get("/start").text
    face.clock.move(days=31)
    become(face, COORDINATOR)
    assert "Go on where you stopped" not in face.client.get("/start").text
