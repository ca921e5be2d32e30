"""What a group reached, newest first, in warm words; and a reached milestone offers a celebration."""

from domain.journal_commands import RecordCelebration
from domain.milestone_commands import Accept, AgreePlan, Reopen, Unblock
from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER
from tests.service.deciding.test_decisions_page import links, seen, submitted
from tests.service.face import Face


def reached(face: Face) -> str:
    programme = submitted(face)
    face.post(AgreePlan, COORDINATOR, programme)
    face.clock.move(days=7)
    face.post(Unblock, FOUNDER, programme)
    face.post(Accept, FOUNDER, programme)
    return programme


def test_what_was_reached_is_told_newest_first_in_warm_words(face: Face) -> None:
    programme = reached(face)
    page = seen(face, FOUNDER, programme, "celebrations")
    assert "is reached." in page.text
    assert "It is the first milestone of all." in page.text
    assert (
        page.text.index("It is the first milestone of all.")
        < page.text.index("The plan is agreed. It is the group’s own.")
        < page.text.index("The way of Making All Possible began.")
    )
    for never in ("passed", "failed", "score", "%"):
        assert never not in page.text


def test_a_reached_milestone_offers_a_celebration_once(face: Face) -> None:
    programme = reached(face)
    offer = f"{programme[4:]}/do/record-celebration?milestone=ENG-01"
    assert offer in links(seen(face, FOUNDER, programme, "celebrations"))
    face.post(RecordCelebration, FOUNDER, programme)
    page = seen(face, FOUNDER, programme, "celebrations")
    assert "Cake for everybody." in page.text
    assert offer not in links(page)


def test_what_is_worked_on_again_is_not_celebrated_until_it_is_reached_again(face: Face) -> None:
    programme = reached(face)
    face.post(Reopen, FOUNDER, programme)
    assert "is reached." not in seen(face, FOUNDER, programme, "celebrations").text


def test_a_funder_sees_what_was_reached_and_no_celebration_the_group_keeps_to_itself(face: Face) -> None:
    programme = reached(face)
    face.post(RecordCelebration, FOUNDER, programme)
    face.post(Appoint, COORDINATOR, programme)
    page = seen(face, FUNDER, programme, "celebrations")
    assert "is reached." in page.text
    assert "Cake for everybody." not in page.text
    assert [link for link in links(page) if "/do/" in link] == []
