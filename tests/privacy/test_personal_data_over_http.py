"""What people may ask about their own data, and what those who help them must know."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from domain.milestone_commands import AddEvidence
from domain.organisation_commands import AppointBoardMember
from service.api import build_app
from service.api_examples import COORDINATOR, FOUNDER, SECOND_FOUNDER, WORKER
from service.assembly import build
from service.people import PersonCard
from service.privacy.person_export_words import ABOUT_OTHERS, NOT_YOURS
from service.settings import Settings
from service.sign_in.desk import desk_of
from tests.service.face import STRANGER, Face, MovedClock

ANN = PersonCard(name="Ann Example", email="ann@example.org", channel="email")
NEEDS = {"needs": ["breaks", "bsl-interpreter"], "formats": ["large-print"], "involvement": "keep-me-informed"}


@pytest.fixture
def face(settings: Settings) -> Iterator[Face]:
    clock = MovedClock()
    with (
        build(settings, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://localhost") as client,
    ):
        made = Face(client, waymark, clock)
        waymark.people.add(ANN, FOUNDER)
        waymark.people.add(PersonCard(name="Will Wood"), WORKER)
        made.start()
        made.catch_up()
        yield made


def at(person: str, part: str) -> str:
    return f"/api/people/{person.removeprefix('person:')}/{part}"


def asked(face: Face, method: str, address: str, person: str, body: object = None) -> Response:
    """Ask as somebody who signed in in a browser."""
    desk = desk_of(face.waymark)
    desk.accounts.add(person)
    secret = desk.sessions.begin(person, ["link"], second_factor=True)
    headers = {"Cookie": f"waymark_session={secret}", "Sec-Fetch-Site": "same-origin"}
    return face.client.request(method, address, json=body, headers=headers)


def test_needs_are_said_by_the_person_and_read_by_those_who_must_meet_them(face: Face) -> None:
    said = asked(face, "PUT", at(FOUNDER, "needs"), FOUNDER, NEEDS)
    assert said.status_code == 200, said.text
    assert said.json()["in_words"] == ["a BSL interpreter", "breaks", "large print"]
    for person, status in ((FOUNDER, 200), (WORKER, 200), (COORDINATOR, 200), (SECOND_FOUNDER, 404), (STRANGER, 404)):
        assert face.get(at(FOUNDER, "needs"), person).status_code == status
    assert face.get("/api/people/nobody/needs", FOUNDER).status_code == 404


def test_needs_are_codes_and_there_is_no_room_for_a_diagnosis(face: Face) -> None:
    for wrong in ({"needs": ["multiple sclerosis"]}, {"note": "has MS"}, {"involvement": "maybe"}):
        assert asked(face, "PUT", at(FOUNDER, "needs"), FOUNDER, wrong).status_code == 422


def test_a_helper_says_it_only_for_somebody_who_does_not_sign_in(face: Face) -> None:
    assert asked(face, "PUT", at(FOUNDER, "needs"), WORKER, NEEDS).status_code == 200
    desk_of(face.waymark).accounts.add(FOUNDER)
    assert asked(face, "PUT", at(FOUNDER, "needs"), WORKER, NEEDS).status_code == 403
    assert asked(face, "PUT", at(FOUNDER, "needs"), STRANGER, NEEDS).status_code == 404


def test_after_a_year_they_are_asked_again(face: Face) -> None:
    assert face.get(at(FOUNDER, "needs"), WORKER).json()["ask_again"] is True
    assert asked(face, "PUT", at(FOUNDER, "needs"), FOUNDER, NEEDS).json()["ask_again"] is False
    face.clock.move(days=363)
    assert asked(face, "GET", at(FOUNDER, "needs"), FOUNDER).json()["ask_again"] is False
    face.clock.move(days=1)
    assert asked(face, "GET", at(FOUNDER, "needs"), FOUNDER).json()["ask_again"] is True


def test_everything_about_me_is_mine_and_holds_nobody_elses_data(face: Face) -> None:
    programme = face.get("/api/programmes", FOUNDER).json()["programmes"][0]["programme"].removeprefix("programme:")
    address = f"/api/programmes/{programme}"
    face.post(AddEvidence, WORKER, address, {"milestone": "ENG-01", "note": "Ann spoke at the fair.", "about": FOUNDER})
    face.post(AddEvidence, FOUNDER, address, {"milestone": "ENG-01", "note": "Will was there.", "about": WORKER})
    face.post(AddEvidence, FOUNDER, address, {"milestone": "ENG-01", "note": "I counted forty."})
    minute = {"body": "founding group", "held_on": "2026-03-02", "present": 3, "votes_for": 3, "minute": "As we said."}
    body = {"person": FOUNDER, "from_constituency": True, "on_behalf_of": minute}
    assert face.post(AppointBoardMember, WORKER, address, body).status_code == 201
    asked(face, "PUT", at(FOUNDER, "needs"), FOUNDER, NEEDS)

    answer = asked(face, "GET", at(FOUNDER, "export"), FOUNDER)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        data, page = archive.read("data.json").decode(), archive.read("index.html").decode()
    for ours in ("Ann Example", "ann@example.org", "Ann spoke at the fair.", "I counted forty.", "a BSL interpreter"):
        assert ours in data
        assert ours in page
    for theirs in ("Will", "As we said.", WORKER, COORDINATOR, SECOND_FOUNDER, WORKER.removeprefix("person:")):
        assert theirs not in data
        assert theirs not in page
    assert {ABOUT_OTHERS, NOT_YOURS} <= set(_words(json.loads(data)))


def test_only_oneself_gets_it_and_only_just_after_signing_in(face: Face) -> None:
    assert asked(face, "GET", at(FOUNDER, "export"), WORKER).status_code == 403
    assert face.get(at(FOUNDER, "export"), FOUNDER).status_code == 403
    assert face.client.get(at(FOUNDER, "export")).status_code == 401


def test_somebody_is_forgotten_when_they_ask_and_type_their_name(face: Face) -> None:
    address = at(FOUNDER, "erasure")
    assert asked(face, "POST", address, FOUNDER, {"name": "Will Wood"}).status_code == 403
    assert asked(face, "POST", address, WORKER, {"name": "Ann Example"}).status_code == 403
    by_token = face.client.post(address, json={"name": "Ann Example"}, headers=face.acts(FOUNDER))
    assert by_token.status_code == 403
    assert face.waymark.people.get(FOUNDER) == ANN

    gone = asked(face, "POST", address, FOUNDER, {"name": "ann example"})
    assert gone.status_code == 200, gone.text
    assert face.waymark.people.get(FOUNDER) is None
    assert face.client.get(at(FOUNDER, "export")).status_code == 401


def _words(value: object) -> Iterator[str]:
    match value:
        case dict():
            for part in value.values():
                yield from _words(part)
        case list():
            for part in value:
                yield from _words(part)
        case str():
            yield value
