"""Errors over HTTP: problem details everywhere, in sentences people understand, and never what somebody wrote."""

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, ValidationError

import domain
import service
from domain import authority
from domain.journal_commands import CountPeople, RecordMentoringSession
from domain.milestone_commands import AddEvidence, Block, RevisePlan
from domain.organisation_commands import StandDown
from domain.programme_commands import Appoint, Command, StartProgramme
from domain.refusals import Refusal
from service.api import build_app
from service.api_examples import COORDINATOR, EXAMPLES, WORKER
from service.api_mistakes import HINTS, mistakes
from service.api_paths import PATHS
from service.assembly import build
from service.people import PersonCard
from service.postgres_server import PostgresServer
from service.refusal_status import STATUS
from service.settings import Settings
from tests.service.face import Face, MovedClock, assert_problem


def test_every_refusal_there_is_has_a_status() -> None:
    for room in (domain, service):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    ours = {kind for kind in _kinds(Refusal) if kind.__module__.startswith(("domain.", "service."))}
    assert ours == set(STATUS)
    assert all(400 <= status <= 599 for status in STATUS.values())


def test_every_kind_of_problem_is_listed_where_its_type_points(face: Face) -> None:
    listed = face.client.get("/api/problems").json()
    assert len(listed) == len(STATUS)
    assert {"type": "/api/problems#gate-closed", "status": 409} in [
        {"type": each["type"], "status": each["status"]} for each in listed
    ]


def test_an_unknown_address_and_a_wrong_method_are_problems(face: Face) -> None:
    assert_problem(face.client.get("/api/nothing"), 404, "nothing-here")
    assert_problem(face.client.get("/api/programmes/"), 404, "nothing-here")
    wrong = face.client.delete("/api/plans")
    assert_problem(wrong, 405, "not-this-way")
    assert wrong.headers["Allow"] == "GET"


def test_the_body_must_be_json_and_say_so(face: Face) -> None:
    programme = face.start()
    assert_problem(_raw(face, programme, b"{}", "text/plain"), 415, "not-json")
    assert_problem(_raw(face, programme, b"{}", None), 415, "not-json")
    assert_problem(_raw(face, programme, b"milestone=ENG-01", "application/x-www-form-urlencoded"), 415, "not-json")
    for broken in (b"{", b'{"milestone": \xff}', b"[" * 50_000, b'{"a":' + b"1" * 5_000 + b"}"):
        assert_problem(_raw(face, programme, broken, "application/json"), 400, "body-unreadable")


def test_a_body_over_a_megabyte_is_not_read(face: Face) -> None:
    programme = face.start()
    large = b'{"milestone": "ENG-01", "note": "' + b"x" * 1024 * 1024 + b'"}'
    assert_problem(_raw(face, programme, large, "application/json"), 413, "body-too-large")

    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 65_536

    assert_problem(_raw(face, programme, pieces(), "application/json"), 413, "body-too-large")


WRONG: tuple[tuple[type[Command], object, str, str], ...] = (
    (AddEvidence, {"note": "x"}, "milestone", "Please give this. It cannot be left out."),
    (AddEvidence, {"milestone": "ENG-01"}, "the whole request", "This is empty. Give a note, a link or a file."),
    (AddEvidence, {"milestone": "ENG-01", "note": "x", "nota": 1}, "nota", "There is no such field here."),
    (AddEvidence, {"milestone": "eng1", "note": "x"}, "milestone", "such as GOV-05"),
    (
        AddEvidence,
        {"milestone": "ENG-01", "note": "a\u0007b"},
        "note",
        "This has a character that cannot be shown.",
    ),
    (AddEvidence, {"milestone": "ENG-01", "note": " "}, "note", "Please write something here."),
    (AddEvidence, {"milestone": "ENG-01", "note": "x" * 4001}, "note", "It may have 4,000 characters at most."),
    (AddEvidence, {"milestone": "ENG-01", "link": "javascript:alert(1)"}, "link", "begins with https://"),
    (AddEvidence, {"milestone": "ENG-01", "note": "x", "about": "Ann"}, "about", "Name a person as person:"),
    (Block, {"milestone": "ENG-01", "kind": "weather"}, "kind", "Choose one of these: someone-outside, money"),
    (Appoint, {"person": WORKER, "role": "king"}, "role", "Choose one of these: mentor, worker"),
    (RevisePlan, {"changes": [], "reason": "x"}, "changes", "This list is too short."),
    (RevisePlan, {"changes": [{"change": "burn"}], "reason": "x"}, "changes.0", "Choose one of these: add, drop"),
    (RevisePlan, {"changes": [{}], "reason": "x"}, "changes.0", "Say which kind this is, in the field change."),
    (RevisePlan, {"changes": 1, "reason": "x"}, "changes", "Give a list here."),
    (RecordMentoringSession, {"minutes": 0}, "minutes", "This is too small. It must be 1 or more."),
    (RecordMentoringSession, {"minutes": 9999}, "minutes", "This is too large. It must be 1440 or less."),
    (RecordMentoringSession, {"minutes": "many"}, "minutes", "Give a whole number, such as 12."),
    (CountPeople, {"engaged": 5, "different": 1}, "the whole request", "This is too small. The number of"),
    (StandDown, {"person": WORKER, "from_constituency": "maybe"}, "from_constituency", "Answer true or false."),
    (StandDown, {"person": WORKER, "occurred_on": "yesterday"}, "occurred_on", "such as 2026-03-31."),
    (StandDown, {"person": WORKER, "on_behalf_of": 7}, "on_behalf_of", "Give an object with named fields here."),
    (StandDown, {"person": 7}, "person", "Give text here, in quotation marks."),
    (StandDown, [], "the whole request", "Give an object with named fields here."),
)


def test_each_field_that_is_wrong_is_named_with_a_plain_sentence(face: Face) -> None:
    for kind, body, field, message in WRONG:
        answer = face.post(kind, WORKER, f"/api/programmes/{uuid4()}", body)
        found = assert_problem(answer, 422, "fields-not-understood")["errors"]
        assert [each["field"] for each in found] == [field], (kind, body)
        assert message in found[0]["message"]


def test_what_was_typed_is_never_repeated(face: Face) -> None:
    body = {**EXAMPLES[StartProgramme], "nation": "SECRET-NATION", "start_on": "SECRET-DAY", "locality": ["SECRET"]}
    answer = face.post(StartProgramme, COORDINATOR, body=body)
    assert answer.status_code == 422
    assert "SECRET" not in answer.text


def test_a_field_name_that_is_half_a_character_does_no_harm(face: Face) -> None:
    programme = face.start()
    answer = _raw(face, programme, b'{"milestone": "ENG-01", "note": "x", "\\udc00": 1}', "application/json")
    assert_problem(answer, 422, "fields-not-understood")


def test_every_pattern_in_a_body_says_in_words_what_to_write(face: Face) -> None:
    described = face.client.get("/api/openapi.json").json()
    patterns = set(_patterns(described))
    # A stage's id is only ever read. The address of a link is checked after its text, which OpenAPI cannot say.
    assert patterns - {r"^[A-Z]{2,5}$"} == set(HINTS) - {r"^https?://\S+$"}


def test_every_kind_of_fault_a_command_can_have_has_a_sentence_of_its_own() -> None:
    fallback = "This cannot be understood."
    examples: list[tuple[type[BaseModel], Mapping[str, object]]] = [*EXAMPLES.items(), (PersonCard, {"name": "Ann"})]
    for kind, example in examples:
        for name in kind.model_fields:
            for wrong in (None, "", "?", 7, 1.5, -1, True, [], {}, [1], ["?"], {"a": 1}, "x" * 5000):
                try:
                    kind.model_validate_json(json.dumps({**example, name: wrong}))
                except ValidationError as fault:
                    found = mistakes({**error, "loc": ("body", *error["loc"])} for error in fault.errors())
                    assert found
                    assert not any(each.message.startswith(fallback) for each in found), (kind, name, wrong, found)


def test_another_host_name_gets_no_answer(face: Face) -> None:
    for host in (
        "evil.example",
        "127.0.0.1.evil.example:8000",
        "localhost.evil.example",
        "192.168.0.7",
        "[::2]:80",
        "",
    ):
        assert_problem(face.client.get("/api/plans", headers={"Host": host}), 421, "other-host")
    for host in ("127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]:8000", "[::1]"):
        assert face.client.get("/api/plans", headers={"Host": host}).status_code == 200


def test_a_database_that_is_away_is_a_problem_to_come_back_from(settings: Settings, postgres: PostgresServer) -> None:
    with (
        build(settings, clock=MovedClock()) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, MovedClock())
        programme = face.start()
        face.acts(WORKER)
        waymark.pool.close()
        away = face.get("/api/people")
        assert_problem(away, 503, "away")
        assert int(away.headers["Retry-After"]) > 0
        assert client.get("/health").status_code == 503
        assert client.get("/health").json()["database"] is False
        assert_problem(face.post(AddEvidence, WORKER, programme), 503, "away")
    assert postgres


def test_a_mistake_of_our_own_tells_nothing_of_the_inside(
    face: Face, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("SECRET words of a person")

    monkeypatch.setattr(face.waymark.people, "add", broken)
    answer = face.client.post(
        "/api/people", json={"name": "Ann"}, headers={**face.acts(WORKER), "Idempotency-Key": "1"}
    )
    assert_problem(answer, 500, "went-wrong")
    assert "SECRET" not in answer.text
    said = capsys.readouterr()
    assert "SECRET" not in said.out + said.err
    assert answer.headers["Waymark-Request"] in said.out
    assert "ValueError" in said.out


def test_the_log_names_the_route_and_neither_the_programme_nor_the_query(
    face: Face, capsys: pytest.CaptureFixture[str]
) -> None:
    programme = face.start()
    capsys.readouterr()
    face.get(f"{programme}/board", WORKER, on="2026-03-01", secret="words")
    line = capsys.readouterr().out
    assert "/api/programmes/{programme}/board" in line
    assert "words" not in line
    assert programme.rpartition("/")[2] not in line


def test_every_command_of_the_table_is_refused_without_a_body_in_words(face: Face) -> None:
    programme = face.start()
    for kind in set(authority.TABLE) & set(PATHS):
        address = f"/api/programmes/{PATHS[kind]}" if issubclass(kind, StartProgramme) else f"{programme}/{PATHS[kind]}"
        headers = {**face.acts(COORDINATOR), "Idempotency-Key": "1", "Content-Type": "application/json"}
        answer = face.client.post(address.rstrip("/"), headers=headers)
        assert_problem(answer, 422, "fields-not-understood")


def _raw(face: Face, programme: str, content: bytes | Iterator[bytes], kind: str | None) -> Any:  # noqa: ANN401 - a response
    headers = {**face.acts(WORKER), "Idempotency-Key": str(uuid4())}
    if kind is not None:
        headers["Content-Type"] = kind
    return face.client.post(f"{programme}/evidence", content=content, headers=headers)


def _kinds(kind: type[Refusal]) -> set[type[Refusal]]:
    return set(kind.__subclasses__()).union(*(_kinds(each) for each in kind.__subclasses__()))


def _patterns(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for each in part.values():
            yield from _patterns(each)
    elif isinstance(part, list):
        for each in part:
            yield from _patterns(each)
