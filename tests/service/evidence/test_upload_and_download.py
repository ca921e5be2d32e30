"""A file on its way in, into the record, and out again, over HTTP."""

import hashlib
import re
from collections.abc import Iterator

import pytest

from domain.milestone_commands import AddEvidence
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.evidence.arrival import MOST_BYTES
from tests.service.evidence import made_files as made
from tests.service.evidence.sending import TEXT, kept, send, shown
from tests.service.face import STRANGER, Face, assert_problem, without_number


def test_a_file_is_sent_named_and_had_back(face: Face, programme: str) -> None:
    file = shown(face, programme)
    assert file == {"sha256": file["sha256"], "size": len(TEXT), "media_type": "text/plain", "name": "minutes.txt"}
    for reader in (COORDINATOR, FOUNDER, WORKER):
        for path in (programme, programme.removeprefix("/api")):
            had = face.client.get(f"{path}/files/{file['sha256']}", headers=face.acts(reader))
            assert (had.status_code, had.content) == (200, TEXT)


def test_the_name_of_a_file_is_the_hash_of_its_sealed_bytes_and_nothing_of_it_can_be_read(
    face: Face, programme: str
) -> None:
    file = shown(face, programme, TEXT * 9_000)
    (path,) = kept(face)
    content = path.read_bytes()
    assert path.name == file["sha256"] == hashlib.sha256(content).hexdigest()
    assert (path.parent.name, path.parent.parent.name) == (file["sha256"][2:4], file["sha256"][:2])
    assert b"minutes" not in content
    assert b"found us" not in content
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_is_always_saved_and_never_shown(face: Face, programme: str) -> None:
    file = shown(face, programme, name="Zoë’s minutes.txt")
    had = face.get(f"{programme}/files/{file['sha256']}")
    names = "filename=\"Zoes minutes.txt\"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20minutes.txt"
    assert had.headers["Content-Disposition"] == f"attachment; {names}"
    assert had.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert had.headers["Content-Length"] == str(len(TEXT))
    assert had.headers.get_list("Content-Security-Policy") == ["sandbox; default-src 'none'"]
    assert had.headers.get_list("X-Content-Type-Options") == ["nosniff"]
    assert had.headers.get_list("Cache-Control") == ["no-store"]
    assert had.headers["Waymark-Scan"] == "not-scanned"


def test_who_has_no_part_gets_the_same_answer_for_every_file(face: Face, programme: str) -> None:
    file = shown(face, programme)
    other = face.start(organisation="Another Voice")
    asked = (
        f"{programme}/files/{file['sha256']}",
        f"{programme}/files/{'0' * 64}",
        f"{programme}/files/..%5c..%5cetc",
        f"/api/programmes/{'1' * 8}-1111-4111-8111-{'1' * 12}/files/{file['sha256']}",
    )
    answers = [face.get(address, STRANGER) for address in asked]
    assert len({(each.status_code, each.content) for each in answers}) == 1
    assert len({tuple(sorted(without_number(each.headers).items())) for each in answers[:3]}) == 1
    assert_problem(answers[0], 404, "unknown-programme")
    # A file of one programme is not there in another, for whoever is in both.
    assert_problem(face.get(f"{other}/files/{file['sha256']}"), 404, "file-unknown")
    assert_problem(send(face, programme, by=STRANGER), 404, "unknown-programme")


def test_only_who_may_add_evidence_sends_files_and_only_who_may_see_it_has_them(face: Face, programme: str) -> None:
    file = shown(face, programme)
    hidden = face.get(f"{programme}/files/{file['sha256']}", FUNDER)
    unknown = face.get(f"{programme}/files/{'0' * 64}", FUNDER)
    assert hidden.status_code in {200, 403}
    if hidden.status_code == 403:
        assert hidden.content == unknown.content
    before = kept(face)
    refused = face.client.post(f"{programme}/files", content=b"not even a form", headers=face.acts(FUNDER))
    assert refused.status_code in {400, 403}
    assert kept(face) == before


def test_a_file_of_25_mb_is_taken_and_one_byte_more_is_not(face: Face, programme: str) -> None:
    line = b"a quiet line of text\n"
    most = (line * (MOST_BYTES // len(line) + 1))[:MOST_BYTES]
    assert send(face, programme, most).status_code == 201
    before = kept(face)
    assert len(before) == 1
    problem = assert_problem(send(face, programme, most + b"."), 413, "file-too-large")
    assert "25 MB" in problem["detail"]
    assert kept(face) == before


def test_what_is_counted_is_what_comes_and_not_what_is_said(face: Face, programme: str) -> None:
    def endless() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(1_000):
            yield b"a" * 65_536

    form = {"Content-Type": "multipart/form-data; boundary=b", **face.acts(WORKER)}
    assert_problem(face.client.post(f"{programme}/files", content=endless(), headers=form), 413, "file-too-large")
    assert kept(face) == []


@pytest.mark.parametrize(
    ("content", "name", "kind", "status"),
    [
        (made.word_with({"word/vbaProject.bin": b"x"}), "a.docx", "file-has-program", 422),
        (made.gif_that_is_a_script(), "a.jpg", "file-not-what-it-says", 422),
        (made.pdf() + made.zipped({"a": "b"}), "a.pdf", "file-is-two-things", 422),
        (b"<svg/>", "a.svg", "file-kind-refused", 415),
        (b"hello", "../../a.txt", "file-name-unsafe", 422),
        (b"", "a.txt", "file-empty", 422),
        (made.locked_pdf(), "a.pdf", "file-locked", 422),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    face: Face, programme: str, content: bytes, name: str, kind: str, status: int
) -> None:
    assert_problem(send(face, programme, content, name), status, kind)
    assert kept(face) == []


def test_a_form_that_is_not_whole_is_told_so(face: Face, programme: str) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello'
    form = {"Content-Type": "multipart/form-data; boundary=b", **face.acts(WORKER)}
    for body in (head, b"", b"--c--", head + b"\r\n--b\r\n" + head[5:] + b"\r\n--b--\r\n"):
        assert_problem(face.client.post(f"{programme}/files", content=body, headers=form), 400, "upload-not-understood")
    json = {"Content-Type": "application/json", **face.acts(WORKER)}
    assert_problem(face.client.post(f"{programme}/files", content=b"{}", headers=json), 400, "upload-not-understood")
    assert_problem(
        face.client.post(f"{programme}/files", files={"note": (None, "x")}, headers=face.acts(WORKER)),
        422,
        "file-empty",
    )
    assert kept(face) == []


def test_sending_the_same_file_again_keeps_one(face: Face, programme: str) -> None:
    first, second = send(face, programme), send(face, programme)
    assert first.json() == second.json()
    assert len(kept(face)) == 1
    assert send(face, programme, name="other.txt").json() != first.json()
    assert send(face, programme, by=FOUNDER).json() != first.json()


def test_evidence_names_only_a_file_that_is_here_as_it_was_sent(face: Face, programme: str) -> None:
    file = send(face, programme).json()
    other = face.start(organisation="Another Voice")
    for wrong in (
        {"sha256": "0" * 64},
        {"size": 5},
        {"media_type": "text/html"},
        {"name": "minutes.pdf"},
    ):
        answer = face.post(AddEvidence, WORKER, programme, {"milestone": "ENG-01", "file": {**file, **wrong}})
        assert_problem(answer, 404, "file-unknown")
    about = {"milestone": "ENG-01", "file": file, "about": WORKER}
    assert_problem(face.post(AddEvidence, WORKER, programme, about), 404, "file-unknown")
    body = {"milestone": "ENG-01", "file": file}
    assert_problem(face.post(AddEvidence, WORKER, other, body), 404, "file-unknown")
    assert_problem(face.post(AddEvidence, FOUNDER, programme, body), 404, "file-unknown")
    assert_problem(face.post(AddEvidence, STRANGER, programme, body), 404, "unknown-programme")
    assert face.post(AddEvidence, WORKER, programme, body, key="k").status_code == 201
    assert face.post(AddEvidence, WORKER, programme, body, key="k").headers["Idempotency-Replayed"] == "true"
    assert face.post(AddEvidence, FOUNDER, programme, {**body, "milestone": "ENG-02"}).status_code == 201


def test_a_file_nobody_named_yet_is_there_for_its_sender_only(face: Face, programme: str) -> None:
    file = send(face, programme).json()
    assert face.get(f"{programme}/files/{file['sha256']}", WORKER).content == TEXT
    assert_problem(face.get(f"{programme}/files/{file['sha256']}", FOUNDER), 404, "file-unknown")


def test_the_answer_tells_no_path_and_the_description_knows_the_routes(face: Face) -> None:
    described = face.client.get("/api/openapi.json").json()["paths"]
    sending = described["/api/programmes/{programme}/files"]["post"]
    assert "multipart/form-data" in sending["requestBody"]["content"]
    assert "/api/programmes/{programme}/files/{sha256}" in described
    assert not re.search("/library/files", str(list(described)))
