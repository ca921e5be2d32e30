"""Who sees what, who controls what, and who is in: in plain words, for everybody with a part."""

from domain.authority import TABLE
from domain.milestone_commands import RevisePlan
from domain.organisation_commands import AdoptGoverningDocument, AppointBoardMember
from domain.programme_commands import Appoint
from domain.sharing_commands import DecideSharing
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.deciding.controls import CONTROLS
from tests.service.deciding.test_decisions_page import links, seen
from tests.service.face import STRANGER, Face
from tests.service.visitor import become, told_programme


def test_every_command_is_in_one_kind_of_control_and_all_of_a_kind_are_for_the_same_people() -> None:
    named = [command for commands in CONTROLS.values() for command in commands]
    assert len(named) == len(set(named))
    assert set(named) == set(TABLE)
    for what, commands in CONTROLS.items():
        assert len({TABLE[command] for command in commands}) == 1, what
    assert RevisePlan in CONTROLS["Agree the plan, and change it"]


def test_a_decision_shows_in_what_funders_see_with_its_day(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme)
    before = seen(face, FOUNDER, programme, "sharing").text
    sees, _, not_yet = before.partition("What funders do not see")
    assert "What cannot go on, and since when" not in sees
    assert "What cannot go on, and since when" in not_yet
    face.post(DecideSharing, FOUNDER, programme)
    sees, _, not_yet = seen(face, FOUNDER, programme, "sharing").text.partition("What funders do not see")
    assert "What cannot go on, and since when" in sees
    assert "decided on 2 March 2026" in sees
    assert "What nobody outside is ever shown" in not_yet


def test_only_those_who_may_change_it_are_offered_to(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme)
    mine = links(seen(face, FOUNDER, programme, "sharing"))
    assert f"{programme[4:]}/do/decide-sharing?role=funder&group=blocked&shown=yes" in mine
    assert f"{programme[4:]}/do/decide-sharing?role=commissioner&group=plan&shown=no" in mine
    assert not any("group=programme&" in link for link in mine), "that there is a programme is always shown"
    worker = links(seen(face, WORKER, programme, "sharing"))
    assert all("meeting=yes" in link for link in worker if "/do/" in link)
    assert any("/do/" in link for link in worker)
    assert not any("/do/" in link for link in links(seen(face, FUNDER, programme, "sharing")))


def test_the_form_of_a_part_has_it_chosen_already_and_leads_back(face: Face) -> None:
    programme = told_programme(face)
    page = seen(face, FOUNDER, programme, "do/decide-sharing?role=funder&group=blocked&shown=yes&reason=mine")
    chosen = [str(each["value"]) for each in page.all("input") if "checked" in each]
    assert chosen == ["funder", "blocked", "yes"]
    assert "mine" not in page.text, "nobody is led to a reason somebody else wrote"
    assert f"{programme[4:]}/sharing" in links(page)


def test_a_funder_reads_what_they_see_and_nothing_about_commissioners(face: Face) -> None:
    programme = told_programme(face)
    face.post(Appoint, COORDINATOR, programme)
    page = seen(face, FUNDER, programme, "sharing")
    assert "What you see" in page.text
    assert "What you do not see" in page.text
    assert "What commissioners see" not in str(page.tags) + page.text
    become(face, STRANGER)
    assert face.client.get(f"{programme[4:]}/sharing").status_code == 404


def test_everybody_who_is_in_is_named_with_their_days(face: Face) -> None:
    programme = told_programme(face)
    face.clock.move(days=9)
    face.post(Appoint, COORDINATOR, programme, {"person": FUNDER, "role": "funder", "ends_on": "2027-03-02"})
    page = seen(face, FOUNDER, programme, "sharing")
    table = page.text.partition("Who is in")[2]
    for said in ("Sam Worker", "a worker", "the beginning", "11 March 2026", "2 March 2027", "no end set"):
        assert said in table


def test_who_controls_what_changes_when_the_board_is_adopted(face: Face) -> None:
    programme = told_programme(face)
    page = seen(face, WORKER, programme, "sharing").text.partition("Who controls what")[2]
    assert "The founding group" in page
    face.post(AppointBoardMember, FOUNDER, programme)
    face.post(AdoptGoverningDocument, FOUNDER, programme)
    page = seen(face, FOUNDER, programme, "sharing").text
    assert "The board decides what funders and commissioners see." in page
    assert "The founding group" not in page.partition("Who controls what")[2].partition("Who is in")[0]
