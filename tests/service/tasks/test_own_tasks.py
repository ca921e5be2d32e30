"""My tasks are never empty without a word: what was begun, what nobody looks after, and what comes next."""

from domain.milestone_commands import Assign
from service.api_examples import FUNDER, WORKER
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become, open_form, programme_of, send


def test_a_worker_takes_a_milestone_that_nobody_looks_after(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    page = Page(face.client.get("/tasks"))
    assert "Nobody looks after these yet" in page.text
    take = f"{programme}/do/assign?milestone=ENG-02"
    assert take in [str(link["href"]) for link in page.all("a")]
    form, hidden = open_form(face, take)
    (chosen,) = (each["value"] for each in form.all("option") if "selected" in each)
    assert chosen == WORKER
    assert send(face, f"{programme}/do/assign", {**hidden, "to": WORKER}).status_code == 303
    face.catch_up()
    page = Page(face.client.get("/tasks"))
    assert take not in [str(link["href"]) for link in page.all("a")]
    assert f"{programme}/milestones/ENG-02" in [str(link["href"]) for link in page.all("a")]
    _, hidden = open_form(face, f"{programme}/do/hand-over?milestone=ENG-02")
    assert hidden


def test_what_was_begun_stands_first_with_a_link_to_go_on(face: Face) -> None:
    programme = programme_of(face)
    face.post(Assign, WORKER, f"/api{programme}", {"milestone": "ENG-02", "to": WORKER})
    become(face, WORKER)
    address = f"{programme}/do/reschedule"
    _, hidden = open_form(face, f"{address}?milestone=ENG-02")
    send(face, address, {**hidden, "reason": "The hall is closed.", "keep": "yes"})
    page = Page(face.client.get("/tasks"))
    assert page.text.index("You began this") < page.text.index("To do next")
    assert {"href": f"{address}?milestone=ENG-02"} in page.all("a")
    assert "Ask for more time (ENG-02)" in page.text
    assert "The hall is closed." not in page.text


def test_nobody_is_left_without_a_word(face: Face) -> None:
    programme_of(face)
    become(face, STRANGER)
    assert "You have no part in a programme yet." in Page(face.client.get("/tasks")).text
    become(face, FUNDER)
    assert "Nothing waits for you." in Page(face.client.get("/tasks")).text


def test_a_milestone_can_be_read_in_easy_read_first(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/milestones/ENG-01"
    usual = Page(face.client.get(address))
    assert {"href": f"{address}?words=easy"} in usual.all("a")
    easy = Page(face.client.get(f"{address}?words=easy"))
    assert easy.text.index("In Easy Read") < easy.text.index("What you can do now")
    assert "What it is, and why" not in easy.text
    assert {"href": address} in easy.all("a")
    assert easy.headings[0] == 1
