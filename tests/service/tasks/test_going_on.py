"""Going on with a milestone: what is missing stands first, nobody is asked what is known, and what is late is said."""

from domain.milestone_commands import AddEvidence, Assign, ReturnForWork, Submit
from service.api_examples import FOUNDER, SECOND_FOUNDER, WORKER
from tests.service.face import Face
from tests.service.visitor import Page, become, open_form, programme_of, send

MISSING = "The page with the signatures."


def handed_in(face: Face) -> str:
    programme = programme_of(face)
    for kind, body in ((AddEvidence, {"note": "All signed."}), (Submit, {})):
        assert face.post(kind, WORKER, f"/api{programme}", {"milestone": "ENG-02", **body}).status_code == 201
    return programme


def milestone_of(face: Face, programme: str) -> Page:
    face.catch_up()
    return Page(face.client.get(f"{programme}/milestones/ENG-02"))


def test_what_is_missing_stands_on_the_milestone_until_it_is_handed_in_again(face: Face) -> None:
    programme = handed_in(face)
    api = f"/api{programme}"
    assert face.post(ReturnForWork, FOUNDER, api, {"milestone": "ENG-02", "reason": MISSING}).status_code == 201
    become(face, WORKER)
    before, _, _ = milestone_of(face, programme).text.partition("What you can do now")
    assert "More work is needed" in before
    assert MISSING in before
    assert face.post(Submit, WORKER, api, {"milestone": "ENG-02"}).status_code == 201
    assert "More work is needed" not in milestone_of(face, programme).text


def test_who_looks_after_a_milestone_is_not_asked_when_it_is_handed_over(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    assert face.post(Assign, WORKER, f"/api{programme}", {"milestone": "ENG-02", "to": WORKER}).status_code == 201
    links = [str(each.get("href")) for each in milestone_of(face, programme).all("a")]
    assert f"{programme}/do/hand-over?milestone=ENG-02" in links
    assert f"{programme}/do/assign?milestone=ENG-02" not in links, "to hand it over says the same"
    page, hidden = open_form(face, f"{programme}/do/hand-over?milestone=ENG-02")
    assert "looks after it now." in page.text
    assert [each["name"] for each in page.all("select")] == ["to"]
    assert hidden["giver"] == WORKER
    assert send(face, f"{programme}/do/hand-over", {**hidden, "to": FOUNDER, "reason": "I am away."}).status_code == 303
    late = send(face, f"{programme}/do/hand-over", {**hidden, "attempt": "b" * 32, "to": SECOND_FOUNDER})
    assert late.status_code == 409, "somebody else looks after it by now"


def test_who_comes_too_late_hears_at_once_what_was_done_meanwhile(face: Face) -> None:
    programme = handed_in(face)
    become(face, FOUNDER)
    _, hidden = open_form(face, f"{programme}/do/accept?milestone=ENG-02")
    body = {"milestone": "ENG-02", "reason": MISSING}
    assert face.post(ReturnForWork, SECOND_FOUNDER, f"/api{programme}", body).status_code == 201
    late = send(face, f"{programme}/do/accept", hidden)
    assert late.status_code == 412
    assert "Somebody changed this since you looked at it. ENG-02 is open." in late.text
    assert "send this once more" not in late.text


def test_what_was_begun_and_cannot_be_sent_any_more_is_not_listed_until_it_can(face: Face) -> None:
    programme = programme_of(face)
    api = f"/api{programme}"
    assert face.post(AddEvidence, WORKER, api, {"milestone": "ENG-02", "note": "Signed."}).status_code == 201
    assert face.post(Assign, WORKER, api, {"milestone": "ENG-02", "to": WORKER}).status_code == 201
    become(face, WORKER)
    for name, typed in (("submit", {"note": "Look at page 2."}), ("hand-over", {"reason": "I am away."})):
        _, hidden = open_form(face, f"{programme}/do/{name}?milestone=ENG-02")
        assert send(face, f"{programme}/do/{name}", {**hidden, **typed, "keep": "yes"}).status_code == 303
    begun = ("Hand it in (ENG-02)", "Hand it over to somebody else (ENG-02)")
    assert all(words in face.client.get("/tasks").text for words in begun)
    assert face.post(Submit, WORKER, api, {"milestone": "ENG-02"}).status_code == 201
    assert [words in face.client.get("/tasks").text for words in begun] == [False, True]
    body = {"milestone": "ENG-02", "reason": MISSING}
    assert face.post(ReturnForWork, FOUNDER, api, body).status_code == 201
    assert all(words in face.client.get("/tasks").text for words in begun)
