"""The plan in Easy Read: whoever is asked to agree it can read it first, and agree or change it there."""

from domain.milestone_commands import Accept, AgreePlan, Unblock
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from tests.service.deciding.test_decisions_page import links, seen, submitted
from tests.service.face import Face


def test_the_plan_is_read_in_easy_read_and_agreed_there(face: Face) -> None:
    programme = submitted(face)
    pages = programme[4:]
    page = seen(face, FOUNDER, programme, "plan/easy")
    assert "This is our plan." in page.text
    assert "It has 12 parts." in page.text
    assert "We agree how to work together" in page.text
    assert "We work on this now." in page.text
    assert "We did this." not in page.text
    assert "It is a draft." in page.text
    assert f"{pages}/milestones/ENG-01?words=easy" in links(page)
    assert f"{pages}/do/agree-plan" in links(page)
    assert f"{pages}/plan/easy" in links(seen(face, FOUNDER, programme, "do/agree-plan"))
    assert f"{pages}/plan/easy" in links(seen(face, FOUNDER, programme, "plan"))


def test_it_says_what_was_done_and_offers_only_what_the_reader_may_do(face: Face) -> None:
    programme = submitted(face)
    face.post(AgreePlan, COORDINATOR, programme)
    face.post(Unblock, FOUNDER, programme)
    face.post(Accept, FOUNDER, programme)
    page = seen(face, WORKER, programme, "plan/easy")
    assert "We did 1 step." in page.text
    assert "We did this." in page.text
    assert f"{programme[4:]}/do/agree-plan" not in links(page)
