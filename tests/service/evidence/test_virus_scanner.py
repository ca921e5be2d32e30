"""The virus scanner: an infected file is never kept, an unseen one is not handed on, and nothing waits for ever."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from service.api import build_app
from service.api_examples import FOUNDER, WORKER
from service.assembly import build
from service.evidence.file_sweep import Swept, sweep
from service.evidence.virus_scanner import Clamd, ScannerAway
from service.settings import Settings
from tests.service.evidence.fake_clamd import EICAR, FakeClamd
from tests.service.evidence.sending import TEXT, kept, send, shown
from tests.service.face import Face, MovedClock, assert_problem


@pytest.fixture
def guarded(settings: Settings, clamd: FakeClamd) -> Iterator[Face]:
    """Waymark over HTTP, with a scanner."""
    clock = MovedClock()
    with (
        build(settings.model_copy(update={"clamd": clamd.address}), clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        yield Face(client, waymark, clock)


def test_a_virus_is_refused_and_nothing_of_it_is_kept(guarded: Face, clamd: FakeClamd) -> None:
    programme = guarded.start()
    with capture_logs() as lines:
        problem = assert_problem(send(guarded, programme, b"hello " + EICAR, "Ann Example.txt"), 422, "file-infected")
    assert "virus scanner" in problem["detail"]
    assert kept(guarded) == []
    assert clamd.seen == [b"hello " + EICAR]
    told = [line for line in lines if line["event"] == "a file with a virus was refused"]
    assert [line["found"] for line in told] == ["Eicar-Test-Signature"]
    assert "Ann" not in repr(lines)


def test_a_clean_file_says_so(guarded: Face, clamd: FakeClamd) -> None:
    programme = guarded.start()
    file = shown(guarded, programme)
    had = guarded.get(f"{programme}/files/{file['sha256']}", FOUNDER)
    assert (had.content, had.headers["Waymark-Scan"]) == (TEXT, "clean")
    assert clamd.seen == [TEXT]


def test_a_file_the_scanner_has_not_seen_is_handed_only_to_its_sender(settings: Settings, clamd: FakeClamd) -> None:
    clock = MovedClock()
    nowhere = settings.model_copy(update={"clamd": "unix:/nowhere/clamd.ctl"})
    with (
        build(nowhere, clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        programme = face.start()
        sent = send(face, programme)
        assert sent.headers["Waymark-Scan"] == "waiting"
        file = shown(face, programme)
        infected = shown(face, programme, b"bad " + EICAR, "bad.txt")
        address = f"{programme}/files/{file['sha256']}"
        assert face.get(address, WORKER).content == TEXT
        assert_problem(face.get(address, FOUNDER), 409, "file-not-scanned")
        assert sweep(waymark) == Swept(waiting=2)
        assert "still wait" in Swept(waiting=2).sentence
    with (
        build(settings.model_copy(update={"clamd": clamd.address}), clock=clock, pool_size=8) as waymark,
        TestClient(build_app(waymark), base_url="http://127.0.0.1") as client,
    ):
        face = Face(client, waymark, clock)
        assert sweep(waymark) == Swept(scanned=2, infected=1)
        assert face.get(address, FOUNDER).content == TEXT
        problem = assert_problem(face.get(f"{programme}/files/{infected['sha256']}", WORKER), 410, "file-gone")
        assert "virus" in problem["detail"]
        assert [path.name for path in kept(face)] == [file["sha256"]]
        assert sweep(waymark) == Swept()


def test_files_from_before_there_was_a_scanner_are_looked_at_once_there_is_one(
    face: Face, programme: str, clamd: FakeClamd
) -> None:
    file = shown(face, programme)
    face.waymark.files.scanner = Clamd(clamd.address)
    assert sweep(face.waymark) == Swept(scanned=1)
    assert face.get(f"{programme}/files/{file['sha256']}").headers["Waymark-Scan"] == "clean"


def test_a_scanner_that_cannot_do_its_work_is_away(clamd: FakeClamd, tmp_path: Path) -> None:
    with pytest.raises(ScannerAway, match="size limit"):
        Clamd(clamd.address).look([bytes(1_000_001)])
    for address in (f"unix:{tmp_path}/none", "tcp://127.0.0.1:1"):
        with pytest.raises(ScannerAway):
            Clamd(address).look([b"x"])
