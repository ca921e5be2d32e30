"""Everything has a form, lists and groups of fields too, without a script; each is offered what they may do now."""

import pytest

from domain.programme_commands import Appoint
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from service.forms.journal_words import short_name
from tests.service.face import STRANGER, Face
from tests.service.visitor import Page, become, open_form, programme_of, send

NOW = "2026-03-02"


def offered(face: Face, programme: str) -> set[str]:
    """What a reader is offered, as the ends of its addresses. Each can be opened."""
    page = Page(face.client.get(f"{programme}/do"))
    links = {str(link["href"]) for link in page.all("a") if "/do/" in str(link["href"])}
    for address in links:
        assert face.client.get(address).status_code == 200, address
    return {address.rpartition("/do/")[2] for address in links}


def test_each_is_offered_what_they_may_do_now_and_nothing_else(face: Face) -> None:
    programme = programme_of(face)
    face.post(Appoint, COORDINATOR, f"/api{programme}")
    face.catch_up()
    become(face, FOUNDER)
    founder = offered(face, programme)
    assert {"agree-plan", "pause", "appoint", "decide-sharing", "raise-duty", "draft-resource"} <= founder
    assert "record-mentoring-session" not in founder
    assert "resume" not in founder, "it is not paused"
    become(face, COORDINATOR)
    mentor = offered(face, programme)
    assert {"record-mentoring-session", "count-people", "agree-plan?meeting=yes", "pause?meeting=yes"} <= mentor
    become(face, WORKER)
    assert "appoint?meeting=yes" in offered(face, programme)
    become(face, FUNDER)
    assert offered(face, programme) == set()
    become(face, STRANGER)
    assert face.client.get(f"{programme}/do").status_code == 404


def test_several_are_ticked_and_what_was_ticked_is_still_ticked_after_a_mistake(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    address = f"{programme}/do/record-mentoring-session"
    page, hidden = open_form(face, address)
    boxes = [str(each["value"]) for each in page.all("input") if each.get("type") == "checkbox"]
    assert boxes == ["ENG-01", "ENG-02"], "those that are open"
    wrong = send(face, address, {**hidden, "minutes": "long", "milestones": boxes})  # type: ignore[dict-item]
    again = Page(wrong)
    assert [str(each["value"]) for each in again.all("input") if "checked" in each] == boxes
    assert {"href": "#minutes"} in again.all("a")
    done = send(face, address, {**hidden, "minutes": "45", "milestones": boxes})  # type: ignore[dict-item]
    assert done.status_code == 303, done.text


def test_what_is_left_behind_is_written_changed_checked_and_offered_with_forms_alone(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    words = {"kind": "toolkit", "title": "Doors", "text": "Ask for the width of each door."}
    _, hidden = open_form(face, f"{programme}/do/draft-resource")
    assert send(face, f"{programme}/do/draft-resource", {**hidden, **words}).status_code == 303
    assert "revise-resource?resource=1" in offered(face, programme)
    page, hidden = open_form(face, f"{programme}/do/revise-resource?resource=1")
    assert "Ask for the width of each door." in page.text, "nobody types it again"
    assert "Doors" in page.title
    changed = {"title": "Doors", "text": "Ask for the width of every door."}
    assert send(face, f"{programme}/do/revise-resource", {**hidden, **changed}).status_code == 303
    assert "check-resource?resource=1" not in offered(face, programme), "nobody checks their own words"
    become(face, FOUNDER)
    for name, fields in (
        ("check-resource", {"agreed": "yes"}),
        (
            "publish-resource",
            {"audience": "waymark", "formats": ["plain-text", "large-print"], "constituencies": "Wheelchairs\n\nBSL"},
        ),
    ):
        _, hidden = open_form(face, f"{programme}/do/{name}?resource=1")
        done = send(face, f"{programme}/do/{name}", {**hidden, **fields})  # type: ignore[dict-item]
        assert done.headers["Location"].startswith(f"{programme}/do?done={name}"), done.text
    legacy = face.waymark.front_door.group(f"programme:{programme.rpartition('/')[2]}").legacy
    assert legacy is not None
    published = legacy.resources[1].offered
    assert published is not None
    assert (published.formats, published.constituencies) == (("plain-text", "large-print"), ("Wheelchairs", "BSL"))
    assert published.text == "Ask for the width of every door."
    assert "withdraw-resource?resource=1" in offered(face, programme)


def test_a_reminder_needs_no_code_and_is_offered_as_done_afterwards(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    page, hidden = open_form(face, f"{programme}/do/raise-duty")
    assert [each["value"] for each in page.all("input") if each.get("name") == "remind_weeks"] == ["4"]
    asked = {"title": "The lease ends!", "due": "2027-03-31", "remind_weeks": "4", "cure_weeks": "4", "who": "worker"}
    done = send(face, f"{programme}/do/raise-duty", {**hidden, **asked})
    assert done.status_code == 303, done.text
    face.catch_up()
    assert "meet-duty?duty=the-lease-ends-2027-03-31" in offered(face, programme)
    met, _ = open_form(face, f"{programme}/do/meet-duty?duty=the-lease-ends-2027-03-31")
    assert "The lease ends!" in met.text


def test_the_board_begins_in_the_register_and_a_seat_is_asked_about_once(face: Face) -> None:
    programme = programme_of(face)
    become(face, FOUNDER)
    address = f"{programme}/do/appoint-board-member"
    _, hidden = open_form(face, address)
    empty = Page(send(face, address, hidden))
    assert {"href": "#from-constituency-yes"} in empty.all("a")
    seat = {"person": SECOND_FOUNDER, "office": "chair", "voting": "yes", "from_constituency": "yes"}
    assert send(face, address, {**hidden, **seat}).status_code == 303
    board = face.waymark.front_door.group(f"programme:{programme.rpartition('/')[2]}").board
    assert (board.voting, board.from_constituency) == (1, 1)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Pay the rent", "pay-the-rent-2026-05-01"),
        ("Ünder — (1)", "nder-1-2026-05-01"),
        ("", "duty-2026-05-01"),
        ("x" * 90, f"{'x' * 45}-2026-05-01"),
    ],
)
def test_a_reminder_is_called_by_its_words_and_its_day(title: str, expected: str) -> None:
    assert short_name({"title": title, "due": "2026-05-01"}) == expected
