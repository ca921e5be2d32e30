"""Row 2: of another mentor's programme nothing comes through, in no answer, header or file, whatever is asked."""

import io
import re
import zipfile
from uuid import uuid4

import pytest
from httpx2 import Response

from domain.learning_commands import AnswerInformationNeed, SayItHelped, TraceMentor
from domain.milestone_commands import AddEvidence
from domain.programme_commands import StartProgramme
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, FUNDER, WORKER
from service.api_paths import PATHS
from service.audit.signer import opened_signer
from tests.attacks.conftest import Tried
from tests.attacks.route_groups import GROUP, filled
from tests.attacks.town import OTHERS, ref_of
from tests.attacks.twins import CANARY, Twins
from tests.service.face import without_number
from tests.service.sign_in.browser import House

OURS = (COORDINATOR, WORKER, FOUNDER, FUNDER)


@pytest.fixture
def twins(house: House) -> Twins:
    made = Twins(house)
    with opened_signer(made.face.waymark.settings) as signer:
        while signer.sign():
            pass
    return made


def everything(answer: Response) -> str:
    """All of an answer, with what is packed in a zip."""
    said = f"{answer.headers} {answer.text}"
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            parts = [packed.read(name).decode(errors="replace") for name in packed.namelist()]
        said += " ".join([*packed.namelist(), *parts])
    return said


def asked(twins: Twins, route: str, who: str, here: str) -> Response:
    method, _, path = route.partition(" ")
    address = filled(path, here, person=OTHERS[WORKER][7:])
    headers = dict(twins.face.acts(who))
    body: dict[str, object] = {}
    if method != "GET":
        headers["Idempotency-Key"] = uuid4().hex
        kind = next((each for each, at in PATHS.items() if at and path.endswith(f"}}/{at}")), StartProgramme)
        body["json"] = {} if path.endswith("/bundle") else EXAMPLES[kind]
    return twins.face.client.request(method, address, headers=headers, follow_redirects=False, **body)  # type: ignore[arg-type]


def test_row_2_no_canary_crosses_and_another_id_is_an_unknown_one_byte_for_byte(twins: Twins, tried: Tried) -> None:
    assert twins.planted > 60
    theirs, unknown = twins.theirs.rpartition("/")[2], str(uuid4())
    for route in GROUP:
        if route.startswith(("POST /account", "POST /sign")):
            continue
        for who in OURS:
            answer = asked(twins, route, who, theirs)
            assert CANARY not in everything(answer), (route, who, answer.text)
            assert answer.status_code < 500, (route, answer.text)
            tried["canary"] += 1
            if "{programme}" in route:
                other = asked(twins, route, who, unknown)
                assert answer.status_code == other.status_code in {401, 403, 404, 422}, (route, who, answer.text)
                assert without_number(answer.headers) == without_number(other.headers)
                assert answer.content.replace(theirs.encode(), b"") == other.content.replace(unknown.encode(), b"")
                tried["other tenant’s id"] += 1


def test_row_2_ones_own_readings_files_and_letters_hold_nothing_of_the_other(twins: Twins, tried: Tried) -> None:
    ours = twins.ours.rpartition("/")[2]
    held = 0
    for route in GROUP:
        if route.startswith("GET "):
            for who in OURS:
                assert CANARY not in everything(asked(twins, route, who, ours)), (route, who)
                tried["canary"] += 1
            held += CANARY in everything(asked(twins, route, OTHERS[FOUNDER], twins.theirs.rpartition("/")[2]))
    assert held > 15, "the canaries are there for those whose they are"
    for person in OURS:
        exported = io.BytesIO()
        twins.house.desk.log.settle(person)
        assert CANARY not in str(twins.house.desk.people.get(person)) + exported.getvalue().decode()


def test_row_2_naming_what_belongs_to_others_tells_nothing_of_it(twins: Twins, tried: Tried) -> None:
    """Commands that name another programme, its drafts or its files are answered as if those were not there."""
    shelf, nowhere = ref_of(twins.theirs).replace("programme:", "resource:"), f"resource:{uuid4()}"
    fresh = twins.face.post(StartProgramme, COORDINATOR).headers["Location"]
    for kind, body, other in (
        (
            SayItHelped,
            {"resource": f"{shelf}/1", "milestone": "ENG-01"},
            {"resource": f"{nowhere}/1", "milestone": "ENG-01"},
        ),
        (TraceMentor, {"programme": ref_of(twins.theirs)}, {"programme": f"programme:{uuid4()}"}),
        (
            AnswerInformationNeed,
            {"need": 1, "answer": "x", "resources": [f"{shelf}/1"]},
            {"need": 1, "answer": "x", "resources": [f"{nowhere}/1"]},
        ),
    ):
        first = twins.face.post(kind, COORDINATOR, fresh, body)
        second = twins.face.post(kind, COORDINATOR, fresh, other)
        assert (first.status_code, CANARY in first.text) == (second.status_code, False), (kind, first.text, second.text)
        tried["other tenant’s id"] += 1
    twins.face.catch_up()
    for route in GROUP:
        if route.startswith("GET ") and "{programme}" in route:
            assert CANARY not in everything(asked(twins, route, COORDINATOR, fresh.rpartition("/")[2])), route


def test_row_2_a_file_of_others_is_not_had_by_naming_it(twins: Twins) -> None:
    page = twins.face.get(f"{twins.theirs}/history.jsonl", OTHERS[FOUNDER])
    sha = re.search(r'"sha256":"([0-9a-f]{64})"', page.text)
    assert sha is not None
    named = {"sha256": sha[1], "size": 14, "media_type": "text/plain", "name": "x.txt"}
    fresh = twins.face.post(StartProgramme, COORDINATOR).headers["Location"]
    refused = twins.face.post(AddEvidence, WORKER, fresh, {"milestone": "ENG-01", "file": named})
    assert refused.status_code == 404, refused.text
    for address in (f"{fresh}/files/{sha[1]}", f"/library/files/{sha[1]}", f"{twins.theirs}/files/{sha[1]}"):
        assert twins.face.get(address, COORDINATOR).status_code == 404
    form = {"evidence": (None, sha[1]), "name": (None, "x.txt")}
    sent = twins.face.client.post(f"{fresh}/published-files", files=form, headers=twins.face.acts(FOUNDER))
    assert sent.status_code == 404, sent.text
