"""The quarterly review is an agenda that a group goes through together, on the page and as plain text."""

from domain.learning_commands import RaiseInformationNeed
from domain.milestone_commands import Accept, AddEvidence, AgreePlan, Submit
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from tests.service.face import Face
from tests.service.visitor import Page, become, told_programme


def _half_a_year(face: Face) -> str:
    programme = told_programme(face)
    assert face.post(AgreePlan, FOUNDER, programme, {}).is_success
    face.post(Appoint, COORDINATOR, programme)
    face.clock.move(days=120)
    for kind, actor, body in (
        (AddEvidence, WORKER, {"milestone": "ENG-01", "note": "We signed it."}),
        (Submit, WORKER, {"milestone": "ENG-01"}),
        (Accept, FOUNDER, {"milestone": "ENG-01"}),
        (RaiseInformationNeed, WORKER, {"milestone": "ENG-02", "question": "Who knows a good hall?"}),
    ):
        answer = face.post(kind, actor, programme, body)
        assert answer.is_success, answer.text
    face.catch_up()
    return programme[4:]


def test_a_review_goes_through_what_was_reached_what_moved_and_what_waits(face: Face) -> None:
    programme = _half_a_year(face)
    become(face, COORDINATOR)
    answer = face.client.get(f"{programme}/review")
    assert answer.status_code == 200, answer.text
    page = Page(answer)
    assert page.title == "Review of Making All Possible · Waymark"
    order = ["What did we reach?", "What moved?", "What decides when we end?", "What is late?", "held up, and who"]
    order += ["Which decisions wait?", "Which questions are open?", "Are our dates realistic?", "What do we agree?"]
    places = [page.text.index(each) for each in order]
    assert places == sorted(places)
    assert "on 30 June 2026" in page.text
    assert "Who knows a good hall?" in page.text
    assert {"class": "button", "href": f"{programme}/do/hold-review"} in page.all("a")
    assert "SVC-04 Advice, information and representation offered to the public" in page.text


def test_a_date_that_has_passed_is_no_longer_said_to_be_likely_missed(face: Face) -> None:
    programme = told_programme(face)
    assert face.post(AgreePlan, FOUNDER, programme, {}).is_success
    become(face, COORDINATOR)
    likely = "ENG-01 is more likely to miss its date than to keep it."
    assert likely in Page(face.client.get(f"{programme[4:]}/review")).text
    face.clock.move(days=60)
    face.catch_up()
    become(face, COORDINATOR)
    agenda = Page(face.client.get(f"{programme[4:]}/review")).text
    assert likely not in agenda
    assert "Are our dates realistic?" in agenda


def test_the_agenda_is_there_as_plain_text_too(face: Face) -> None:
    programme = _half_a_year(face)
    become(face, COORDINATOR)
    answer = face.client.get(f"{programme}/review.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("Review of Making All Possible\n====")
    assert "1. What did we reach?" in answer.text
    assert "- Answer “Who knows a good hall?”" in answer.text
    assert "<" not in answer.text


def test_who_only_reads_is_not_asked_to_write_it_down(face: Face) -> None:
    programme = _half_a_year(face)
    become(face, FUNDER)
    answer = face.client.get(f"{programme}/review")
    assert answer.status_code == 200
    assert "/do/hold-review" not in answer.text
