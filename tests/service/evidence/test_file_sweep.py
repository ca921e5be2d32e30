"""What shows nothing is taken away after two days, what is erased is gone, and what is named stays."""

import json
import os
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from domain.milestone_commands import AddEvidence
from service.api_examples import FOUNDER, WORKER
from service.evidence.evidence_files import MOST_UNNAMED
from service.evidence.file_check import check_files
from service.evidence.file_sweep import Swept, sweep
from service.evidence.files_cli import files_commands
from tests.service.evidence.sending import TEXT, kept, send, shown
from tests.service.face import Face, assert_problem


def told(face: Face) -> list[str]:
    """What the check of the files finds."""
    with psycopg.connect(face.waymark.settings.owner_database_url) as connection:
        report = check_files(connection, face.waymark.settings.folders)
    assert {finding.invariant for finding in report.findings} <= {"I8"}
    return [finding.sentence for finding in report.findings]


def aged(path: Path) -> None:
    os.utime(path, (0, 0))


def test_a_file_that_nothing_names_is_taken_away_after_two_days(face: Face, programme: str) -> None:
    named = shown(face, programme)
    unnamed = send(face, programme, b"never shown\n", "other.txt").json()
    face.clock.move(days=1)
    assert sweep(face.waymark) == Swept()
    face.clock.move(days=2)
    assert sweep(face.waymark) == Swept(taken_away=1)
    assert [path.name for path in kept(face)] == [named["sha256"]]
    body = {"milestone": "ENG-01", "file": unnamed}
    assert_problem(face.post(AddEvidence, WORKER, programme, body), 404, "file-unknown")
    assert face.get(f"{programme}/files/{named['sha256']}", FOUNDER).content == TEXT
    assert told(face) == []


def test_a_file_named_at_the_last_moment_stays(face: Face, programme: str) -> None:
    file = send(face, programme).json()
    face.clock.move(days=3)
    assert face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "file": file}).status_code == 201
    assert sweep(face.waymark) == Swept()


def test_what_a_process_was_killed_at_is_taken_away_later(face: Face, programme: str) -> None:
    file = shown(face, programme)
    lost = face.waymark.files.store.put([b"never written down"])
    assert sweep(face.waymark) == Swept()
    for path in kept(face):
        aged(path)
    assert sweep(face.waymark) == Swept(taken_away=1)
    assert [path.name for path in kept(face)] == [file["sha256"]] != [lost.sha256]


def test_a_person_has_so_many_files_that_show_nothing_and_no_more(face: Face, programme: str) -> None:
    files = face.waymark.files
    ref = f"programme:{programme.rpartition('/')[2]}"
    for number in range(MOST_UNNAMED):
        files.take(BytesIO(f"{number}\n".encode()), "a.txt", programme=ref, uploader=WORKER)
    assert_problem(send(face, programme), 429, "too-many-files")
    assert send(face, programme, by=FOUNDER).status_code == 201


def test_erasing_a_person_takes_their_files_and_leaves_the_groups(face: Face, programme: str) -> None:
    own = shown(face, programme)
    theirs = shown(face, programme, b"my story\n", "story.txt", about=WORKER)
    face.waymark.keyring.erase(WORKER)
    address = f"{programme}/files/{theirs['sha256']}"
    assert_problem(face.get(address, WORKER), 410, "file-gone")
    assert face.waymark.files.take_away_all_of(WORKER) == 1
    assert face.waymark.files.take_away_all_of(WORKER) == 0
    assert [path.name for path in kept(face)] == [own["sha256"]]
    problem = assert_problem(face.get(address, WORKER), 410, "file-gone")
    assert "erased" in problem["detail"]
    assert told(face) == []
    assert_problem(send(face, programme, about=WORKER), 409, "subject-erased")
    assert [path.name for path in kept(face)] == [own["sha256"]]


def test_a_file_that_is_missing_or_altered_is_named(face: Face, programme: str) -> None:
    first, second = shown(face, programme), shown(face, programme, b"other\n", "other.txt")
    assert told(face) == []
    one, other = (next(path for path in kept(face) if path.name == each["sha256"]) for each in (first, second))
    one.unlink()
    content = bytearray(other.read_bytes())
    content[-1] ^= 1
    other.write_bytes(content)
    found = told(face)
    assert len(found) == 2
    assert f"file {first['sha256'][:12]}… of evidence 1 of ENG-01 is missing." in found[0]
    assert "of evidence 2 of ENG-01 is not as it was: it was altered." in found[1]
    assert_problem(face.get(f"{programme}/files/{first['sha256']}"), 410, "file-gone")
    assert face.get(f"{programme}/files/{second['sha256']}").status_code == 500


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_sweeps_and_says_what_it_did(face: Face, programme: str, *, as_json: bool) -> None:
    send(face, programme)
    settings = face.waymark.settings
    env = {
        "WAYMARK_HOME": str(settings.home),
        "WAYMARK_DATABASE_URL": settings.database_url,
        "WAYMARK_OWNER_DATABASE_URL": settings.owner_database_url,
        "WAYMARK_KEYS_DATABASE_URL": settings.keys_database_url,
        "WAYMARK_KEYS_OWNER_DATABASE_URL": settings.keys_owner_database_url,
    }
    run = CliRunner().invoke(files_commands, ["sweep", *(["--json"] if as_json else [])], env=env)
    # The clock of the command is today's, and the file was sent in March.
    assert run.exit_code == 0, run.output
    if as_json:
        assert json.loads(run.output) == {"taken_away": 1, "scanned": 0, "infected": 0, "waiting": 0}
    else:
        assert "Took 1 files away that nothing names." in run.output
    checked = CliRunner().invoke(files_commands, ["check"], env=env)
    assert "All 0 files that events name are here and whole." in checked.output
