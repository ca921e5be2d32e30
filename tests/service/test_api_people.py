"""People over HTTP: names only within a programme, addresses only for those who help."""

from httpx2 import Response

from domain.programme_commands import Appoint, EndAppointment
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from tests.service.face import STRANGER, Face, assert_problem

ANN = {"name": "Ann Example", "email": "ann@example.org", "phone": None, "post": None, "channel": "email"}


def test_the_first_person_comes_in_by_writing_their_own_card(face: Face) -> None:
    first = _put(face, WORKER, WORKER, ANN)
    assert (first.status_code, first.json()["card"]) == (201, ANN)
    again = _put(face, WORKER, WORKER, {**ANN, "name": "Ann Other"})
    assert (again.status_code, again.json()["name"]) == (200, "Ann Other")


def test_a_person_sees_the_people_of_their_programmes_and_nobody_else(face: Face) -> None:
    for person in (COORDINATOR, WORKER, FOUNDER, STRANGER):
        _put(face, person, person, {**ANN, "name": person[-4:]})
    programme = face.start()
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    seen = face.get("/api/people", WORKER)
    assert {each["person"] for each in seen.json()["people"]} >= {COORDINATOR, WORKER, FOUNDER, FUNDER}
    assert STRANGER not in seen.text
    assert int(seen.headers["Waymark-Position"]) == face.waymark.store.end()
    alone = face.get("/api/people", STRANGER).json()["people"]
    assert [each["person"] for each in alone] == [STRANGER]
    assert_problem(face.get(f"/api/people/{FOUNDER[7:]}", STRANGER), 404, "unknown-part")
    assert_problem(face.get(f"/api/people/{STRANGER[7:]}", WORKER), 404, "unknown-part")


def test_only_mentor_and_worker_see_how_others_are_reached(face: Face) -> None:
    for person in (COORDINATOR, WORKER, FOUNDER, FUNDER):
        _put(face, person, person, ANN)
    programme = face.start()
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    for helper in (COORDINATOR, WORKER):
        assert face.get(f"/api/people/{FOUNDER[7:]}", helper).json()["card"] == ANN
    for other in (FUNDER, FOUNDER):
        assert face.get(f"/api/people/{WORKER[7:]}", other).json() == {
            "person": WORKER,
            "name": "Ann Example",
            "card": None,
        }
    assert _put(face, WORKER, FOUNDER, {**ANN, "name": "Ann Mended"}).status_code == 200
    assert_problem(_put(face, FUNDER, FOUNDER, ANN), 403, "not-allowed")
    assert_problem(_put(face, STRANGER, FOUNDER, ANN), 404, "unknown-part")


def test_who_lost_their_part_sees_nobody_even_while_the_view_lags(face: Face) -> None:
    _put(face, FUNDER, FUNDER, ANN)
    programme = face.start()
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    face.post(EndAppointment, COORDINATOR, programme)
    people = face.get("/api/people", FUNDER).json()["people"]
    assert [each["person"] for each in people] == [FUNDER]


def test_a_person_is_added_once_a_key(face: Face) -> None:
    first, again = _add(face, ANN), _add(face, ANN)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.headers["Location"] == f"/api/people/{first.json()['person'][7:]}"
    assert_problem(_add(face, {**ANN, "name": "Somebody Else"}), 422, "command-id-taken")
    assert _add(face, ANN, actor=FOUNDER).json()["person"] != first.json()["person"]


def test_a_card_says_how_its_person_is_reached(face: Face) -> None:
    found = assert_problem(_add(face, {"name": "Ann", "channel": "post"}), 422, "fields-not-understood")
    assert found["errors"][0]["message"] == "They want to be reached by post. Please give their address."
    found = assert_problem(_add(face, {"name": "Ann", "email": "nonsense"}), 422, "fields-not-understood")
    assert found["errors"][0]["field"] == "email"


def _put(face: Face, actor: str, person: str, card: object) -> Response:
    return face.client.put(f"/api/people/{person[7:]}", json=card, headers=face.acts(actor))


def _add(face: Face, card: object, actor: str = WORKER) -> Response:
    headers = {**face.acts(actor), "Idempotency-Key": "1"}
    return face.client.post("/api/people", json=card, headers=headers)
