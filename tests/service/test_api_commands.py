"""Commands over HTTP: each has one route, each is done once, and a refusal is a problem in plain English."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from domain import authority
from domain.journal_commands import RecordLesson
from domain.milestone_commands import Accept, AddEvidence, Assign, Block, Submit, Unblock
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import (
    Advance,
    Appoint,
    Command,
    EndAppointment,
    KeepPack,
    Prompt,
    StartPartWay,
    StartProgramme,
)
from domain.resource_commands import CheckResource, DraftResource
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from service.api_paths import PATHS
from tests.service.every_command import A_WALK, a_file_for_others
from tests.service.face import OPERATOR, SECOND_OPERATOR, STRANGER, Face, assert_problem, without_number


def test_every_command_of_people_has_exactly_one_route(face: Face) -> None:
    assert set(PATHS) == set(authority.TABLE) - {Advance, KeepPack, Prompt}
    assert len(set(PATHS.values())) == len(PATHS)
    operations = [
        operation["operationId"]
        for path in face.client.get("/api/openapi.json").json()["paths"].values()
        for method, operation in path.items()
        if method == "post"
    ]
    assert sorted(kind.NAME for kind in PATHS) == sorted(set(operations) & {kind.NAME for kind in authority.TABLE})
    assert len(operations) == len(set(operations))


def test_every_command_is_done_over_http(face: Face) -> None:
    programme = face.start()
    part_way = face.post(StartPartWay, COORDINATOR)
    assert part_way.status_code == 201, part_way.text
    done: set[type[Command]] = {StartProgramme, StartPartWay}
    face.clock.move(days=3)
    face.make_operator(OPERATOR)
    face.make_operator(SECOND_OPERATOR)
    a_file_for_others(face, programme)
    position = 0
    for kind, actor, body in A_WALK:
        if kind is Submit:
            body = {**EXAMPLES[Submit], "occurred_on": "2026-03-02"}  # noqa: PLW2901 - told one day late
        answer = face.post(kind, actor, programme, body)
        assert answer.status_code == 201, f"{kind.NAME}: {answer.text}"
        assert answer.headers["Location"].startswith(programme)
        assert answer.json()["position"] > position
        position = answer.json()["position"]
        done.add(kind)
    assert done == set(PATHS)


def test_every_example_is_a_command_that_can_be_read() -> None:
    assert set(EXAMPLES) == set(PATHS)
    for kind, example in EXAMPLES.items():
        kind.model_validate(example)


def test_a_repeated_command_gets_the_same_answer_and_is_done_once(face: Face) -> None:
    programme = face.start()
    first = face.post(AddEvidence, WORKER, programme, key="once")
    again = face.post(AddEvidence, WORKER, programme, key="once")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Location"] == first.headers["Location"]
    state = face.waymark.front_door.programme(first.json()["programme"])
    assert list(state.milestones["ENG-01"].evidence) == [1]


def test_a_repeated_start_is_the_same_programme(face: Face) -> None:
    first = face.post(StartProgramme, COORDINATOR, key="once")
    again = face.post(StartProgramme, COORDINATOR, key="once")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.content == first.content


def test_two_people_with_the_same_key_do_two_things(face: Face) -> None:
    programme = face.start()
    first = face.post(AddEvidence, WORKER, programme, key="1")
    second = face.post(AddEvidence, FOUNDER, programme, key="1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["position"] > first.json()["position"]


def test_a_key_is_not_used_for_two_things(face: Face) -> None:
    programme = face.start()
    face.post(AddEvidence, WORKER, programme, key="1")
    other = face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": "Something else."}, key="1")
    assert_problem(other, 422, "command-id-taken")


def test_who_gives_up_their_last_part_may_still_repeat_that(face: Face) -> None:
    programme = face.start()
    face.post(Appoint, COORDINATOR, programme, {"person": STRANGER, "role": "mentor"})
    leaving = {"person": STRANGER, "role": "mentor"}
    first = face.post(EndAppointment, STRANGER, programme, leaving, key="bye")
    again = face.post(EndAppointment, STRANGER, programme, leaving, key="bye")
    assert (first.status_code, again.status_code) == (201, 200)
    assert_problem(face.post(AddEvidence, STRANGER, programme), 404, "unknown-programme")


def test_a_milestone_that_changed_meanwhile_is_left_alone(face: Face) -> None:
    programme = face.start()
    seen = face.post(AddEvidence, WORKER, programme).headers["ETag"]
    now = face.post(Assign, FOUNDER, programme).headers["ETag"]
    assert_problem(face.post(Submit, WORKER, programme, headers={"If-Match": seen}), 412, "milestone-changed")
    assert face.post(Submit, WORKER, programme, headers={"If-Match": now}).status_code == 201
    assert face.post(Accept, SECOND_FOUNDER, programme, headers={"If-Match": "*"}).status_code == 201


def test_the_answer_names_the_version_of_the_milestone_and_not_of_what_came_with_it(face: Face) -> None:
    programme = face.start()
    face.post(AddEvidence, WORKER, programme)
    face.post(Block, WORKER, programme)
    submitted = face.post(Submit, WORKER, programme)
    state = face.waymark.front_door.programme(submitted.json()["programme"])
    assert submitted.headers["ETag"] == f'"{state.milestones["ENG-01"].changed}"'


def test_an_if_match_that_is_no_etag_is_refused(face: Face) -> None:
    programme = face.start()
    for tag in ("12", 'W/"12"', '"a"', '"1", "2"', '"99999999999999999999"', ""):
        answer = face.post(AddEvidence, WORKER, programme, headers={"If-Match": tag})
        assert_problem(answer, 400, "header-not-understood")


def test_a_command_needs_a_key_and_somebody_who_acts(face: Face) -> None:
    programme = face.start()
    address, body = f"{programme}/evidence", EXAMPLES[AddEvidence]
    nobody = face.client.post(address, json=body, headers={"Idempotency-Key": "1"})
    assert_problem(nobody, 401, "nobody-acts")
    assert nobody.headers["WWW-Authenticate"] == "Bearer"
    keyless = face.client.post(address, json=body, headers=face.acts(WORKER))
    assert "Idempotency-Key" in assert_problem(keyless, 400, "key-missing")["detail"]
    for headers in (
        {**face.acts(WORKER), "Idempotency-Key": "two words"},
        {**face.acts(WORKER), "Idempotency-Key": "x" * 256},
    ):
        assert_problem(face.client.post(address, json=body, headers=headers), 400, "header-not-understood")


def test_a_programme_somebody_has_no_part_in_is_an_unknown_one_byte_for_byte(face: Face) -> None:
    programme, unknown = face.start(), f"/api/programmes/{uuid4()}"
    for kind in (Accept, RecordLesson, AppointBoardMember):
        hidden = face.post(kind, STRANGER, programme)
        absent = face.post(kind, STRANGER, unknown)
        no_uuid = face.post(kind, STRANGER, "/api/programmes/nothing")
        assert_problem(hidden, 404, "unknown-programme")
        assert hidden.content == absent.content == no_uuid.content
        assert without_number(hidden.headers) == without_number(absent.headers) == without_number(no_uuid.headers)


def test_a_refusal_says_why_and_what_to_do(face: Face) -> None:
    programme = face.start()
    face.post(AddEvidence, WORKER, programme)
    face.post(Submit, FOUNDER, programme)
    assert "somebody else" in assert_problem(face.post(Accept, FOUNDER, programme), 403, "own-work")["detail"]
    assert_problem(face.post(Accept, WORKER, programme), 403, "not-allowed")
    assert_problem(face.post(Unblock, WORKER, programme), 409, "already-done")
    assert_problem(face.post(Submit, WORKER, programme, {"milestone": "XXX-99"}), 404, "unknown-milestone")
    assert_problem(face.post(Appoint, FUNDER, programme), 404, "unknown-programme")


def test_a_day_at_the_end_of_time_is_refused_in_words(face: Face) -> None:
    body = {**EXAMPLES[StartProgramme], "start_on": "9999-12-31"}
    assert face.post(StartProgramme, COORDINATOR, body=body).status_code == 422


def test_thirty_two_people_are_answered_at_once(face: Face) -> None:
    programmes = [face.start() for _ in range(8)] * 8
    with ThreadPoolExecutor(32) as crowd:
        answers = list(crowd.map(lambda programme: face.post(RecordLesson, WORKER, programme), programmes))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["position"] for answer in answers}) == len(answers)


def test_a_draft_is_told_its_name_and_the_same_one_again(face: Face) -> None:
    programme = face.start()
    uuid = programme.rpartition("/")[2]
    first, second = (face.post(DraftResource, WORKER, programme, key=key) for key in ("one", "two"))
    again = face.post(DraftResource, WORKER, programme, key="one")
    assert [each.json()["resource"] for each in (first, second, again)] == [
        f"resource:{uuid}/{number}" for number in (1, 2, 1)
    ]
    assert first.headers["Location"] == f"{programme}/legacy"
    assert face.get(first.headers["Location"], WORKER).status_code == 200
    checked = face.post(CheckResource, SECOND_FOUNDER, programme)
    assert checked.json()["resource"] == f"resource:{uuid}/1"
    assert "resource" not in face.post(AddEvidence, WORKER, programme).json()
