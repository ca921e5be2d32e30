"""Who decides sees beside the form what was shown for it: nobody has to look for it elsewhere first."""

from domain.milestone_commands import AddEvidence, RetractEvidence, Submit
from service.api_examples import FOUNDER, WORKER
from tests.service.face import Face
from tests.service.visitor import become, open_form, programme_of

SAID = "The council signed last."


def handed_in(face: Face) -> str:
    programme = programme_of(face)
    api = f"/api{programme}"
    for body in ({"link": "https://example.org/signed"}, {"note": "A wrong one."}):
        assert face.post(AddEvidence, WORKER, api, {"milestone": "ENG-02", **body}).status_code == 201
    taken_back = {"milestone": "ENG-02", "evidence": 2, "reason": "It was about another meeting."}
    assert face.post(RetractEvidence, WORKER, api, taken_back).status_code == 201
    assert face.post(Submit, WORKER, api, {"milestone": "ENG-02", "note": SAID}).status_code == 201
    return programme


def test_who_accepts_or_returns_sees_what_was_shown_and_what_was_said_with_it(face: Face) -> None:
    programme = handed_in(face)
    become(face, FOUNDER)
    for name in ("accept", "return"):
        page, _ = open_form(face, f"{programme}/do/{name}?milestone=ENG-02")
        assert "What was shown" in page.text
        assert SAID in page.text
        links = [each.get("href") for each in page.all("a")]
        assert "https://example.org/signed" in links
        assert f"{programme}/milestones/ENG-02/evidence" in links
        assert "A wrong one." not in page.text, "what was taken back does not count"
    page, _ = open_form(face, f"{programme}/do/reschedule?milestone=ENG-02")
    assert "What was shown" not in page.text


def test_who_agrees_the_plan_can_read_it_first(face: Face) -> None:
    programme = programme_of(face)
    become(face, FOUNDER)
    page, _ = open_form(face, f"{programme}/do/agree-plan")
    assert f"{programme}/plan" in [each.get("href") for each in page.all("a") if each.get("class") == "button"]
