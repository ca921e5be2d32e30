"""What a worker opens first: what to do next, and one milestone with all that helps to reach it."""

from domain.milestone_commands import AddEvidence, OpenMilestone, Submit
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become, told_programme


def test_tasks_are_what_to_do_what_is_late_and_what_waits_in_that_order(face: Face) -> None:
    programme = told_programme(face)
    face.post(OpenMilestone, WORKER, programme, {"milestone": "ENG-02", "reason": "We may begin."})
    face.post(OpenMilestone, WORKER, programme, {"milestone": "ENG-03", "reason": "We may begin."})
    face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-03", "note": "We met."})
    face.post(Submit, WORKER, programme, {"milestone": "ENG-03"})
    face.catch_up()
    become(face, SECOND_FOUNDER)
    page = Page(face.client.get("/tasks"))
    links = [str(link["href"]) for link in page.all("a")]
    assert f"{programme[4:]}/do/agree-plan" in links
    assert f"{programme[4:]}/milestones/ENG-03" in links
    face.clock.move(days=400)
    become(face, SECOND_FOUNDER)
    text = Page(face.client.get("/tasks")).text
    assert text.index("To do next") < text.index("A later date is normal") < text.index("Waits for someone else")
    assert "days late" in text
    become(face, STRANGER)
    assert "Nothing waits for you." in Page(face.client.get("/tasks")).text
    face.client.cookies.clear()
    assert face.client.get("/tasks").status_code == 401


def test_a_milestone_says_what_it_is_in_easy_read_too_and_what_shows_it(face: Face) -> None:
    programme = told_programme(face)
    become(face, WORKER)
    page = Page(face.client.get(f"{programme[4:]}/milestones/ENG-01"))
    assert page.title.startswith("ENG-01 ")
    for said in (
        "What it is, and why",
        "In Easy Read",
        "People with learning disabilities have not checked it yet",
        "What shows that it is reached",
        "What others learned",
        "The lift of the hall is broken.",
        "held up since 2 March 2026: access",
    ):
        assert said in page.text
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert "Nothing shows yet that ENG-01 is reached. Add a note, a link or a file first." in page.text
    assert {"href": f"{programme[4:]}/do/unblock?milestone=ENG-01", "class": "button"} in page.all("a")


def test_a_milestone_of_others_looks_like_one_that_is_not_there(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme)
    become(face, STRANGER)
    assert face.client.get(f"{programme[4:]}/milestones/ENG-01").status_code == 404
    become(face, FUNDER)
    page = Page(face.client.get(f"{programme[4:]}/milestones/ENG-01"))
    assert "Nothing waits for you here." in page.text
    assert face.client.get(f"{programme[4:]}/milestones/ZZZ-99").status_code == 404


def test_those_who_decide_see_at_the_top_what_waits_for_them(face: Face) -> None:
    programme = told_programme(face)
    face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": "We met."})
    face.post(Submit, WORKER, programme, {"milestone": "ENG-01"})
    face.catch_up()
    become(face, FOUNDER)
    page = Page(face.client.get(programme[4:]))
    assert "What waits for our decision" in page.text
    links = [str(link["href"]) for link in page.all("a")]
    for place in ("do/accept?milestone=ENG-01", "do/return?milestone=ENG-01", "do/agree-plan"):
        assert f"{programme[4:]}/{place}" in links
    become(face, WORKER)
    assert "What waits for our decision" not in Page(face.client.get(programme[4:])).text
