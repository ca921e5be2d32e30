"""Readings over HTTP: they say how far they have read, wait when asked to, and show nobody what is not theirs."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from openapi_spec_validator import validate

from domain.milestone_commands import AddEvidence, Assign, Block, Submit
from domain.organisation_commands import AppointBoardMember, StandDown
from domain.programme_commands import Appoint, EndAppointment, StartProgramme
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, FUNDER, WORKER
from service.api_positions import Readings
from tests.service.face import STRANGER, Face, assert_problem, without_number

OF_A_PROGRAMME = ("", "/milestones/ENG-01", "/agenda", "/history", "/board")


def test_every_reading_says_how_far_it_has_read(face: Face) -> None:
    programme = face.start()
    face.catch_up()
    mine = ("/api/programmes", "/api/agenda", "/api/people")
    for address in (*(programme + each for each in OF_A_PROGRAMME), *mine):
        answer = face.get(address)
        assert answer.status_code == 200, answer.text
        assert int(answer.headers["Waymark-Position"]) == face.waymark.store.end(), address


def test_a_programme_of_others_reads_like_one_that_is_not_there(face: Face) -> None:
    programme, unknown = face.start(), f"/api/programmes/{uuid4()}"
    face.catch_up()
    for part in OF_A_PROGRAMME:
        hidden, absent = face.get(programme + part, STRANGER), face.get(unknown + part, STRANGER)
        assert_problem(hidden, 404, "unknown-programme")
        assert hidden.content == absent.content
        assert without_number(hidden.headers) == without_number(absent.headers)
    assert face.get("/api/programmes", STRANGER).json()["programmes"] == []
    assert face.get("/api/agenda", STRANGER).json() == {"to_do": [], "late": [], "waiting": []}


def test_who_lost_their_part_reads_no_more_even_while_the_views_lag(face: Face) -> None:
    programme = face.start()
    face.post(Appoint, COORDINATOR, programme)
    face.catch_up()
    assert face.get(programme, FUNDER).status_code == 200
    face.post(EndAppointment, COORDINATOR, programme)
    for part in OF_A_PROGRAMME:
        assert_problem(face.get(programme + part, FUNDER), 404, "unknown-programme")
    assert face.get("/api/programmes", FUNDER).json()["programmes"] == []
    assert face.get("/api/agenda", FUNDER).json() == {"to_do": [], "late": [], "waiting": []}


def test_a_reading_waits_for_a_position_and_says_so_when_it_takes_too_long(
    face: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = face.start()
    face.catch_up()
    position = face.post(Assign, COORDINATOR, programme).json()["position"]
    looked: list[int] = []
    before = Readings.position

    def caught_up_at_the_third_look(readings: Readings, projection: str) -> int:
        looked.append(1)
        if len(looked) == 3:
            face.catch_up()
        return before(readings, projection)

    monkeypatch.setattr(Readings, "position", caught_up_at_the_third_look)
    seen = face.get(f"{programme}/milestones/ENG-01", wait_for=position)
    assert seen.json()["milestone"]["assignee"]["ref"] == WORKER
    assert len(looked) == 3
    monkeypatch.setattr("service.api_positions.LONGEST_WAIT", 0.0)
    late = face.get(f"{programme}/agenda", wait_for=position + 1000)
    assert_problem(late, 503, "not-read")
    assert late.headers["Retry-After"] == "1"
    assert_problem(face.get(programme, wait_for=-1), 422, "fields-not-understood")


def test_a_programme_that_no_view_has_yet_is_there_in_a_moment(face: Face) -> None:
    programme = face.start()
    for part in ("", "/milestones/ENG-01", "/agenda"):
        assert_problem(face.get(programme + part), 503, "not-read")


def test_a_milestone_brings_the_etag_that_the_next_command_asks_for(face: Face) -> None:
    programme = face.start()
    face.post(AddEvidence, WORKER, programme)
    face.catch_up()
    seen = face.get(f"{programme}/milestones/ENG-01", WORKER)
    assert seen.json()["milestone"]["evidence"] == 1
    tag = {"If-Match": seen.headers["ETag"]}
    assert face.post(Submit, WORKER, programme, headers=tag).status_code == 201
    assert_problem(face.post(AddEvidence, WORKER, programme, headers=tag), 412, "milestone-changed")
    assert_problem(face.get(f"{programme}/milestones/XXX-99", WORKER), 404, "unknown-milestone")


def test_progress_agenda_and_portfolio_tell_the_same_story(face: Face) -> None:
    programme = face.start()
    face.post(Block, WORKER, programme)
    face.catch_up()
    assert face.get(programme, FOUNDER).json()["counts"]["blocked"] == 1
    agenda = face.get(f"{programme}/agenda", FOUNDER).json()
    assert [item["key"] for item in agenda["waiting"]] == ["ENG-01"]
    line = face.get("/api/programmes", FOUNDER).json()["programmes"][0]
    assert (line["stuck"]["kind"], line["my_roles"]) == ("access", ["founder"])


def test_the_portfolio_comes_in_pages(face: Face) -> None:
    names = [f"Group {number}" for number in range(5)]
    for name in names:
        face.start(organisation=name)
    face.catch_up()
    seen, address = [], "/api/programmes?limit=2"
    while address:
        page = face.get(address)
        seen += [line["organisation"] for line in page.json()["programmes"]]
        link = page.links.get("next")
        address = str(link["url"]) if link else ""
    assert seen == names


def test_the_board_register_is_read_now_and_on_a_past_day(face: Face) -> None:
    programme = face.start()
    face.clock.move(days=30)
    face.post(AppointBoardMember, FOUNDER, programme, {**EXAMPLES[AppointBoardMember], "occurred_on": "2026-03-10"})
    face.post(
        AppointBoardMember,
        FOUNDER,
        programme,
        {"person": WORKER, "from_constituency": False, "occurred_on": "2026-03-20"},
    )
    face.post(StandDown, FOUNDER, programme, {"person": WORKER, "occurred_on": "2026-03-25"})
    now = face.get(f"{programme}/board").json()
    assert [seat["person"] for seat in now["seats"]] == [FOUNDER]
    assert (now["voting"], now["share"], now["meets_threshold"]) == (1, 100.0, True)
    assert "constituency" not in str(now["seats"])
    then = face.get(f"{programme}/board", on="2026-03-22").json()
    assert (then["voting"], then["from_constituency"], then["share"], then["has_majority"]) == (2, 1, 50.0, False)
    assert then["seats"] is None
    empty = face.get(f"{programme}/board", on="2026-03-01").json()
    assert (empty["voting"], empty["share"], empty["meets_threshold"]) == (0, None, False)
    assert_problem(face.get(f"{programme}/board", on="2030-01-01"), 422, "day-not-possible")
    assert_problem(face.get(f"{programme}/board", on="soon"), 422, "fields-not-understood")


def test_the_plans_are_there_for_anybody(face: Face) -> None:
    plans = face.client.get("/api/plans").json()["plans"]
    assert [plan["name"] for plan in plans] == ["existing-group", "ulo-from-scratch"]
    whole = face.client.get("/api/plans/ulo-from-scratch").json()
    assert len(whole["milestones"]) == plans[1]["milestones"] == 59
    assert_problem(face.client.get("/api/plans/..%2fsecret"), 404, "nothing-here")
    assert_problem(face.client.get("/api/plans/none"), 404, "plan-unreadable")


def test_health_says_how_far_each_reader_is_behind(face: Face) -> None:
    face.start()
    face.catch_up()
    face.start()
    health = face.client.get("/health").json()
    assert health["database"] is True
    assert {reader["name"] for reader in health["readers"]} >= {"progress", "agenda", "history", "portfolio"}
    assert all(reader["behind"] > 0 for reader in health["readers"])


def test_the_description_of_the_api_is_valid_and_whole(face: Face) -> None:
    described = face.client.get("/api/openapi.json").json()
    validate(described)
    assert "HTTPValidationError" not in described["components"]["schemas"]
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert operation["summary"]
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and path != "/health":
                    assert list(answer["content"]) == ["application/problem+json"], (path, status)
    example = described["paths"]["/api/programmes"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert example["example"]["value"] == EXAMPLES[StartProgramme]


def test_every_answer_keeps_to_the_description(face: Face) -> None:
    """The same models write both, so this is about what the face adds: statuses and headers."""
    described = face.client.get("/api/openapi.json").json()["paths"]
    programme = face.start()
    face.catch_up()
    for path, operations in described.items():
        if "get" not in operations or not path.startswith("/api/programmes/{programme}"):
            continue
        said = operations["get"]["responses"]["200"].get("headers", {})
        if "Waymark-Position" not in said:
            continue
        named = {"milestone": "ENG-01", "name": "counts.total"}
        answer = face.get(path.format(programme=programme.rpartition("/")[2], **named))
        assert set(said) - {"Link"} <= {name.title().replace("Etag", "ETag") for name in answer.headers}, path


def test_the_history_is_told_in_sentences_and_comes_in_pages(face: Face) -> None:
    programme = face.start()
    for number in range(5):
        face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "note": f"Note {number}"})
    face.catch_up()
    whole = face.get(f"{programme}/history").json()["entries"]
    assert all(entry["sentence"].endswith((".", "?", "”")) for entry in whole)
    seen, address = [], f"{programme}/history?limit=3&newest_first=true"
    while address:
        page = face.get(address)
        assert len(page.json()["entries"]) <= 3
        seen += page.json()["entries"]
        link = page.links.get("next")
        address = str(link["url"]) if link else ""
    assert [entry["position"] for entry in reversed(seen)] == [entry["position"] for entry in whole]


def test_the_history_answers_what_was_known_on_a_day_and_what_was_true_then(face: Face) -> None:
    programme = face.start()
    face.clock.move(days=10)
    late = {"milestone": "ENG-01", "note": "Told ten days late.", "occurred_on": "2026-03-02"}
    face.post(AddEvidence, WORKER, programme, late)
    face.catch_up()

    def evidence(**asked: str) -> int:
        entries = face.get(f"{programme}/history", **asked).json()["entries"]
        return sum(entry["topic"] == "programme.evidence-added.v1" for entry in entries)

    assert evidence(known_at="2026-03-11") == 0
    assert evidence(known_at="2026-03-12") == 1
    assert evidence(known_at="2026-03-12T09:59:59Z") == 0
    assert evidence(until="2026-03-02") == 1
    assert evidence(since="2026-03-03") == 0
    assert evidence(milestone="ENG-02") == 0
    assert evidence(person=WORKER) == 1
    assert_problem(face.get(f"{programme}/history", known_at="2026-03-12T10:00:00"), 422, "fields-not-understood")
    assert_problem(face.get(f"{programme}/history", known_at="2026-13-45"), 422, "fields-not-understood")
    assert_problem(face.get(f"{programme}/history", limit=501), 422, "fields-not-understood")


def test_thirty_two_people_read_at_once(face: Face) -> None:
    programme = face.start()
    face.catch_up()
    with ThreadPoolExecutor(32) as crowd:
        answers = list(crowd.map(lambda _: face.get(f"{programme}/history"), range(64)))
    assert {answer.status_code for answer in answers} == {200}
