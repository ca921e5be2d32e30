"""Files of published resources: looked through, plain, and for whoever may see what they belong to."""

import hashlib
import os
from io import BytesIO

import pytest
from httpx2 import Response

from domain.programme_commands import Appoint
from domain.resource_commands import CheckResource, DraftResource, PublishResource, WithdrawResource
from service.api_examples import COORDINATOR, FOUNDER, FUNDER, WORKER
from service.evidence.file_refusals import FileHasProgram, FileInfected, FileNotScanned, FileUnknown, FileUnreadable
from service.evidence.file_sweep import Swept, sweep
from service.evidence.public_files import public_files
from service.settings import Settings
from tests.service.evidence import made_files as made
from tests.service.evidence.fake_clamd import EICAR, FakeClamd
from tests.service.evidence.sending import TEXT, kept, send, shown
from tests.service.face import STRANGER, Face, assert_problem

GUIDE = b"How we found a room.\n"


def ready(face: Face, programme: str, content: bytes = GUIDE, name: str = "a.txt", by: str = COORDINATOR) -> Response:
    files = {"file": (name, content)}
    return face.client.post(f"{programme}/published-files", files=files, headers=face.acts(by))


def checked(face: Face, programme: str) -> None:
    """A toolkit that the worker wrote and a founder checked."""
    draft = {"kind": "toolkit", "title": "Finding a room", "text": "Ask the library."}
    for kind, actor, body in (
        (DraftResource, WORKER, draft),
        (CheckResource, FOUNDER, {"resource": 1, "agreed": True}),
    ):
        answer = face.post(kind, actor, programme, body)
        assert answer.status_code == 201, answer.text


def publisher(face: Face, programme: str) -> str:
    """Somebody who may publish here."""
    for person in (COORDINATOR, FOUNDER, WORKER):
        if ready(face, programme, b"probe\n", "probe.txt", person).status_code == 201:
            return person
    raise AssertionError


def test_a_published_file_is_for_everybody_when_its_resource_is(face: Face, programme: str) -> None:
    checked(face, programme)
    by = publisher(face, programme)
    file = ready(face, programme, by=by).json()
    assert file == {
        "sha256": hashlib.sha256(GUIDE).hexdigest(),
        "size": len(GUIDE),
        "media_type": "text/plain",
        "name": "a.txt",
    }
    address = f"/library/files/{file['sha256']}"
    assert face.client.get(address).status_code == 404
    published = face.post(PublishResource, by, programme, {"resource": 1, "files": [file]})
    assert published.status_code == 201, published.text
    face.catch_up()
    had = face.client.get(address)
    assert (had.status_code, had.content) == (200, GUIDE)
    assert had.headers["Content-Disposition"].startswith('attachment; filename="a.txt"')
    assert had.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    withdrawn = face.post(WithdrawResource, by, programme, {"resource": 1, "reason": "The hall has closed."})
    assert withdrawn.status_code == 201, withdrawn.text
    face.catch_up()
    assert face.client.get(address).content == face.client.get(f"/library/files/{'0' * 64}").content
    assert face.client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [("everybody", {None, STRANGER, WORKER}), ("waymark", {STRANGER, WORKER}), ("programme", {WORKER})],
)
def test_a_file_is_seen_by_whom_its_resource_is_for(
    face: Face, programme: str, audience: str, seen_by: set[str | None]
) -> None:
    checked(face, programme)
    by = publisher(face, programme)
    file = ready(face, programme, by=by).json()
    body = {"resource": 1, "files": [file], "audience": audience}
    assert face.post(PublishResource, by, programme, body).status_code == 201
    face.catch_up()
    for person in (None, STRANGER, WORKER):
        had = face.client.get(f"/library/files/{file['sha256']}", headers=face.acts(person) if person else {})
        assert had.status_code == (200 if person in seen_by else 404), person


def test_evidence_becomes_public_only_as_a_copy_under_a_new_name(face: Face, programme: str) -> None:
    checked(face, programme)
    by = publisher(face, programme)
    evidence = shown(face, programme, name="Ann’s minutes.txt")
    asked = {"evidence": (None, evidence["sha256"]), "name": (None, "minutes.txt")}
    made_public = face.client.post(f"{programme}/published-files", files=asked, headers=face.acts(by))
    assert made_public.status_code == 201, made_public.text
    assert made_public.json() == {
        "sha256": hashlib.sha256(TEXT).hexdigest(),
        "size": len(TEXT),
        "media_type": "text/plain",
        "name": "minutes.txt",
    }
    unknown = {"evidence": (None, "0" * 64)}
    answer = face.client.post(f"{programme}/published-files", files=unknown, headers=face.acts(by))
    assert_problem(answer, 404, "file-unknown")


def test_only_who_may_publish_makes_files_public(face: Face, programme: str) -> None:
    assert face.post(Appoint, COORDINATOR, programme, {"person": STRANGER, "role": "funder"}).status_code == 201
    assert_problem(ready(face, programme, by=FUNDER), 403, "not-allowed")
    assert_problem(ready(face, face.start(organisation="Other"), by=FUNDER), 404, "unknown-programme")
    assert kept(face) == []


def test_a_resource_names_only_files_that_are_here(face: Face, programme: str) -> None:
    checked(face, programme)
    by = publisher(face, programme)
    file = ready(face, programme, by=by).json()
    for wrong in ({"sha256": "0" * 64}, {"size": 1}, {"media_type": "text/html"}):
        body = {"resource": 1, "files": [{**file, **wrong}]}
        assert_problem(face.post(PublishResource, by, programme, body), 404, "file-unknown")


def test_what_nothing_published_is_swept_and_what_was_published_stays(face: Face, programme: str) -> None:
    checked(face, programme)
    by = publisher(face, programme)
    file = ready(face, programme, by=by).json()
    assert face.post(PublishResource, by, programme, {"resource": 1, "files": [file]}).status_code == 201
    assert len(kept(face)) == 2
    for path in kept(face):
        os.utime(path, (0, 0))
    assert sweep(face.waymark) == Swept(taken_away=1)
    assert [path.name for path in kept(face)] == [file["sha256"]]
    assert send(face, programme).status_code == 201


def test_a_file_from_elsewhere_is_kept_byte_for_byte_when_it_is_what_it_says(settings: Settings) -> None:
    files = public_files(settings)
    for content in (made.pdf(), made.photo(), made.word(), GUIDE):
        sha256 = hashlib.sha256(content).hexdigest()
        files.keep(sha256, content)
        assert files.read(sha256) == content
    with pytest.raises(FileUnreadable, match="not the one"):
        files.keep("0" * 64, GUIDE)
    macro = made.word_with({"word/vbaProject.bin": b"x"})
    with pytest.raises(FileHasProgram):
        files.keep(hashlib.sha256(macro).hexdigest(), macro)
    with pytest.raises(FileUnknown):
        files.read("0" * 64)


def test_nothing_is_published_that_the_scanner_refuses_or_has_not_seen(settings: Settings, clamd: FakeClamd) -> None:
    guarded = public_files(settings.model_copy(update={"clamd": clamd.address}))
    with pytest.raises(FileInfected):
        guarded.publish_file(BytesIO(EICAR), "a.txt")
    alone = public_files(settings.model_copy(update={"clamd": "unix:/nowhere"}))
    with pytest.raises(FileNotScanned):
        alone.publish_file(BytesIO(GUIDE), "a.txt")
    assert list(guarded.store.names()) == []
    assert guarded.publish_file(BytesIO(GUIDE), "a.txt").size == len(GUIDE)
