"""What a funder opens: every programme that let them in, what is new, how far it is proven; and nothing that steers."""

import re
from urllib.parse import urlsplit

import pytest

from domain.authority import NAMED_READERS, TABLE
from domain.milestone_commands import Accept, AddEvidence, Submit
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import Appoint, EndAppointment
from domain.sharing_commands import DecideSharing
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.settings import Settings
from tests.service.audit.conftest import signed_once
from tests.service.deciding.test_decisions_page import links, submitted
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become, told_programme

READERS_MAY = {command.NAME for command, who in TABLE.items() if NAMED_READERS in who}
NO_COMMANDS = ("/bundle", "/sign-out", "/who", "/how-it-looks", "/account")
"""Where a funder may send a form: none of these gives a command to a programme."""


def let_in(face: Face) -> str:
    programme = submitted(face)
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    return programme


def glance(programme: str) -> str:
    return f"/portfolio/{programme.rpartition('/')[2]}"


def look(face: Face, address: str, person: str | None = None) -> Page:
    face.catch_up()
    if person is not None:
        become(face, person)
    answer = face.client.get(address)
    assert answer.status_code == 200, answer.text
    return Page(answer)


def test_the_portfolio_lists_what_let_them_in_and_nothing_else(face: Face, settings: Settings) -> None:
    programme = let_in(face)
    page = look(face, "/portfolio", FUNDER)
    assert glance(programme) in links(page)
    assert "0 of 59 milestones reached" in page.text
    assert "not yet" in page.text, "nothing is proven yet"
    signed_once(settings)
    assert "all of it, last on" in look(face, "/portfolio").text
    assert glance(programme) not in links(look(face, "/portfolio", STRANGER))
    become(face, FUNDER)
    face.post(EndAppointment, COORDINATOR, programme)
    assert "No programme has let you in yet." in look(face, "/portfolio").text
    assert face.client.get(glance(programme)).status_code == 404


def test_other_days_are_chosen_where_the_link_says_so(face: Face) -> None:
    programme = let_in(face)
    choosing = next(each for each in links(look(face, glance(programme), FUNDER)) if "choose=yes" in each)
    page = look(face, choosing)
    assert any("open" in each for each in page.all("details"))
    assert "Report to funders" in page.text


def test_what_is_new_is_counted_from_the_last_look(face: Face) -> None:
    programme = let_in(face)
    assert "things since" not in look(face, "/portfolio", FUNDER).text
    assert "What happened last" in look(face, glance(programme)).text
    face.clock.move(days=3)
    face.post(Accept, FOUNDER, programme)
    assert "1 thing since 2 March 2026" in look(face, "/portfolio", FUNDER).text
    for _ in range(2):
        page = look(face, glance(programme))
        assert "New since you looked on 2 March 2026" in page.text, "looking again at once forgets nothing"
        assert "as reached" in page.text
    face.clock.move(days=1)
    assert "nothing since 5 March 2026" in look(face, "/portfolio", FUNDER).text


def test_what_is_hidden_is_not_counted_as_new(face: Face) -> None:
    programme = let_in(face)
    look(face, glance(programme), FUNDER)
    face.clock.move(days=1)
    face.post(AppointBoardMember, FOUNDER, programme)
    assert "nothing since" in look(face, "/portfolio", FUNDER).text
    face.post(DecideSharing, FOUNDER, programme)
    assert "1 thing since" in look(face, "/portfolio").text


def test_the_last_look_of_one_person_is_not_that_of_another(face: Face) -> None:
    programme = let_in(face)
    look(face, glance(programme), FUNDER)
    face.clock.move(days=1)
    assert "nothing since" not in look(face, "/portfolio", WORKER).text
    for nonsense in ("x", "~~~", "a" * 4000, f"{'0' * 12}~{'f' * 32}.999999999999.999999999999"):
        face.client.cookies.set("waymark_looked", nonsense, path="/portfolio", domain="127.0.0.1")
        assert face.client.get("/portfolio").status_code == 200


def test_a_group_sees_its_programme_as_a_funder_does(face: Face) -> None:
    programme = let_in(face)
    insider = look(face, glance(programme), FOUNDER)
    preview = look(face, f"{glance(programme)}?as=funder")
    assert "This is what a funder sees of your programme." in preview.text
    assert "The lift of the hall is broken." in insider.text
    assert "The lift of the hall is broken." not in preview.text
    real = look(face, glance(programme), FUNDER)
    for part in ("What the group keeps to itself", "How far each part is"):
        assert kept(real, part) == kept(preview, part)


def kept(page: Page, part: str) -> str:
    return " ".join(page.text.partition(part)[2].split())[:400]


@pytest.mark.parametrize("role", ["funder", "commissioner"])
def test_a_reader_never_looks_as_another_reader_does(face: Face, role: str) -> None:
    programme = let_in(face)
    face.catch_up()
    become(face, FUNDER)
    assert face.client.get(f"{glance(programme)}?as={role}").status_code == 403


def test_evidence_is_asked_of_a_funder_where_a_milestone_names_them(face: Face) -> None:
    programme = let_in(face)
    assert "What you can add" not in look(face, glance(programme), FUNDER).text


def test_a_funder_is_given_nothing_that_steers_on_any_page(face: Face, settings: Settings) -> None:
    """Everything that leads on from the portfolio is looked at, as far as links lead."""
    programme = told_programme(face)
    face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": "We met."})
    face.post(Submit, WORKER, programme, {"milestone": "ENG-01"})
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    signed_once(settings)
    become(face, FUNDER)
    waiting, seen, sent = ["/portfolio", "/", "/tasks", programme[4:]], set[str](), set[str]()
    while waiting:
        address = waiting.pop()
        path = urlsplit(address).path
        kind = re.sub(r"/(milestones|figures)/[^/]+", r"/\1/…", path)
        if kind in seen or "." in path.rpartition("/")[2] or path.startswith("/api/"):
            continue
        seen.add(kind)
        answer = face.client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            assert answer.status_code < 500, address
            continue
        page = Page(answer)
        sent |= {str(form.get("action") or path) for form in page.all("form") if form.get("method") == "post"}
        waiting += [link for link in links(page) if link.startswith("/")]
    assert {kind for kind in seen if kind.startswith(("/portfolio", programme[4:]))} > {
        "/portfolio",
        glance(programme),
        f"{programme[4:]}/history",
        f"{programme[4:]}/proof",
        f"{programme[4:]}/report",
        f"{programme[4:]}/figures/…",
    }
    assert [kind for kind in seen if "/do/" in kind and kind.rpartition("/")[2] not in READERS_MAY] == []
    assert [action for action in sent if not any(each in action for each in NO_COMMANDS)] == []
