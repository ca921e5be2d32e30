"""The first page is for whoever opens it: what waits for them, then where they can go."""

import re
from collections.abc import Awaitable

import pytest
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from domain.milestone_commands import OpenMilestone
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.request_log import RequestLog
from tests.service.face import OPERATOR, STRANGER
from tests.service.front_page.conftest import House


def places(html: str, label: str = "Main") -> dict[str, str]:
    """The words and addresses of a navigation."""
    nav = html.partition(f'aria-label="{label}"')[2].partition("</nav>")[0]
    return {words: address for address, words in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav)}


def test_what_waits_for_somebody_comes_before_their_programmes(house: House) -> None:
    page = house.seen_by(FOUNDER, "/")
    assert "Welcome, Ann Founder" in page
    waits, programmes = page.index("What waits for you"), page.index("Your programme<")
    assert waits < page.index("Decide about “") < programmes < page.index("Look at Waymark as somebody else")
    assert f'href="{house.programme}/milestones/ENG-03"' in page
    assert re.search(r"All my tasks \(\d+\)", page)


def test_a_worker_for_whom_nothing_waits_is_told_of_a_milestone_that_could_be_taken(house: House) -> None:
    assert "Nothing waits for you just now." in house.seen_by(WORKER, "/")
    house.face.post(OpenMilestone, WORKER, f"/api{house.programme}", {"milestone": "ENG-02", "reason": "We may begin."})
    house.face.catch_up()
    page = house.seen_by(WORKER, "/")
    assert "Nobody looks after one milestone yet: you could take it." in page
    assert '<a href="/tasks#free">See\N{NO-BREAK SPACE}it</a>' in page
    assert 'id="free"' in house.seen_by(WORKER, "/tasks")


def test_who_only_reads_is_not_told_that_nothing_waits_for_them(house: House) -> None:
    page = house.seen_by(FUNDER, "/")
    assert "What waits for you" not in page
    assert "Making All Possible" in page


def test_an_operator_is_led_to_the_state_of_waymark_and_to_no_programme(house: House) -> None:
    page = house.seen_by(OPERATOR, "/")
    assert 'href="/operator/health"' in page.partition("<main")[2]
    assert "Making All Possible" not in page.partition("<details>")[0].partition("somebody else")[0]


def test_who_has_no_part_is_told_how_to_get_one(house: House) -> None:
    assert "can invite you" in house.seen_by(STRANGER, "/")


def test_nobody_in_particular_is_told_what_waymark_is_and_where_the_library_is(house: House) -> None:
    page = house.client.get("/").text
    assert "A way to your own organisation" in page
    assert 'href="/library"' in page
    assert 'href="/sign-in"' in page
    assert "Making All Possible</a>" not in page


def test_a_demonstration_has_one_button_for_each_part_and_everybody_below(house: House) -> None:
    page = house.client.get("/").text
    buttons = re.findall(r'<button type="submit" name="person" value="([^"]+)"[^>]*>([^<]+)<', page)
    assert buttons == [
        (COORDINATOR, "Mentor"),
        (WORKER, "Worker"),
        (FOUNDER, "Founder"),
        (FUNDER, "Funder"),
        (OPERATOR, "Operator"),
    ]
    assert page.index("<details>") < page.index("<select")
    for person, _ in buttons:
        chosen = house.be(person)
        assert (chosen.status_code, chosen.headers["Location"]) == (303, "/")
        assert "Welcome, " in house.client.get("/").text


@pytest.mark.parametrize(
    ("person", "own"),
    [
        (COORDINATOR, {"Groups you walk with"}),
        (WORKER, set[str]()),
        (FUNDER, {"Portfolio"}),
        (OPERATOR, {"Health"}),
    ],
)
def test_everybody_finds_what_is_for_their_part_in_the_navigation(house: House, person: str, own: set[str]) -> None:
    shown = places(house.seen_by(person, "/tasks"))
    assert {"Your page", "My tasks", "Library"} | own == set(shown)


def test_no_place_of_a_navigation_leads_nowhere(house: House) -> None:
    for person in (COORDINATOR, WORKER, FOUNDER, FUNDER):
        page = house.seen_by(person, house.programme)
        inside = places(page, "Making All Possible")
        assert inside["Overview"] == house.programme
        assert "History" in inside
        for address in {*places(page).values(), *inside.values()}:
            assert (person, address, house.client.get(address).status_code) == (person, address, 200)


def test_a_reader_is_not_shown_the_places_of_those_who_steer(house: House) -> None:
    steering = {"Decisions", "Who sees what", "Invite people", "Handover", "Review"}
    assert not steering & set(places(house.seen_by(FUNDER, house.programme), "Making All Possible"))
    assert "Invite people" in places(house.seen_by(COORDINATOR, house.programme), "Making All Possible")


def test_the_place_where_somebody_is_says_so(house: House) -> None:
    page = house.seen_by(WORKER, f"{house.programme}/history")
    assert f'href="{house.programme}/history" aria-current="page"' in page
    below = house.seen_by(WORKER, f"{house.programme}/history/difference")
    assert f'href="{house.programme}/history" aria-current="true"' in below
    assert page.count("aria-current") == below.count("aria-current") == 1


def test_a_refusal_keeps_the_frame_of_its_reader_and_says_what_to_do_next(house: House) -> None:
    house.be(FUNDER)
    refused = house.client.get(f"{house.programme}/invitations")
    assert refused.status_code == 403
    assert "You are <strong>Fay Funder</strong>" in refused.text
    assert "Go to Making All Possible" in refused.text
    assert "Go to your page" in refused.text
    came_from = {"Referer": f"http://127.0.0.1{house.programme}/history?since=2026-01-01"}
    back = house.client.get(f"{house.programme}/invitations", headers=came_from).text
    assert f'href="{house.programme}/history">Go back' in back
    elsewhere = {"Referer": "http://evil.example/library"}
    assert "Go back" not in house.client.get(f"{house.programme}/invitations", headers=elsewhere).text
    house.client.cookies.clear()
    nobody = house.client.get("/nothing").text
    assert '<a href="/sign-in">Sign in</a></li>' in nobody
    assert "Go to the first page" in nobody


def test_a_refusal_about_a_programme_of_others_does_not_name_it(house: House) -> None:
    house.be(STRANGER)
    hidden = house.client.get(house.programme)
    assert hidden.status_code == 404
    assert "Making All Possible" not in hidden.text
    assert "Sue" in hidden.text or "You are" in hidden.text


def test_a_page_tells_nobody_of_headers_and_bodies(house: House) -> None:
    wrong = house.client.post("/about")
    assert wrong.status_code == 405
    assert "Go back, and use a button or a link on it." in wrong.text
    refused = house.client.post("/sign-in/email", data={"email": "a" * 1_100_000})
    assert refused.status_code == 413
    assert "send less of it" in refused.text
    assert [word for word in ("The header", "body is", "SHA-256") if word in wrong.text + refused.text] == []


def test_a_page_that_went_wrong_gives_a_number_to_tell() -> None:
    def falls(_scope: Scope, _receive: Receive, _send: Send) -> Awaitable[None]:
        raise ZeroDivisionError

    log = RequestLog(falls, lambda _scope, refusal: PlainTextResponse(str(refusal), 500), "http://127.0.0.1")
    client = TestClient(log, base_url="http://127.0.0.1")
    wrong, program = client.get("/library"), client.get("/api/library")
    assert f"the number {wrong.headers['Waymark-Request'][:8]}" in wrong.text
    assert "header" not in wrong.text
    assert "the header Waymark-Request" in program.text
