"""Row 3: what a funder reads never holds what the group, or the law, keeps from them: names, words, needs, origins."""

import json

import pytest
from httpx2 import Response

from domain.field_groups import NEVER_SHOWN, SHOWABLE
from domain.milestone_commands import AddEvidence, Block
from domain.organisation_commands import AppointBoardMember
from domain.sharing_commands import DecideSharing
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, SECOND_FOUNDER, WORKER
from tests.attacks.conftest import Tried
from tests.attacks.route_groups import GROUP, filled
from tests.attacks.town import Town
from tests.service.face import assert_problem

WORDS = "canary-words"
LINK = "https://canary-link.example/minutes"


@pytest.fixture
def said(town: Town) -> Town:
    """A programme in which people wrote something, and need something."""
    face = town.face
    needs = {"needs": ["bsl-interpreter"], "formats": ["easy-read"], "involvement": "involve-me"}
    kept = face.client.put(f"/api/people/{WORKER[7:]}/needs", json=needs, headers=face.acts(WORKER))
    assert kept.status_code == 200, kept.text
    for kind, body in (
        (AddEvidence, {"milestone": "ENG-01", "note": WORDS, "link": LINK}),
        (Block, {"milestone": "ENG-01", "kind": "access", "note": WORDS}),
    ):
        assert face.post(kind, WORKER, town.ours, body).status_code == 201
    for person, flag in ((FOUNDER, True), (SECOND_FOUNDER, False)):
        seat = {"person": person, "from_constituency": flag}
        assert face.post(AppointBoardMember, FOUNDER, town.ours, seat).status_code == 201
    face.catch_up()
    return town


def read(town: Town, who: str) -> list[Response]:
    """Everything that is read of a programme, in the API and on pages."""
    headers, _ = town.session(who)
    here = town.ours.rpartition("/")[2]
    found = []
    for route, group in GROUP.items():
        if not route.startswith("GET ") or "{programme}" not in route or "{sha256}" in route:
            continue
        path = filled(route[4:], here, name="board.voting")
        asked = town.face.acts(who) if path.startswith("/api/") else headers
        found.append(town.face.client.get(path, headers=asked))
        assert found[-1].status_code < 500, (route, group, found[-1].text)
    return [*found, town.face.get("/api/people", who), town.face.get("/api/agenda", who)]


def test_row_3_a_funder_reads_no_words_and_no_special_category(said: Town, tried: Tried) -> None:
    for answer in read(said, FUNDER):
        tried["readings of a funder"] += 1
        assert WORDS not in answer.text, answer.url
        assert LINK not in answer.text, answer.url
        assert "bsl-interpreter" not in answer.text
        if answer.headers["Content-Type"] == "application/json":
            assert not _tells_origin(answer.json()), answer.url
    assert any(WORDS in answer.text for answer in read(said, FOUNDER)), "those of the group read it"


def test_row_3_even_when_everything_is_shown_that_can_be(said: Town, tried: Tried) -> None:
    for group in sorted(SHOWABLE | NEVER_SHOWN):
        body = {"role": "funder", "group": group, "shown": True, "reason": "They may see this."}
        answer = said.face.post(DecideSharing, FOUNDER, said.ours, body)
        if group in NEVER_SHOWN:
            assert_problem(answer, 403, "not-allowed")
    said.face.catch_up()
    for answer in read(said, FUNDER):
        tried["readings of a funder"] += 1
        assert "bsl-interpreter" not in answer.text, answer.url
        if answer.headers["Content-Type"] == "application/json":
            assert not _tells_origin(answer.json()), answer.url
    assert_problem(said.face.get(f"/api/people/{WORKER[7:]}/needs", FUNDER), 404, "unknown-part")
    for line in said.face.get(said.ours + "/history.jsonl", FUNDER).text.splitlines():
        assert "from_constituency" not in line or '"s":' in json.dumps(json.loads(line)), "sealed, or a hash"


def test_row_3_who_plays_which_part_is_hidden_on_the_page_of_evidence_too(said: Town) -> None:
    hidden = {"role": "funder", "group": "roles", "shown": False, "reason": "They ask us at home."}
    assert said.face.post(DecideSharing, FOUNDER, said.ours, hidden).status_code == 201
    headers, _ = said.session(FUNDER)
    page = said.face.client.get(f"{said.ours.removeprefix('/api')}/milestones/ENG-01/evidence", headers=headers)
    assert page.status_code == 200
    for person in (COORDINATOR, WORKER, FOUNDER):
        assert f"Person {person[7:15]}" not in page.text
        assert person not in page.text


def _tells_origin(told: object) -> bool:
    """Whether anything says who, or how many, come from the constituency."""
    match told:
        case dict():
            return told.get("from_constituency") is not None or any(map(_tells_origin, told.values()))
        case list():
            return any(map(_tells_origin, told))
        case _:
            return False
