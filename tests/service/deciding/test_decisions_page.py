"""What waits for those who decide, and what they decided and when."""

from domain.milestone_commands import Accept, AddEvidence, AgreePlan, ReturnForWork, Submit
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember
from domain.programme_commands import Appoint, CloseProgramme
from domain.resource_commands import CheckResource, DraftResource, EndOwnership, NameOwner, PublishResource
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from tests.service.face import Face
from tests.service.visitor import Page, become, told_programme


def submitted(face: Face) -> str:
    programme = told_programme(face)
    face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": "We met."})
    face.post(Submit, WORKER, programme, {"milestone": "ENG-01"})
    face.catch_up()
    return programme


def seen(face: Face, person: str, programme: str, page: str = "decisions") -> Page:
    face.catch_up()
    become(face, person)
    return Page(face.client.get(f"{programme[4:]}/{page}"))


def links(page: Page) -> list[str]:
    return [str(link["href"]) for link in page.all("a")]


def test_those_who_decide_see_what_waits_and_a_button_for_each_answer(face: Face) -> None:
    programme = submitted(face)
    page = seen(face, FOUNDER, programme)
    assert "You decide, as the founding group." in page.text
    assert "What waits for our decision" in page.text
    for place in ("do/accept?milestone=ENG-01", "do/return?milestone=ENG-01", "do/agree-plan", "milestones/ENG-01"):
        assert f"{programme[4:]}/{place}" in links(page)
    assert "Agree the plan" in page.text


def test_a_programme_that_has_ended_is_not_asked_what_if(face: Face) -> None:
    programme = submitted(face)
    asked = "What if we changed the plan?"
    assert asked in seen(face, FOUNDER, programme).text
    ended = {"ending": "stopped-early", "reason": "The money ended."}
    assert face.post(CloseProgramme, FOUNDER, programme, ended).status_code == 201
    assert asked not in seen(face, FOUNDER, programme).text


def test_a_mentor_writes_down_what_a_meeting_decided_and_a_funder_only_reads(face: Face) -> None:
    programme = submitted(face)
    face.post(Appoint, COORDINATOR, programme)
    page = seen(face, COORDINATOR, programme)
    assert "The founding group decides." in page.text
    assert f"{programme[4:]}/do/accept?milestone=ENG-01&meeting=yes" in links(page)
    assert f"{programme[4:]}/do/accept?milestone=ENG-01" not in links(page)
    assert [link for link in links(seen(face, FUNDER, programme)) if "/do/" in link] == []


def test_something_written_for_others_waits_to_be_checked(face: Face) -> None:
    programme = submitted(face)
    face.post(DraftResource, WORKER, programme, {"kind": "lesson", "title": "The lift", "text": "Ask first."})
    page = seen(face, SECOND_FOUNDER, programme)
    assert "The lift" in page.text
    assert "are the words right?" in page.text
    face.post(Appoint, COORDINATOR, programme)
    assert "The lift" not in seen(face, FUNDER, programme).text


def test_what_nobody_looks_after_any_more_waits_until_an_owner_is_named(face: Face) -> None:
    programme = submitted(face)
    owner = {"resource": 1, "organisation": "Our Own Voice", "agreed_on": "2026-03-02"}
    for kind, person, body in (
        (DraftResource, WORKER, {"kind": "toolkit", "title": "The lift", "text": "Ask first."}),
        (CheckResource, FOUNDER, {"resource": 1, "agreed": True}),
        (PublishResource, SECOND_FOUNDER, {"resource": 1}),
        (NameOwner, WORKER, owner),
    ):
        assert face.post(kind, person, programme, body).status_code == 201
    assert "nobody looks after it" not in seen(face, FOUNDER, programme).text
    face.post(EndOwnership, WORKER, programme, {"resource": 1})
    page = seen(face, FOUNDER, programme)
    assert "nobody looks after it any more. Who will?" in page.text
    assert f"/library/{programme.rpartition('/')[2]}/1" in links(page)
    assert f"{programme[4:]}/do/name-owner?resource=1" in links(page)
    face.post(NameOwner, FOUNDER, programme, owner)
    assert "nobody looks after it" not in seen(face, FOUNDER, programme).text


def test_decisions_are_told_with_their_meeting_and_can_be_asked_for_by_days(face: Face) -> None:
    programme = submitted(face)
    face.post(AgreePlan, COORDINATOR, programme)
    face.post(ReturnForWork, FOUNDER, programme)
    face.clock.move(days=10)
    face.post(Submit, WORKER, programme, {"milestone": "ENG-01"})
    face.post(Accept, FOUNDER, programme)
    page = seen(face, FOUNDER, programme)
    told = page.text.partition("What we decided, and when")[2]
    assert told.index("as reached") < told.index("asked for more work") < told.index("agreed the plan")
    assert "Decided by the founding group on 2 March 2026: 6 for, 1 against, 7 present." in told
    assert "said that" not in told, "what is no decision is not told here"
    then = Page(face.client.get(f"{programme[4:]}/decisions?until=2026-03-05"))
    assert "as reached" not in then.text
    assert "asked for more work" in then.text
    assert f"{programme[4:]}/decisions" in links(then)
    assert face.client.get(f"{programme[4:]}/decisions?since=soon").status_code == 422


def test_once_it_is_adopted_the_board_decides_and_the_page_says_so(face: Face) -> None:
    programme = submitted(face)
    face.post(AppointBoardMember, FOUNDER, programme)
    face.post(AdoptGoverningDocument, FOUNDER, programme)
    board = seen(face, FOUNDER, programme)
    assert "You decide, as the board." in board.text
    assert f"{programme[4:]}/do/accept?milestone=ENG-01" in links(board)
    founder = seen(face, SECOND_FOUNDER, programme)
    assert "The board decides." in founder.text
    assert f"{programme[4:]}/do/accept?milestone=ENG-01" not in links(founder)


def test_once_it_is_adopted_no_page_says_that_the_founding_group_does_it(face: Face) -> None:
    programme = submitted(face)
    who = "Who does it"
    before = seen(face, FOUNDER, programme, "milestones/GOV-01").text.partition(who)[2][:200]
    assert "founding group" in before.lower()
    face.post(AppointBoardMember, FOUNDER, programme)
    face.post(AdoptGoverningDocument, FOUNDER, programme)
    after = seen(face, FOUNDER, programme, "milestones/GOV-01").text.partition(who)[2][:200]
    assert "the board" in after.lower()
    assert "founding group" not in after.lower()
    for part in ("", "/decisions", "/sharing", "/report", "/plan"):
        text = " ".join(Page(face.client.get(programme[4:] + part)).text.split()).lower()
        for said in ("the founding group decides", "as the founding group", "who works on it: the founding group"):
            assert said not in text, part
