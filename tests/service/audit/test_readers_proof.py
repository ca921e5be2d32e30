"""A reader takes away the part of the record they may see, with the proof that the rest was not changed either."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.board_privacy import NAMES_THE_TALLY
from domain.field_groups import group_of
from domain.organisation_commands import AppointBoardMember
from domain.programme_commands import Appoint, EndAppointment
from service.api_examples import COORDINATOR, FOUNDER, FUNDER
from service.audit.bundle_file import ENTRIES, GLOBAL_PROOF, OLD_CHECKPOINT
from service.audit.leaf import read_entry
from service.audit.log_proof import LogProof
from service.audit.verification import verify_bundle
from service.cli import app
from service.settings import Settings
from tests.service.audit.bundles import key_of, parts_of
from tests.service.audit.conftest import signed_once
from tests.service.audit.test_audit_cli import waymark
from tests.service.face import STRANGER, Face, assert_problem

__all__ = ["waymark"]


@pytest.fixture
def programme(face: Face, here: Settings) -> str:
    """The address of a programme that a funder was let into, all of it signed."""
    programme = face.start()
    face.post(Appoint, FOUNDER, programme, {"person": FUNDER, "role": "funder"})
    signed_once(here)
    return programme


def shown(file: Path) -> list[str]:
    """The topics that are shown."""
    lines = parts_of(file)[ENTRIES].splitlines()
    return [read_entry(line).topic for line in lines if not line.startswith(b'{"hash":')]


def taken(face: Face, programme: str, by: str, to: Path, body: object = None) -> Path:
    answer = face.client.post(f"{programme}/bundle", json=body or {}, headers=face.acts(by))
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    to.write_bytes(answer.content)
    return to


def test_a_funder_gets_what_they_may_see_and_the_hashes_of_the_rest(
    face: Face, programme: str, here: Settings, tmp_path: Path
) -> None:
    appointed = face.post(AppointBoardMember, FOUNDER, programme)
    assert appointed.status_code < 300, appointed.text
    signed_once(here)
    funders = taken(face, programme, FUNDER, tmp_path / "funder.zip")
    founders = taken(face, programme, FOUNDER, tmp_path / "founder.zip")

    of_funder, of_founder = (verify_bundle(file, [key_of(here)]) for file in (funders, founders))
    assert of_funder.holds, of_funder.text
    assert of_funder.root == of_founder.root
    assert of_funder.withheld > of_founder.withheld == 0
    assert of_funder.withheld + of_funder.shown == of_founder.shown
    assert f"{of_funder.withheld:,} are not for you" in of_funder.text
    assert not set(shown(funders)) & NAMES_THE_TALLY
    assert set(shown(founders)) & NAMES_THE_TALLY
    assert all(group_of(topic) != "board" for topic in shown(funders))


def test_who_has_no_part_in_a_programme_gets_nothing_of_its_proof(face: Face, programme: str, here: Settings) -> None:
    for address in (f"{programme}/proof", f"{programme}/bundle"):
        assert_problem(face.get(address, STRANGER), 404, "unknown-programme")
        assert face.get(address, FUNDER).status_code == 200
        assert face.client.get(address).status_code == 401
    ended = face.post(EndAppointment, FOUNDER, programme, {"person": FUNDER, "role": "funder"})
    assert ended.status_code == 201, ended.text
    signed_once(here)
    assert_problem(face.get(f"{programme}/bundle", FUNDER), 404, "unknown-programme")


def test_the_next_file_continues_the_one_before(face: Face, programme: str, here: Settings, tmp_path: Path) -> None:
    first = taken(face, programme, FUNDER, tmp_path / "1.zip")
    assert OLD_CHECKPOINT not in parts_of(first)
    face.post(Appoint, FOUNDER, programme, {"person": STRANGER, "role": "commissioner"})
    signed_once(here)
    # Only looking remembers nothing.
    face.get(f"{programme}/bundle", FUNDER)
    second = taken(face, programme, FUNDER, tmp_path / "2.zip")
    verdict = verify_bundle(second, [key_of(here)], old=first)
    assert verdict.holds, verdict.text
    assert "the global log continues" in verdict.text.lower()

    kept = parts_of(first)
    whole = LogProof.parse(kept[GLOBAL_PROOF].decode()).checkpoint
    again = taken(
        face, programme, FUNDER, tmp_path / "3.zip",
        {"checkpoint": kept["checkpoint"].decode(), "global_checkpoint": whole},
    )  # fmt: skip
    assert parts_of(again)[OLD_CHECKPOINT] == kept["checkpoint"]
    assert verify_bundle(again, [key_of(here)], old=first).holds


def test_the_proof_says_in_words_what_is_proven(face: Face, here: Settings) -> None:
    programme = face.start()
    before = face.get(f"{programme}/proof", FOUNDER).json()
    assert before["signed"] == 0
    assert "Nothing of this programme is signed yet." in before["sentences"][0]
    assert_problem(face.get(f"{programme}/bundle", FOUNDER), 409, "no-bundle-yet")
    signed_once(here)
    now = face.get(f"{programme}/proof", FOUNDER).json()
    assert now["signed"] == now["recorded"] > 0
    assert key_of(here).open(now["checkpoint"])
    assert key_of(here).open(now["log_checkpoint"])
    assert (now["merge_delay"], now["late"], now["withheld"]) == (60.0, False, 0)
    assert f"{now['signed']} of {now['signed']} entries are signed." in now["sentences"]


def test_the_page_says_it_plainly_and_gives_the_file(face: Face, programme: str, here: Settings) -> None:
    uuid = programme.rpartition("/")[2]
    face.catch_up()
    assert "Did anybody change" not in face.client.get(f"/programmes/{uuid}/proof").text
    ours = {"Origin": "http://127.0.0.1"}
    face.client.post("/who", data={"person": FOUNDER}, headers=ours)
    page = face.client.get(f"/programmes/{uuid}/proof").text
    assert "Did anybody change the record?" in page
    assert "What the seal does not show" in page
    token = page.partition('name="form_token" value="')[2].partition('"')[0]
    refused = face.client.post(f"/programmes/{uuid}/bundle", data={"form_token": "x"}, headers=ours)
    assert refused.status_code == 403
    answer = face.client.post(f"/programmes/{uuid}/bundle", data={"form_token": token}, headers=ours)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert ENTRIES in archive.namelist()
    assert key_of(here).name.encode() not in page.partition("<details>")[0].encode()


def test_how_to_check_a_record_is_there_for_anybody_in_two_ways(face: Face) -> None:
    plain, easy = (face.client.get(f"/help/proof{end}") for end in ("", "/easy-read"))
    assert (plain.status_code, easy.status_code) == (200, 200)
    assert "waymark witness follow" in plain.text
    sentences = re.findall(r'<li>(<img src="/pictures/[a-z-]+\.svg" alt="")?[^\n]*<p>([^<]+)', easy.text)
    assert len(sentences) >= 24
    assert sum(bool(picture) for picture, _said in sentences) > 0.6 * len(sentences)
    assert all(len(said.split()) <= 12 for _picture, said in sentences)
    assert "We wrote this Easy Read. It is a draft." in easy.text
    assert "OpenMoji" in easy.text


def test_the_command_writes_one_persons_part(
    waymark: CliRunner, face: Face, programme: str, here: Settings, tmp_path: Path
) -> None:
    face.post(AppointBoardMember, FOUNDER, programme)
    signed_once(here)
    uuid, file = programme.rpartition("/")[2], tmp_path / "b.zip"
    made = waymark.invoke(app, ["audit", "bundle", uuid, "--to", str(file), "--for", FUNDER, "--json"])
    numbers = json.loads(made.stdout)
    assert numbers["withheld"] > 0
    assert verify_bundle(file, [key_of(here)]).withheld == numbers["withheld"]
    whole = waymark.invoke(app, ["audit", "bundle", uuid, "--to", str(tmp_path / "all.zip"), "--json"])
    assert json.loads(whole.stdout)["withheld"] == 0
    nobody = waymark.invoke(app, ["audit", "bundle", uuid, "--to", str(tmp_path / "n.zip"), "--for", STRANGER])
    assert nobody.exit_code == 1
    operators = waymark.invoke(
        app, ["audit", "bundle", "service", "--to", str(tmp_path / "s.zip"), "--for", COORDINATOR]
    )
    assert "leave out --for" in str(operators.exception)
